"""Counterpoint: annotated news archives as static sites."""

__version__ = "0.1.0"
