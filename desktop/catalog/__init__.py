"""The specialties and templates on this machine, the shipped ones and the clinic's own."""
