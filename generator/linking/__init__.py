"""Resolves the names and references of all articles, and links them into one `Archive`."""
