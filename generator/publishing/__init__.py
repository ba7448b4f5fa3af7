"""Publishes a finished tree: replaces the output folder in one step, and keeps every file that no build wrote."""

from __future__ import annotations

from generator.publishing.lock import BuildRunningError, one_build_at_a_time
from generator.publishing.output_folder import OutputFolder
from generator.publishing.published import Damage, MissingError, Published
from generator.publishing.safety import OutputRefusedError, refuse_cache
from generator.publishing.snapshot import Snapshot
from generator.publishing.swap import swapped_at_once
from generator.publishing.tree_changes import MadeFile, TreeChanges

__all__ = [
    "BuildRunningError",
    "Damage",
    "MadeFile",
    "MissingError",
    "OutputFolder",
    "OutputRefusedError",
    "Published",
    "Snapshot",
    "TreeChanges",
    "one_build_at_a_time",
    "refuse_cache",
    "swapped_at_once",
]
