"""Defines the commands and their options, with their help texts. Runs nothing."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from typing import NoReturn

from generator import __version__
from generator.cli.exit_codes import Exit


class _Parser(argparse.ArgumentParser):
    """A parser whose errors name the next step."""

    def error(self, message: str, step: str = "") -> NoReturn:
        """Print the message and the next step. Raises `SystemExit` with the code of invalid arguments."""
        message = _in_our_words(message)
        print(f"error: {message}\n  next: {step or f'See `{self.prog} --help`.'}", file=sys.stderr)
        raise SystemExit(int(Exit.USAGE))


_OUR_WORDS = (
    (
        r"argument (?:.*/)?(\S+): invalid choice: '(.*)' \(choose from (.*)\)",
        r"“\2” is none of the choices for `\1`: \3.",
    ),
    (r"argument (?:.*/)?(\S+): invalid int value: '(.*)'", r"“\2” is not a number, which `\1` needs."),
    (r"argument (?:.*/)?(\S+): expected one argument", r"`\1` needs a value."),
    (r"argument (?:.*/)?(\S+): not allowed with argument (?:.*/)?(\S+)", r"`\1` and `\2` can't be combined."),
    (r"argument (?:.*/)?(\S+): ignored explicit argument '(.*)'", r"`\1` takes no value."),
    (r"argument (?:.*/)?(\S+): (.*)", r"The value of `\1` can't be used: \2"),
    (r"unrecognized arguments: (.*)", r"The command does not know `\1`."),
    (r"the following arguments are required: (.*)", r"Something is missing from the command: `\1`."),
)
"""Messages of argparse, as patterns, and ours in their place."""


def _in_our_words(message: str) -> str:
    for theirs, ours in _OUR_WORDS:
        if match := re.fullmatch(theirs, message, re.DOTALL):
            return match.expand(ours)
    return message


class _Renamed(argparse.Action):
    """A former name of an option: refused, with a message that gives the new name."""

    def __call__(self, parser: argparse.ArgumentParser, _: object, values: object, option: str | None = None) -> None:
        assert isinstance(parser, _Parser), "all parsers of the program are made by it"
        value = shlex.quote(str(values)) if values else "DIR"
        parser.error(f"`{option}` is now called `--{self.dest}`.", f"Write `--{self.dest} {value}`.")


def command_parser(program: str) -> argparse.ArgumentParser:
    """The parser of the whole command line. `program` is the name under which it was called."""
    parser = _Parser(prog=program, description="Builds a website from annotated news articles.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"Counterpoint {__version__}")
    parser.set_defaults(program=program, format="text")
    commands = parser.add_subparsers(metavar="command", required=True, parser_class=_Parser)
    _add_build(commands.add_parser("build", help="build the site into its output folder", allow_abbrev=False))
    _add_check(commands.add_parser("check", help="report problems, and fix those that you choose", allow_abbrev=False))
    _add_explain(commands.add_parser("explain", help="explain why a file was built, or would be", allow_abbrev=False))
    _add_serve(commands.add_parser("serve", help="preview the site while you edit it", allow_abbrev=False))
    _add_import(commands.add_parser("import", help="import an article or annotations", allow_abbrev=False))
    _add_compare(commands.add_parser("compare", help="compare two annotators of the same articles", allow_abbrev=False))
    _add_adopt(commands.add_parser("adopt", help="take annotations of a layer into the sidecars", allow_abbrev=False))
    _add_rename(
        commands.add_parser("rename", help="give something another id, wherever it is named", allow_abbrev=False)
    )
    _add_list(commands.add_parser("list", help="list articles, speakers, sources or claims", allow_abbrev=False))
    _add_new(commands.add_parser("new", help="create an article or a speaker", allow_abbrev=False))
    _add_init(commands.add_parser("init", help="create a site", allow_abbrev=False))
    _add_schema(commands.add_parser("schema", help="write JSON Schemas for text editors", allow_abbrev=False))
    _add_templates(commands.add_parser("templates", help="list the default templates, or copy one", allow_abbrev=False))
    _add_clean(commands.add_parser("clean", help="delete the files that builds wrote", allow_abbrev=False))
    return parser


def _add_build(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "build")
    _add_checking(parser)
    parser.add_argument("--output", metavar="DIR", help="output folder (default: output/ in the site's folder)")
    parser.add_argument(
        "--jobs", metavar="N", type=_jobs, default=0, help="number of processes (default: one for each core)"
    )
    parser.add_argument(
        "--executor", metavar="ADDRESS", default="", help="a cluster of computers to work on: dask://HOST:PORT"
    )
    parser.add_argument(
        "--verify", action="store_true", help="then compare the output with a clean build, file by file"
    )
    parser.add_argument(
        "--profile", metavar="FILE", default="", help="write a profile to this file, for python -m pstats"
    )
    _add_cache(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "explain")
    parser.add_argument("path", metavar="PATH", help="a file of the output, such as articles/2015/amnesty-syria.html")
    parser.add_argument("--output", metavar="DIR", help="output folder (default: output/ in the site's folder)")
    parser.add_argument("--drafts", action="store_true", help="include drafts (pass the same flags as to build)")
    parser.add_argument("--base-url", metavar="URL", default="", help="URL used in place of `url` in site.yaml")
    _add_cache(parser)


def _add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache", metavar="DIR", default="", help="cache folder (default: .counterpoint/ in the site's folder)"
    )
    parser.add_argument(
        "--memo", action=_Renamed, nargs="?", dest="cache", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )


def _jobs(number: str) -> int:
    if not number.isdecimal() or not int(number):
        raise argparse.ArgumentTypeError(f"“{number}” is not a whole number from 1.")
    return int(number)


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "check")
    _add_checking(parser)
    parser.add_argument(
        "--fix",
        metavar="CODE",
        nargs="*",
        help="write what the problems say to paste: of all problems, or of those with these codes; "
        "`order`: put the keys of annotations in order",
    )
    parser.add_argument("--yes", action="store_true", help="with --fix: write without asking")
    parser.add_argument(
        "--against",
        metavar="REV",
        help="also report what changed since this revision of Git: a branch, a tag or a commit",
    )


def _add_checking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--strict", action="store_true", help="fail if there is an error or a warning, and publish nothing"
    )
    parser.add_argument("--drafts", action="store_true", help="include drafts")
    parser.add_argument("--base-url", metavar="URL", default="", help="URL used in place of `url` in site.yaml")
    formats = ("text", "json", "github")
    parser.add_argument(
        "--format", choices=formats, default="text", help="format in which problems are printed (default: text)"
    )


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "serve")
    _add_cache(parser)
    parser.add_argument(
        "--host", metavar="HOST", default="", help="host to listen on (default: 127.0.0.1, for this computer only)"
    )
    parser.add_argument(
        "--port", metavar="PORT", type=int, help="port to listen on (default: 8000, or the next free one; 0: any)"
    )
    parser.add_argument("--open", action="store_true", help="open the site in a browser")
    parser.add_argument(
        "--layer",
        metavar="KEY",
        default="",
        help="work on this layer, and show nothing of the sidecars and other layers",
    )
    parser.add_argument("--write", action="store_true", help="with --host: let other computers change the files, too")
    parser.add_argument("--drafts", action="store_true", help="include drafts")
    parser.add_argument("--base-url", metavar="URL", default="", help="URL used in place of `url` in site.yaml")


def _add_import(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "import_article")
    parser.add_argument("file", metavar="FILE", help="the file, or `-` for standard input, into which you can paste")
    parser.add_argument(
        "--from",
        choices=_IMPORTED,
        default="",
        dest="source",
        help="format of the file (default: as its beginning shows)",
    )
    parser.add_argument("--to", metavar="ID", default="", help="id of the article (default: made of year and title)")
    parser.add_argument("--layer", metavar="KEY", default="", help="add annotations to this layer, not to the sidecar")
    parser.add_argument("--date", default="", help="date of publication, such as 2015-12-23, if the text has none")
    parser.add_argument("--url", default="", help="URL of the original article")
    parser.add_argument("--publisher", default="", help="the publisher: a speaker's id, or a name")
    parser.add_argument("--language", default="", help="language of the text, such as fr (default: the site's)")
    parser.add_argument("--keep-all", action="store_true", help="leave no line out")
    parser.add_argument("--people", action="store_true", help="keep the names of annotators")
    parser.add_argument("--keep-going", action="store_true", help="take the rows of a table that fit if others don't")
    parser.add_argument("--dry-run", action="store_true", help="print what would be written, and write nothing")


_IMPORTED = ("text", "html", "webannotation", "hypothesis", "csv", "claimreview")
"""The formats that `import` reads: the names of `IMPORTERS`, which `--help` doesn't load."""


def _add_compare(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "compare")
    parser.add_argument("first", metavar="A", help="the key of a layer, or `main` for the sidecars")
    parser.add_argument("second", metavar="B", help="the other one")
    formats = ("text", "csv", "json", "html")
    parser.add_argument(
        "--format",
        choices=formats,
        default="text",
        help="text, a table of all annotations, all that is known for programs, or a page to read side by side",
    )


def _add_adopt(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "adopt")
    parser.add_argument("layer", metavar="LAYER", help="the key of the layer")
    parser.add_argument(
        "references",
        metavar="ARTICLE#ID",
        nargs="+",
        help="an annotation of the layer, such as 2015/amnesty-syria#only-cliches",
    )
    parser.add_argument("--as", metavar="ID", default="", dest="new_id", help="the id that it gets in the sidecar")
    parser.add_argument("--to", metavar="ID", default="", help="what it answers in the sidecar")
    parser.add_argument("--dry-run", action="store_true", help="print the lines, and write nothing")


def _add_new(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(metavar="kind", required=True, parser_class=_Parser)
    article = kinds.add_parser("article", help="create an article and its sidecar", allow_abbrev=False)
    _add_common(article, "article")
    article.add_argument("name", metavar="TITLE|ID", help="a title, or an id, which has a slash: 2015/amnesty-syria")
    article.add_argument("--title", default="", help="the title, if the first argument is the id")
    article.add_argument("--id", default="", help="the id (default: made of the year and the title)")
    article.add_argument("--date", default="", help="date of publication, such as 2015-12-23 (default: today)")
    article.add_argument("--publisher", default="", help="the publisher: a speaker's id, or a name")
    article.add_argument("--url", default="", help="URL of the original article")
    speaker = kinds.add_parser("speaker", help="create a speaker", allow_abbrev=False)
    _add_common(speaker, "speaker")
    speaker.add_argument("id", metavar="ID", help="an id of small letters, digits and hyphens, such as konashenkov")
    speaker.add_argument("name", metavar="NAME", help="the speaker's name, as pages show it")
    kinds_of_speaker = ("person", "organization", "outlet", "group")
    speaker.add_argument("--kind", choices=kinds_of_speaker, default="person", help="default: person")


def _add_rename(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "rename")
    kinds = ("article", "annotation", "speaker", "source", "tag")
    parser.add_argument("kind", metavar="KIND", choices=kinds, help=f"what to rename: {', '.join(kinds)}")
    parser.add_argument("old", metavar="OLD", help="its id; an annotation's with its article: 2015/amnesty#denial")
    parser.add_argument("new", metavar="NEW", help="its new id")
    parser.add_argument("--yes", action="store_true", help="write without asking")


def _add_list(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "listing")
    lists = ("articles", "speakers", "sources", "claims")
    parser.add_argument(
        "what",
        metavar="WHAT",
        nargs="?",
        choices=lists,
        default=lists[0],
        help=f"one of {', '.join(lists)}",
    )
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="format (default: text)")
    parser.add_argument("--drafts", action="store_true", help="include drafts")


def _add_init(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "init", has_site=False)
    parser.add_argument("dir", metavar="DIR", help="folder of the new site; its existing files are kept")
    parser.add_argument(
        "--for",
        dest="purpose",
        choices=("newsroom", "codebook", "class"),
        default="",
        help="what the site is for: brings settings, pages and a workflow for it (default: a small site)",
    )
    parser.add_argument("--title", default="", help="title of the site (default: the name of the folder)")
    parser.add_argument("--date", default="", help="date of the sample article (default: today)")


def _add_schema(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "schema")


def _add_templates(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "templates")
    parser.add_argument("--copy", metavar="NAME", default="", help="copy this template into the site's templates/")


def _add_clean(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, "clean")
    parser.add_argument("--output", metavar="DIR", help="folder to clean (default: output/ in the site's folder)")
    _add_cache(parser)


def _add_common(parser: argparse.ArgumentParser, command: str, *, has_site: bool = True) -> None:
    parser.set_defaults(command=command)
    if has_site:
        parser.add_argument(
            "--site", metavar="DIR", default=".", help="folder of site.yaml (default: the current folder)"
        )
    verbosity = parser.add_mutually_exclusive_group()
    verbosity.add_argument("-q", "--quiet", action="store_true", help="print problems only")
    verbosity.add_argument("-v", "--verbose", action="store_true", help="also print the seconds of each step")
