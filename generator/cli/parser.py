"""Which commands there are, and what each can be given."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from generator import __version__
from generator.cli.exit_codes import Exit


class _Parser(argparse.ArgumentParser):
    """One that says what to do next."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}\n  next: {self.prog} --help shows what can be asked.", file=sys.stderr)
        raise SystemExit(int(Exit.USAGE))


class _Renamed(argparse.Action):
    """An option that is called otherwise now: it is refused, with its new name."""

    def __call__(self, parser: argparse.ArgumentParser, _: object, values: object, option: str | None = None) -> None:
        parser.error(f"{option} is now called --{self.dest}: write `--{self.dest} {values}`")


def command_parser(program: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=program, description="Builds a website from annotated news articles.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"Counterpoint {__version__}")
    parser.set_defaults(program=program, format="text")
    commands = parser.add_subparsers(metavar="command", required=True, parser_class=_Parser)
    _add_build(commands.add_parser("build", help="build the site into its output folder", allow_abbrev=False))
    _add_check(commands.add_parser("check", help="say what is wrong, and write nothing", allow_abbrev=False))
    _add_explain(commands.add_parser("explain", help="say why a file was made, or would be", allow_abbrev=False))
    _add_serve(commands.add_parser("serve", help="show the site while you edit it", allow_abbrev=False))
    _add_new(commands.add_parser("new", help="begin an article or a speaker", allow_abbrev=False))
    _add_init(commands.add_parser("init", help="begin a site", allow_abbrev=False))
    _add_schema(commands.add_parser("schema", help="write the schemas that editors complete with", allow_abbrev=False))
    _add_templates(commands.add_parser("templates", help="list the templates, or copy one", allow_abbrev=False))
    _add_clean(commands.add_parser("clean", help="delete what builds wrote, and nothing else", allow_abbrev=False))
    return parser


def _add_build(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "build")
    _add_checking(parser)
    parser.add_argument("--output", metavar="DIR", help="where to write it (output/ in the site's folder)")
    parser.add_argument(
        "--jobs", metavar="N", type=_jobs, default=0, help="how many processes work at once (all cores)"
    )
    parser.add_argument("--verify", action="store_true", help="compare the output with a clean build, file by file")
    parser.add_argument("--profile", metavar="FILE", default="", help="note in this file where the time goes")
    _add_cache(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "explain")
    parser.add_argument("path", metavar="PATH", help="a file of the output: articles/2015/amnesty-syria.html")
    parser.add_argument("--output", metavar="DIR", help="the output folder (output/ in the site's folder)")
    parser.add_argument("--drafts", action="store_true", help="as it was built")
    parser.add_argument("--base-url", metavar="URL", default="", help="as it was built")
    _add_cache(parser)


def _add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cache", metavar="DIR", default="", help="cache folder (.counterpoint/ in the site's folder)")
    parser.add_argument("--memo", action=_Renamed, dest="cache", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _jobs(number: str) -> int:
    jobs = int(number)
    if jobs < 1:
        raise ValueError
    return jobs


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "check")
    _add_checking(parser)


def _add_checking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="publish nothing if there is an error or a warning")
    parser.add_argument("--drafts", action="store_true", help="show drafts, too")
    parser.add_argument("--base-url", metavar="URL", default="", help="in place of `url` in site.yaml")
    formats = ("text", "json", "github")
    parser.add_argument("--format", choices=formats, default="text", help="how problems are printed (text)")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "serve")
    _add_cache(parser)
    parser.add_argument("--host", metavar="HOST", default="", help="where to listen (127.0.0.1: for this computer)")
    parser.add_argument("--port", metavar="PORT", type=int, help="the port (8000, or the next one that is free)")
    parser.add_argument("--open", action="store_true", help="open the site in the browser")
    parser.add_argument("--drafts", action="store_true", help="show drafts, too")
    parser.add_argument("--base-url", metavar="URL", default="", help="in place of `url` in site.yaml")


def _add_new(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(metavar="kind", required=True, parser_class=_Parser)
    article = kinds.add_parser("article", help="an article and its sidecar", allow_abbrev=False)
    _add_common(article, "article")
    article.add_argument("name", metavar="TITLE|ID", help="its title, or its id, which has a slash: 2015/amnesty-syria")
    article.add_argument("--title", default="", help="the title, where the id was given")
    article.add_argument("--id", default="", help="the id, where the title was given (the year and the title)")
    article.add_argument("--date", default="", help="when it was published (today): 2015-12-23")
    article.add_argument("--publisher", default="", help="a speaker's id, or a name")
    article.add_argument("--url", default="", help="where it stands, or stood")
    speaker = kinds.add_parser("speaker", help="somebody who can speak", allow_abbrev=False)
    _add_common(speaker, "speaker")
    speaker.add_argument("id", metavar="ID", help="small letters, digits and hyphens: konashenkov")
    speaker.add_argument("name", metavar="NAME")
    speaker.add_argument("--kind", choices=("person", "organization", "outlet", "group"), default="person")


def _add_init(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "init", has_site=False)
    parser.add_argument("dir", metavar="DIR", help="the folder of the new site; what is in it is left as it is")
    parser.add_argument("--title", default="", help="the site's title (the name of the folder)")
    parser.add_argument("--date", default="", help="the date of the sample article (today)")


def _add_schema(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "schema")


def _add_templates(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "templates")
    parser.add_argument("--copy", metavar="NAME", default="", help="copy this one into the site's templates/")


def _add_clean(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "clean")
    parser.add_argument("--output", metavar="DIR", help="the folder to clean (output/ in the site's folder)")
    _add_cache(parser)


def _add_common(parser: argparse.ArgumentParser, command: str, *, has_site: bool = True) -> None:
    parser.set_defaults(command=command)
    if has_site:
        parser.add_argument("--site", metavar="DIR", default=".", help="the folder of site.yaml (the current one)")
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="print problems only")
    loudness.add_argument("-v", "--verbose", action="store_true", help="print the steps and their seconds, too")
