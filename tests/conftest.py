"""What every test needs: no display, and a home of its own."""

import os

# Before anything imports Qt. A test that wants a real screen starts its own in a process of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("SOAPSTONE_HOME", None)
