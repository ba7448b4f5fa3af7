"""How a finished tree takes its place in the output folder, and what is never touched there."""

from __future__ import annotations

from generator.publishing.lock import BuildRunningError, one_build_at_a_time
from generator.publishing.output_folder import MissingError, OutputFolder, Published
from generator.publishing.safety import OutputRefusedError

__all__ = [
    "BuildRunningError",
    "MissingError",
    "OutputFolder",
    "OutputRefusedError",
    "Published",
    "one_build_at_a_time",
]
