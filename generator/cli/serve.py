"""The `serve` command: starts the preview server, and reports each build until Ctrl-C."""

from __future__ import annotations

import datetime as dt
import errno
from argparse import Namespace
from pathlib import Path
from urllib.parse import quote

from generator.cli.arguments import UsageError, base_url_of, cache_of, console_of, layer_of, site_folder
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.messages import counts
from generator.diagnostics import Diagnostic, summary
from generator.pipeline.cache_folder import layer_cache
from generator.pipeline.publish_stage import settings_of
from generator.pipeline.result import Built
from generator.server.allowed_hosts import is_loopback
from generator.server.desk import Desk
from generator.server.fixer import Fixer
from generator.server.http import FIRST_PORT, LOOPBACK, Server, open_server
from generator.server.live_site import LiveSite
from generator.server.live_state import LiveState
from generator.server.rebuild_loop import RebuildLoop
from generator.server.state import Crash, no_digest
from generator.sources.source_lines import source_lines


def serve(arguments: Namespace) -> int:
    """Serve the site and keep it up to date until Ctrl-C; return the exit code. Writes no page, and a source file only
    where a reader of the preview presses a button.

    Raises `UsageError` where there is no site, or the server can't listen at this host and port.
    """
    console, root = console_of(arguments), site_folder(arguments)
    base_url, host = base_url_of(arguments.base_url), arguments.host or LOOPBACK
    settings = settings_of(root)
    live = LiveState(base_url or (settings.url if settings else ""))

    layer = layer_of(settings, arguments.layer, arguments.program) if arguments.layer else None
    key = layer.key if layer else ""
    cache = cache_of(arguments, root, root / "output")
    compiled = layer_cache(cache, key) if key else cache
    site = LiveSite(root, arguments.drafts, base_url, compiled, console.warn, live.looked_at, live.show_early, key)
    fixer = Fixer(root, cache, site.problems) if is_loopback(host) or arguments.write else None
    drafts = arguments.drafts
    desk = Desk(root, cache, site.shared, _today, shows_drafts=drafts, layer=key, compiled=compiled) if fixer else None

    def report(made: Built | Crash, before: frozenset[Diagnostic], seconds: float) -> None:
        _report(console, root, made, before, seconds)

    try:
        with _server(arguments, console, host, root, live, fixer, desk) as server, server.answering():
            address = server.origin + quote(live.state.base)
            what = f"the layer `{key}` ({layer.name})" if layer else "the site"
            console.say(f"Serving {what} at {address} until you press Ctrl-C.")
            if arguments.open:
                import webbrowser

                webbrowser.open(address)
            RebuildLoop(root, site.rebuild, live, report, console.warn, fixer.digest if fixer else no_digest).keep_up()
    except KeyboardInterrupt:
        console.say("Stopped.")
    return Exit.DONE


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _server(
    arguments: Namespace,
    console: Console,
    host: str,
    root: Path,
    live: LiveState,
    fixer: Fixer | None,
    desk: Desk | None,
) -> Server:
    if arguments.port is not None and not 0 <= arguments.port < 2**16:
        step = "Choose a port from 1024 to 65535, or 0 for any free one."
        raise UsageError(f"`--port` must be a number from 0 to 65535, not {arguments.port}.", step)
    log = console.say if arguments.verbose else lambda line: None
    try:
        server = open_server(host, arguments.port, root, live, log, fixer, desk, lets_others_write=arguments.write)
    except OSError as error:
        raise UsageError(*_not_listening(error, host, arguments.port)) from error
    if arguments.port is None and server.server_port != FIRST_PORT:
        console.say(f"Port {FIRST_PORT} is in use, so the server listens on port {server.server_port}.")
    if not is_loopback(host):
        may = "read the site, finished or not, and change its files" if fixer else "read the site, finished or not"
        console.warn(f"Anyone who can reach this computer over the network can now {may}.")
    return server


def _not_listening(error: OSError, host: str, port: int | None) -> tuple[str, str]:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use.",
            "Choose another port with `--port`, or leave it out to use a free one.",
        )
    if isinstance(error, PermissionError):
        return f"Port {port} needs administrator rights.", "Choose a port from 1024 with `--port`, or leave it out."
    why = error.strerror or str(error)
    return f"The server can't listen on “{host}”: {why}.", "Leave out `--host`, or name an address of this computer."


def _report(console: Console, root: Path, made: Built | Crash, before: frozenset[Diagnostic], seconds: float) -> None:
    """Print the problems that are not in `before`, and one line about the build."""
    if not isinstance(made, Built):
        if console.verbose:
            console.trace(made.trace)
        step = "Change or undo the last edit, or run `serve` again with `-v` to see the traceback."
        console.complain(f"Internal error in Counterpoint ({made.words}); the preview stays as it was.", step)
        return
    console.show([d for d in made.diagnostics if d not in before], source_lines(root), root)
    problems = summary(made.diagnostics) or "no errors or warnings"
    if made.files is None:
        console.complain(
            f"The site can't be built ({problems}), so the preview stays as it was.", "Fix the errors above."
        )
    else:
        console.say(f"Built {counts(made.about)} in {seconds:.2f} s: {problems}.")
