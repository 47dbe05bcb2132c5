"""Whether a home has records already, told before anything is unlocked."""

from desktop.records.records import RecordsState as HomeState
from desktop.records.records import state as home_state

__all__ = ["HomeState", "home_state"]
