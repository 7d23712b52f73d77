"""The script that goes into every bundle and checks it with Python's standard library alone."""
