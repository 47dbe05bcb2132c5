"""Data files of the program, found with importlib.resources."""
