"""What every test needs: no display, a home of its own, and keys that cost no time."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

# Before anything imports Qt. A test that wants a real screen starts its own in a process of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("SOAPSTONE_HOME", None)


@pytest.fixture(scope="module")
def cheap_keys() -> Iterator[None]:
    """What a guess at a password costs is tested with the keys; elsewhere each sign-in would only wait for it."""
    from desktop.records import keys

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", keys.Cost(memory_kib=64, passes=1, lanes=1))
        yield
