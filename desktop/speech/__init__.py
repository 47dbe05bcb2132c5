"""Speech becomes a transcript: on this device, or through an endpoint."""
