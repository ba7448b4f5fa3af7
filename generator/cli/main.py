"""The command line: what can be asked, and how each command ends. Each command has a file beside this one.

Nothing but argparse is loaded before a command is known, so that `--help` comes at once.
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
"""The file of a command, where it is not called as the command is."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code (`exits.Exit`)."""
    _speak_utf8()
    try:
        arguments = command_parser(_program()).parse_args(argv)
        return _run(arguments)
    except SystemExit as end:  # argparse's way to end, after --help and after what it doesn't understand
        return int(end.code or Exit.DONE)
    finally:
        _let_go_of_the_pipe()


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
        console.complain(str(error), "Wait for it to end, or end it, and run the command again.")
        return Exit.BUSY
    except OutputRefusedError as error:
        console.complain(str(error))
        return Exit.REFUSED
    except KeyboardInterrupt:
        console.complain(
            "Interrupted.", "What was published last is in the output; run the command again for the rest."
        )
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last one to catch it: a person should not meet a bare traceback
        if arguments.verbose:
            traceback.print_exc()
        console.complain(*_our_fault(error, verbose=arguments.verbose))
        return Exit.OUR_FAULT


def _our_fault(error: Exception, *, verbose: bool) -> tuple[str, str]:
    what = f"{type(error).__name__}: {error}"
    message = f"Something went wrong inside Counterpoint {__version__}; it is not your fault ({what})."
    if verbose:
        return message, "Please open an issue in Counterpoint's repository, with what stands above and what you did."
    return message, "Run it again with -v, and please open an issue in Counterpoint's repository with what it prints."


def _program() -> str:
    """How the program was called, so that a command in a message can be typed as it stands."""
    called = Path(sys.argv[0]).name
    return "python -m generator" if called in {"__main__.py", "-m", "-c", "pytest", ""} else called


def _speak_utf8() -> None:
    """Whatever the system's own encoding: names come in every script, and programs read what is printed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _let_go_of_the_pipe() -> None:
    """If whoever read the output has gone, Python would complain of it at its own end."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run() -> NoReturn:
    """The whole process: `main` in one of its own."""
    collect_rarely()
    code = main()
    freeze_before_exit()
    sys.exit(code)
