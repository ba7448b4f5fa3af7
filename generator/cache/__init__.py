"""Keeps results of earlier builds: serialized values by key, in one SQLite file."""
