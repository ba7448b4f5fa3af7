"""Compiles one article or page at a time. Knows nothing of the rest of the archive."""
