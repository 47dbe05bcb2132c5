"""Whether a home has records already, told before anything is unlocked."""

from desktop.records.home_state import RecordsState as HomeState
from desktop.records.home_state import state as home_state

__all__ = ["HomeState", "home_state"]
