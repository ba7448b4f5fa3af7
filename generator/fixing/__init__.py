"""Fixes source files: puts the lines that a message offers in place of those that it names, and no others (law 24)."""
