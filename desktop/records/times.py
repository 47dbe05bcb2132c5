"""How a moment is stored: UTC microseconds, and the offset of the clock on the wall in minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


def now() -> datetime:
    """The moment, with the offset that the clock on the wall has."""
    return datetime.now().astimezone()


def to_columns(moment: datetime) -> tuple[int, int]:
    """(UTC microseconds since 1970, offset in minutes). Raises ValueError for a time without a zone."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a stored time needs a time zone")
    return (moment - _EPOCH) // _MICROSECOND, offset // _MINUTE


def from_columns(utc_us: int, offset_min: int) -> datetime:
    """The moment, in a zone with the offset that the clock showed."""
    zone = timezone(timedelta(minutes=offset_min))
    return (_EPOCH + timedelta(microseconds=utc_us)).astimezone(zone)
