"""`python -m generator`: the command line."""

from __future__ import annotations

from generator.cli.main import run

if __name__ == "__main__":
    run()
