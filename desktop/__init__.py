"""Soapstone: the words of a clinical visit become a SOAP note, on this workstation."""

__version__ = "0.1.0"
