"""The entry point: parses the arguments, runs the command, and turns exceptions into messages and exit codes.

Each command is a function in a module beside this one. Only argparse is loaded before the command is known, so that
`--help` answers at once.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from generator import __version__
from generator.cli.exit_codes import Exit
from generator.cli.parser import command_parser
from generator.pipeline.gc_tuning import collect_rarely, freeze_before_exit

_FILES = {
    **dict.fromkeys(("article", "speaker", "init"), "new"),
    **dict.fromkeys(("schema", "templates", "clean"), "maintain"),
}
"""The modules of those commands that have no module of their own name."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see `exit_codes.Exit`)."""
    _use_utf8()
    try:
        arguments = command_parser(_program()).parse_args(argv)
        return _run(arguments)
    except SystemExit as end:  # argparse exits after `--help`, and after arguments that it can't parse
        return int(end.code or Exit.DONE)
    finally:
        _flush_stdout()


def _run(arguments: argparse.Namespace) -> int:
    from generator.cli.arguments import UsageError  # late, all four: `--help` needs none of them
    from generator.cli.console import Console
    from generator.publishing import BuildRunningError, OutputRefusedError

    console = Console(sys.stdout, sys.stderr)
    home = import_module(f"generator.cli.{_FILES.get(arguments.command, arguments.command)}")
    command: Callable[[argparse.Namespace], int] = getattr(home, arguments.command)
    try:
        return command(arguments)
    except UsageError as error:
        console.complain(error.message, error.step)
        return Exit.USAGE
    except BuildRunningError as error:
        console.complain(str(error), "Wait until it ends, or stop it, then run the command again.")
        return Exit.BUSY
    except OutputRefusedError as error:
        console.complain(str(error), error.step)
        return Exit.REFUSED
    except KeyboardInterrupt:
        console.complain(
            "Interrupted.", "Run the command again; a build that is interrupted leaves no half-written output."
        )
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last handler: people get a message, not a bare traceback
        if arguments.verbose:
            console.trace(traceback.format_exc())
        console.complain(*_internal_error(error, verbose=arguments.verbose))
        return Exit.OUR_FAULT


def _internal_error(error: Exception, *, verbose: bool) -> tuple[str, str]:
    """The message and the next step."""
    what = f"{type(error).__name__}: {error}"
    message = f"Internal error ({what}): this is a bug in Counterpoint {__version__}, not a mistake in your files."
    if verbose:
        return message, "Please open an issue in Counterpoint's repository with the lines above and the command."
    step = "Run the command again with `-v`, and please open an issue in Counterpoint's repository with what it prints."
    return message, step


def _program() -> str:
    """The program's name as it was called, so that a command in a message can be typed unchanged."""
    called = Path(sys.argv[0]).name
    return "python -m generator" if called in {"__main__.py", "-m", "-c", "pytest", ""} else called


def _use_utf8() -> None:
    """Print UTF-8 whatever the system's encoding: names come in every script, and programs read the output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _flush_stdout() -> None:
    """Flush now: if the reader of a pipe has gone, Python would print an error when it exits."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run() -> NoReturn:
    """Run the program as a process of its own, and exit. Raises `SystemExit`."""
    collect_rarely()
    code = main()
    freeze_before_exit()
    sys.exit(code)
