"""What Soapstone is about, as plain data: no Qt, no files, no network."""
