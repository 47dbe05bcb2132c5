"""The drafter that needs nothing but this device."""
