"""The base of the values that the program passes on and keeps. Knows nothing of what they mean."""

from __future__ import annotations

from generator.values.immutable import Immutable, replace

__all__ = ["Immutable", "replace"]
