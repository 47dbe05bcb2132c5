"""Writes notes: offline on this device, or through an endpoint."""
