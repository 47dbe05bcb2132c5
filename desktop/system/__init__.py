"""The machine under the program: folders, logs, one instance at a time."""
