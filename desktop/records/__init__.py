"""The clinic's encrypted records, in one SQLCipher file."""
