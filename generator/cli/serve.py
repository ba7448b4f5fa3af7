"""The command that serves a site while it is edited: sets up, says what is shown, ends."""

from __future__ import annotations

import errno
from argparse import Namespace
from pathlib import Path
from urllib.parse import quote

from generator.cli.arguments import UsageError, base_url_of, console_of, site_of
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.messages import counts
from generator.diagnostics import Diagnostic, summary
from generator.pipeline.processes import cache_folder
from generator.pipeline.publish_stage import settings_of
from generator.pipeline.result import Built
from generator.server.http import FIRST_PORT, LOOPBACK, Server, open_server
from generator.server.live_site import LiveSite
from generator.server.live_state import LiveState
from generator.server.rebuild_loop import RebuildLoop
from generator.server.routing import is_loopback
from generator.server.state import Crash
from generator.sources.source_lines import source_lines


def serve(arguments: Namespace) -> int:
    """Show the site in the browser and keep it up to date, until Ctrl-C. Writes nothing."""
    console, root = console_of(arguments), site_of(arguments)
    base_url, host = base_url_of(arguments.base_url), arguments.host or LOOPBACK
    settings = settings_of(root)
    live = LiveState(base_url or (settings.url if settings else ""))

    tree = LiveSite(root, arguments.drafts, base_url, cache_folder(root, arguments.cache), console.say)

    def told(made: Built | Crash, before: frozenset[Diagnostic], seconds: float) -> None:
        _say_what_is_shown(console, root, made, before, seconds)

    try:
        with _server(arguments, console, host, root, live) as server, server.answering():
            address = server.origin + quote(live.screen.base)
            console.say(f"Serving the site at {address} until Ctrl-C.")
            if arguments.open:
                import webbrowser

                webbrowser.open(address)
            RebuildLoop(root, tree.rebuild, live, told, console.warn).keep_up()
    except KeyboardInterrupt:
        console.say("Ended.")
    return Exit.DONE


def _server(arguments: Namespace, console: Console, host: str, root: Path, live: LiveState) -> Server:
    if arguments.port is not None and not 0 <= arguments.port < 2**16:
        raise UsageError(f"{arguments.port} is not a port.", "Ports go from 1024 to 65535; 0 takes any that is free.")
    log = console.say if arguments.verbose else lambda line: None
    try:
        server = open_server(host, arguments.port, root, live, log)
    except OSError as error:
        raise UsageError(*_not_listening(error, host, arguments.port)) from error
    if arguments.port is None and server.server_port != FIRST_PORT:
        console.say(f"Port {FIRST_PORT} is in use: this is {server.server_port}.")
    if not is_loopback(host):
        console.warn("Whoever can reach this computer over the network can now read the site, finished or not.")
    return server


def _not_listening(error: OSError, host: str, port: int | None) -> tuple[str, str]:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already.", "Name another with --port, or leave it out: then a free one is found."
    if isinstance(error, PermissionError):
        return f"Port {port} is kept for the system.", "Name one from 1024 with --port, or leave it out."
    why = error.strerror or str(error)
    return f"Nothing can listen at {host}: {why}.", "Leave --host out, or give an address of this very computer."


def _say_what_is_shown(
    console: Console, root: Path, made: Built | Crash, before: frozenset[Diagnostic], seconds: float
) -> None:
    """One line for each build, below the problems that weren't there before."""
    if not isinstance(made, Built):
        if console.verbose:
            console.complain(made.trace)
        step = "Mend what was edited last, or end this and run it again with -v."
        console.complain(f"Something went wrong inside Counterpoint ({made.words}). The pages stay as they were.", step)
        return
    console.show([d for d in made.diagnostics if d not in before], source_lines(root), root)
    found = summary(made.diagnostics) or "nothing is wrong"
    if made.files is None:
        console.complain(f"Not built ({found}). The pages stay as they were.")
    else:
        console.say(f"Built {counts(made.about)} in {seconds:.2f} s: {found}.")
