"""The documentation: it names all there is, its examples hold, its links lead somewhere."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import unquote

import pytest

from docs.make import NEXT, data_page, diagnostics_page
from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.cli.parser import command_parser
from generator.diagnostics.codes import CODES
from generator.formats.coding_scheme import Coded, CodeEntry, CodeValueEntry
from generator.formats.fields import ArchivedEntry, Entry
from generator.formats.front_matter import (
    ArticleEntry,
    CompletionEntry,
    CorrectionEntry,
    ImageEntry,
    PageEntry,
    read_front_matter,
)
from generator.formats.model_shapes import keys_of
from generator.formats.registry import RoleEntry, SourceEntry, SpeakerEntry, read_registry
from generator.formats.settings import (
    BUILT_IN_VERDICTS,
    Line,
    OrganizationEntry,
    RulesEntry,
    RuleSeverity,
    SiteEntry,
    Tone,
    VerdictEntry,
    default_rules,
    read_settings,
)
from generator.formats.sidecar import read_sidecar
from generator.formats.sidecar_schema import (
    AnswerEntry,
    ClaimEntry,
    CounterpointEntry,
    NoteEntry,
    QuoteEntry,
    SidecarFile,
    UnnamedEntry,
)
from generator.importing.imported import ImportOptions, NotImported
from generator.importing.importers import IMPORTERS
from generator.model import OUTPUT_NAMES, Mode, Part, Registry, Relation, Settings
from generator.publishing.manifest import MANIFEST
from generator.sources.copied import COPIED_ENDINGS
from generator.urls import BUILT_OUTPUTS
from tests.repositories import repository

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


class Example(NamedTuple):
    """A fenced block whose first line says what it is: ```yaml sidecar."""

    page: str
    line: int
    kind: str
    text: str


_FENCE = re.compile(r"^( *)```(\w*)(?: ([^\n]*))?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def examples(kind: str, page: str = "") -> list[Example]:
    """All blocks of a kind (`sidecar`, `wrong`, `article` …), of one page or of all."""
    return [e for path in PAGES for e in _examples_of(path) if e.kind.split(" ")[0] == kind and page in e.page]


def _examples_of(path: Path) -> Iterator[Example]:
    text = path.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        indent, _, kind, block = found.groups()
        lines = [line.removeprefix(indent) for line in block.splitlines(keepends=True)]
        yield Example(path.name, text.count("\n", 0, found.start()) + 1, kind or "", "".join(lines))


def _name(example: Example) -> str:
    return f"{example.page}:{example.line}"


def each(kind: str) -> pytest.MarkDecorator:
    found = examples(kind)
    assert found, f"no example is marked as {kind}"
    return pytest.mark.parametrize("example", found, ids=_name)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of the same or a higher level."""
    match = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,6}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"no section is called “{heading}”"
    return match[2]


def spans(text: str) -> set[str]:
    """Each word that stands in code: `{title, organization}` gives two."""
    return {word for span in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[\w-]+", span)}


def missing(names: object, text: str) -> list[str]:
    """Those of the names that no code of the text names."""
    named = spans(text)
    return [str(name) for name in names if str(name) not in named]  # type: ignore[attr-defined]


# ── all there is, is named ───────────────────────────────────────────────────────────────────────────────────────


def _commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name, parser
    for action in below:
        for word, inner in action.choices.items():
            yield from _commands(inner, f"{name} {word}".strip())


@pytest.mark.parametrize(
    ("name", "parser"),
    list(_commands(command_parser("counterpoint"))),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_command_is_documented_with_its_options(name: str, parser: argparse.ArgumentParser):
    text = page("command-line.md")
    own, common = section(text, name), section(text, "Options of all commands")
    if "mean the same as for `build`" in own:
        own += section(text, "build")
    for action in parser._actions:
        if action.help == argparse.SUPPRESS:  # refused, with the name that has come in its place
            continue
        for option in action.option_strings:
            assert f"`{option}" in own + common, f"{name} takes {option}, and docs/command-line.md doesn't say so"
        if not action.option_strings:
            assert str(action.metavar or action.dest) in own, f"{name} takes {action.metavar}"
        for choice in action.choices or ():
            assert f"`{choice}`" in own + section(text, "Formats"), f"{name}: {action.dest} can be {choice}"


def test_each_documented_option_exists():
    known = {o for _, p in _commands(command_parser("counterpoint")) for a in p._actions for o in a.option_strings}
    known |= {o for a in command_parser("counterpoint")._actions for o in a.option_strings}
    written = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page("command-line.md")))
    assert written - known == {"--verb"}, "--verb is the one that is said not to be taken"


def test_each_exit_code_is_documented():
    text = section(page("command-line.md"), "Exit codes")
    assert not [code for code in Exit if f"| {int(code)} |" not in text]


def test_each_key_of_a_problem_in_json_is_documented(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "site.yaml").write_text("title: T\n")
    main(["check", "--site", str(tmp_path), "--format", "json"])
    printed = json.loads(capsys.readouterr().out)
    assert not missing([*printed, *printed["diagnostics"][0]], section(page("command-line.md"), "Formats"))


def test_each_code_has_a_next_step():
    assert sorted(NEXT) == sorted(CODES), "docs/make.py says for each code what helps"


def test_the_page_of_diagnostics_is_up_to_date():
    assert page("diagnostics.md") == diagnostics_page(), "run: python docs/make.py"


def test_the_columns_of_the_data_are_up_to_date():
    assert page("data.md") == data_page(page("data.md")), "run: python docs/make.py"


def test_each_code_named_anywhere_exists():
    named = {code for path in PAGES for code in re.findall(r"(?:error|warning|notice)\[([\w-]+)\]", path.read_text())}
    assert named <= set(CODES)


def test_each_setting_is_documented():
    text = page("settings.md")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert not [key for key in keys_of(SiteEntry) if key not in re.split(r", |: ", ", ".join(headings))]
    below = [
        key
        for model in (OrganizationEntry, VerdictEntry, RulesEntry, CodeEntry, CodeValueEntry)
        for key in keys_of(model)
    ]
    values = [value for allowed in (Line, Tone, RuleSeverity, Coded) for value in get_args(allowed)]
    assert not missing([*keys_of(SiteEntry), *below, *values, *OUTPUT_NAMES], text)


def test_the_defaults_of_the_settings_are_documented():
    text = page("settings.md")
    for name, value in default_rules().items():
        assert re.search(rf"\| `{name}` \|.*\| `{value}` \|", text), f"{name} is {value} by default"
    for v in BUILT_IN_VERDICTS:
        row = (
            f"`{v.key}`",
            v.label,
            v.mark,
            v.line,
            v.tone,
            v.definition,
            "none" if v.rating is None else str(v.rating),
        )
        assert f"| {' | '.join(row)} |" in text, f"the verdict {v.key} is another one"
    for name in ("language", "timezone", "branch", "strict"):
        default = str(SiteEntry.model_fields[name].default).replace("False", "false")
        assert re.search(rf"\[`{name}`\].*`{default}` \|", text), f"{name} is {default} by default"


@pytest.mark.parametrize(
    "model",
    [
        SidecarFile, ClaimEntry, AnswerEntry, CounterpointEntry, NoteEntry, QuoteEntry, UnnamedEntry, SpeakerEntry,
        RoleEntry, SourceEntry, ArticleEntry, PageEntry, ImageEntry, CorrectionEntry, ArchivedEntry,
        CompletionEntry,
    ],
)  # fmt: skip
def test_each_field_is_documented(model: type[Entry]):
    known = page("format.md")
    if model is CorrectionEntry:  # shown in an example
        known += "`text`"
    assert not missing(keys_of(model), known), f"fields of {model.__name__} that docs/format.md doesn't name"


@pytest.mark.parametrize("model", [ClaimEntry, CounterpointEntry, NoteEntry], ids=lambda model: str(model.__name__))
def test_the_table_of_all_fields_has_all(model: type[Entry]):
    assert not missing(keys_of(model), section(page("format.md"), "All fields"))


def test_each_word_of_the_format_is_documented():
    text = page("format.md")
    assert not missing([*get_args(Relation), *get_args(Mode)], text)
    assert not missing([part for part in get_args(Part) if part != "body"], text)
    assert not [v for v in BUILT_IN_VERDICTS if f"| `{v.key}` | {v.mark} {v.label} |" not in text]
    assert not [
        ending for ending in COPIED_ENDINGS if not re.search(rf"\b{ending}\b", section(text, "Where the files lie"))
    ]


def test_each_output_is_documented():
    text = page("outputs.md")
    assert not missing([*BUILT_OUTPUTS, MANIFEST.removeprefix(".")], text)
    assert not missing(BUILT_OUTPUTS, section(page("settings.md"), "outputs"))


# ── the examples hold ────────────────────────────────────────────────────────────────────────────────────────────


@each("sidecar")
def test_each_sidecar_reads_without_an_error(example: Example):
    sidecar = read_sidecar(example.text.encode(), "example.yaml", "2024/river-report")
    assert not sidecar.diagnostics
    assert sidecar.annotations


@each("front-matter")
def test_each_front_matter_reads_without_an_error(example: Example):
    front = read_front_matter(f"---\n{example.text}---\n\nText.\n".encode(), "example.md")
    assert front.front
    assert not front.diagnostics


@each("speakers")
def test_each_file_of_speakers_reads_without_an_error(example: Example):
    assert not read_registry([("content/speakers.yaml", example.text.encode())], [])[1]


@each("sources")
def test_each_file_of_sources_reads_without_an_error(example: Example):
    assert not read_registry([], [("content/sources.yaml", example.text.encode())])[1]


@each("site")
def test_each_site_file_reads_without_an_error(example: Example):
    settings, problems, _ = read_settings(example.text.encode())
    assert settings
    assert not problems


def _example_site(root: Path, sidecar: str) -> None:
    """The site that docs/format.md speaks of, with one of its sidecars."""
    (article,), (speakers,) = examples("article", "format.md"), examples("speakers", "format.md")
    (sources,), (about,) = examples("sources"), examples("page")
    permit = "---\ntitle: A permit\ndate: 2024-03-01\npublisher: Stenby Gazette\n---\n\nThere is no danger.\n"
    files = {
        "site.yaml": "title: Rivers\nurl: https://rivers.example/\ncodes: {frame: [conflict]}\nnavigation: [about]\n",
        "content/speakers.yaml": speakers.text,
        "content/sources.yaml": sources.text,
        "content/pages/about.md": about.text,
        "content/pages/logo.png": "a picture",
        "content/articles/2024/river-report.md": article.text,
        "content/articles/2024/river-report.yaml": sidecar,
        "content/articles/2024/river-map.png": "a picture",
        "content/articles/2024/permit.md": permit,
        "content/articles/2024/permit.yaml": "claims:\n  no-danger: {speaker: brandt, quote: There is no danger}\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _problems(root: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    main(["check", "--site", str(root), "--format", "json"])
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["diagnostics"]
    return [problem for problem in found if problem["severity"] != "notice"]


@pytest.mark.parametrize("example", examples("sidecar", "format.md"), ids=_name)
def test_each_sidecar_of_the_format_finds_its_passages_speakers_and_sources(
    example: Example, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    _example_site(tmp_path, example.text)
    assert not _problems(tmp_path, capsys)


@each("wrong")
def test_each_wrong_example_is_wrong_in_the_way_that_is_told(
    example: Example, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    _example_site(tmp_path, example.text)
    assert [problem["code"] for problem in _problems(tmp_path, capsys)] == [example.kind.split(" ")[1]]


def test_the_paths_that_are_documented_are_those_that_are_written(tmp_path: Path):
    sidecar = """\
claims:
  fairy-tale:
    speaker: brandt
    verdict: unsupported
    quote: it is a fairy tale
    updates: {2024-06-01: First entered as false.}
    sources: [{title: A river, url: https://e.example/river, publisher: Stenby Gazette}, https://e.example/other]
"""
    _example_site(tmp_path, sidecar)
    main(["build", "--site", str(tmp_path), "--quiet"])
    output = tmp_path / "output"
    written = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    rows = re.findall(r"^\| (`.*?) \|", section(page("outputs.md"), "Paths"), re.MULTILINE)
    told = {path for row in rows for path in re.findall(r"`([^`]+)`", row)}
    assert told - written == set()
    kinds = {path.partition("/")[0] if "/" in path else path for path in told}
    copied = {"logo.png", "articles/2024/river-map.png"}
    assert {path for path in written - copied if path.partition("/")[0] not in kinds} == set()


def test_what_getting_started_shows_is_what_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (article,), (brandt,) = examples("article", "getting-started.md"), examples("speakers", "getting-started.md")
    with_a_slip, mended = examples("sidecar", "getting-started.md")
    folder = tmp_path / "content/articles/2024"
    folder.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: Rivers\n", encoding="utf-8")
    (tmp_path / "content/speakers.yaml").write_text(
        f"{brandt.text}clear-water:\n  name: Clear Water\n", encoding="utf-8"
    )
    (folder / "river-report.md").write_text(article.text, encoding="utf-8")
    (folder / "river-report.yaml").write_text(with_a_slip.text, encoding="utf-8")
    main(["check", "--site", str(tmp_path)])
    assert _block_with("error[quote-not-found]", "getting-started.md") in capsys.readouterr().err
    (folder / "river-report.yaml").write_text(mended.text, encoding="utf-8")
    assert not _problems(tmp_path, capsys)


def test_the_problem_that_the_command_line_shows_is_what_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    _example_site(tmp_path, "claims:\n  fairy-tale:\n    speaker: brandt\n    quote: it is a fairytale\n")
    main(["check", "--site", str(tmp_path)])
    assert _block_with("error[quote-not-found]", "command-line.md") in capsys.readouterr().err


def test_the_changes_that_the_command_line_shows_are_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    fairy_tale = "  fairy-tale: {speaker: brandt, quote: it is a fairy tale, verdict: RATED}\n"
    dead_fish = "  dead-fish: {speaker: clear-water, quote: '1,200 fish', verdict: supported}\n"
    no_names = "  no-names: {speaker: brandt, quote: no name}\n"
    _example_site(tmp_path, "claims:\n" + fairy_tale.replace("RATED", "unverified") + no_names)
    repository(tmp_path)
    _example_site(tmp_path, "claims:\n" + fairy_tale.replace("RATED", "unsupported") + dead_fish)
    main(["check", "--site", str(tmp_path), "--against", "main"])
    printed = capsys.readouterr()
    assert _block_with("Since `main`", "command-line.md") in printed.out
    assert [code for code in ("change-needs-update", "vanished-id") if f"error[{code}]" not in printed.err] == []


def test_what_importing_shows_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "site.yaml").write_text("title: Rivers\n", encoding="utf-8")
    (tmp_path / "copied.txt").write_text(
        "Home / Weather\n\nMayor says it rained for eleven days\n\nBy Ada Moss\n\n"
        "It rained for eleven days, the mayor said on Monday, and the river rose by two metres within an hour.\n\n"
        "“We had been told of three,” she said.\n\n\nShare this article\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    command = _block_with("counterpoint import copied.txt", "importing.md")
    assert main(shlex.split(command)[1:]) == 0
    assert _block_with("authors       Ada Moss", "importing.md") in capsys.readouterr().out


@pytest.mark.parametrize("name", IMPORTERS)
def test_each_format_that_is_imported_is_documented_with_the_most_that_is_read(name: str):
    if name == "html":
        pytest.importorskip("trafilatura")
    row = re.search(rf"^\| `{name}` \|.*\| (\d+) MiB \|$", page("importing.md"), re.MULTILINE)
    assert row, f"docs/importing.md has no row for {name}"
    options = ImportOptions(dt.date(2026, 1, 1), Settings("T"), Registry())
    found = IMPORTERS[name](b"a" * (int(row[1]) * 2**20 + 1), options)
    assert isinstance(found, NotImported)
    assert f"{row[1]} MiB are read at most" in found.message


def _block_with(words: str, name: str) -> str:
    return next(e.text for e in _examples_of(DOCS / name) if words in e.text)


def test_the_readmes_sidecar_is_one_of_the_demonstration(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (example,) = examples("sidecar", "README.md")
    folder = tmp_path / "content/articles/2015"
    folder.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: T\n")
    (tmp_path / "content/pages").mkdir()
    (tmp_path / "content/pages/about.md").write_text("---\ntitle: About\n---\n\nWho we are.\n")
    for name in ("speakers.yaml", "articles/2015/amnesty-syria.md"):
        (tmp_path / "content" / name).write_bytes((ROOT / "content" / name).read_bytes())
    (folder / "amnesty-syria.yaml").write_text(example.text, encoding="utf-8")
    assert not _problems(tmp_path, capsys)


# ── the README and the links ─────────────────────────────────────────────────────────────────────────────────────


def test_the_readmes_commands_are_run_by_the_checks():
    """Law 22: word for word, block by block; the one with the tests comes last."""
    readme, checks = (ROOT / "README.md").read_text(encoding="utf-8"), (ROOT / ".ci/run").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    with_make, without = (re.sub(r" +#.*", "", block) for block in blocks)
    assert with_make.splitlines()[2:] == ["make site", "make test"]
    assert without.splitlines()[-1] == ".venv/bin/python -m generator build"
    assert f"\n{without}\n" in checks
    assert checks.endswith(f"\n{with_make}")
    assert f"\naddress={with_make.split()[2]}\n" in checks, "the checkout stands for this address"
    unmarked = re.sub(r"^```.*?^```$", "", readme, flags=re.MULTILINE | re.DOTALL)
    assert not re.search(r"^(make|git|python) ", unmarked, re.MULTILINE)


def test_the_readme_is_the_packages_description():
    assert 'readme = "README.md"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_relative_link_leads_somewhere(path: Path):
    text = re.sub(r"^( *)```.*?^\1```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", lambda code: "x" * len(code[0]) if "](" in code[0] else code[0], text)
    for address in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", address):
            continue
        file, _, fragment = address.partition("#")
        there = (path.parent / unquote(file)).resolve() if file else path
        assert there.exists(), f"{address}: there is no {there}"
        if fragment:
            assert fragment in _anchors(there), f"{address}: no heading there is called so"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_has_marks_of_an_unfinished_merge(path: Path):
    text = re.sub(r"^( *)```.*?^\1```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"^(?:<{7}|>{7}) .*", text, re.MULTILINE) == []


def _anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
