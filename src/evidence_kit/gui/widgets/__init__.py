"""The small set of parts that all pages are built from."""
