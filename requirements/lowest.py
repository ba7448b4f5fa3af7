"""Fails where a dependency of the program is installed in another version than the lowest that pyproject.toml allows.

Where that one can't be had (it was withdrawn, or something else wants a newer one), another would be tested instead and
nobody told.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def lowest(requirement: Requirement) -> Version:
    (bound,) = (part.version for part in requirement.specifier if part.operator == ">=")
    return Version(bound)


if __name__ == "__main__":
    asked = [Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["images"]]]
    others = [f"{r.name} {version(r.name)} ({r.specifier})" for r in asked if Version(version(r.name)) != lowest(r)]
    sys.exit(f"Not the lowest that pyproject.toml allows: {', '.join(others)}" if others else 0)
