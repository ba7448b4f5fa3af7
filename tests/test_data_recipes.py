"""The recipes of `data/README.md` are run as they are written there, wherever their programs are installed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import scheme, settings, site

FILES = site(settings(codes=scheme(frame=("conflict", "blame"))))
README = FILES["data/README.md"].decode()
RECIPES = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CLAIMS = [row for path in FILES if re.fullmatch(r"data/claims-\d+\.json", path) for row in json.loads(FILES[path])]
UNUSUAL = "read.csv"
CI = bool(os.environ.get("CI"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data, in which the recipes begin."""
    for path, data in FILES.items():
        if path.startswith("data/"):
            (tmp_path / path.removeprefix("data/")).write_bytes(data)
    return tmp_path


def recipes(language: str, containing: str) -> list[str]:
    return [text for name, text in RECIPES if name == language and containing in text]


def recipe(language: str, containing: str) -> str:
    (text,) = recipes(language, containing)
    return text


def run(folder: Path, *command: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def needed(module: str) -> None:
    """Skip where a module is missing; CI installs it, so there it has to be there."""
    if not CI:
        pytest.importorskip(module)


def tried() -> Iterator[str]:
    """What the tests below pick the recipes by."""
    yield from ("undo =", "read_json('", "read_csv('", "sqlite-utils insert", "datasette", "pandas.DataFrame")
    yield from ("pandas.read_csv", "json.load(", "csv.DictReader", "import csv, sqlite3", UNUSUAL)


def test_each_recipe_is_tried_here():
    untried = [text for _, text in RECIPES if not any(sign in text for sign in tried())]
    assert untried == []
    assert len(RECIPES) == len(list(tried()))


def test_what_the_readme_takes_away_is_what_tables_put_in(folder):
    code = recipe("python", "undo =") + "print(undo(\"'=1+1\"), undo('-5'), undo(\"'tis\"))"
    assert run(folder, sys.executable, "-c", code).split() == ["=1+1", "-5", "'tis"]


@pytest.mark.parametrize(("containing", "table"), [("read_json('", "claims"), ("read_csv('", "claims_text")])
def test_duckdb(folder, containing, table):
    needed("duckdb")
    program, database, statement = shlex.split(recipe("sh", containing))
    assert program == "duckdb"
    code = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute(sys.argv[2])"
    run(folder, sys.executable, "-c", code, database, statement)
    asked = (
        f"import duckdb; print(duckdb.connect('{database}').execute('select claim, verdict from {table}').fetchall())"
    )
    found = ((claim, verdict or "") for claim, verdict in eval(run(folder, sys.executable, "-c", asked)))
    assert sorted(found) == sorted((claim["claim"], claim["verdict"]) for claim in CLAIMS)


def test_sqlite_utils_and_datasette(folder):
    needed("sqlite_utils")
    for _ in range(2):
        run(folder, "sh", "-c", recipe("sh", "sqlite-utils insert"))
    found = sqlite3.connect(folder / "archive.db").execute("select claim, answers from claims").fetchall()
    assert sorted(found) == sorted((claim["claim"], json.dumps(claim["answers"])) for claim in CLAIMS)
    if shutil.which("datasette") or (Path(sys.executable).parent / "datasette").exists():
        command = [*shlex.split(recipe("sh", "datasette")), "--get", "/archive/claims.json?_shape=array"]
        assert len(json.loads(run(folder, *command))) == len(CLAIMS)


@pytest.mark.parametrize("containing", ["pandas.DataFrame", "pandas.read_csv"])
def test_pandas(folder, containing):
    needed("pandas")
    code = recipe("python", containing) + "print(dict(zip(claims['claim'], claims['verdict'])))"
    assert eval(run(folder, sys.executable, "-c", code)) == {claim["claim"]: claim["verdict"] for claim in CLAIMS}


@pytest.mark.parametrize("containing", ['json.load(open("claims-2015', "csv.DictReader"])
def test_python_alone(folder, containing):
    code = recipe("python", containing) + "print({one['claim']: one['verdict'] for one in claims})"
    assert eval(run(folder, sys.executable, "-c", code)) == {claim["claim"]: claim["verdict"] for claim in CLAIMS}


def test_sqlite_with_python_alone(folder):
    run(folder, sys.executable, "-c", recipe("python", "import csv, sqlite3"))
    database = sqlite3.connect(folder / "archive.db")
    found = database.execute("select claim, verdict, code_frame from claims_2015").fetchall()
    expected = [(claim["claim"], claim["verdict"], "; ".join(claim["code_frame"])) for claim in CLAIMS]
    assert sorted(found) == sorted(expected)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R reads the tables; it is a program of the system")
def test_r(folder):
    code = recipe("r", UNUSUAL) + 'cat(claims$claim, sep = "\\n"); cat("\\n", names(claims)[1], sep = "")'
    *refs, first = run(folder, "Rscript", "-e", code).split()
    assert (sorted(refs), first) == (sorted(claim["claim"] for claim in CLAIMS), "claim")


def test_a_spreadsheet_s_type_of_a_column_does_not_decide_about_a_verdict(folder):
    """A column of verdicts that are all `false` stays text where the README says so."""
    needed("duckdb")
    (folder / "claims-2014.csv").write_bytes(b"\xef\xbb\xbfclaim,verdict\r\na#b,false\r\n")
    for path in folder.glob("claims-201[5-9].csv"):
        path.unlink()
    _, database, statement = shlex.split(recipe("sh", "read_csv('"))
    code = "import duckdb, sys; d = duckdb.connect(sys.argv[1]); d.execute(sys.argv[2])"
    asked = "; print(d.execute('select verdict from claims_text').fetchall())"
    assert eval(run(folder, sys.executable, "-c", code + asked, database, statement)) == [("false",)]
