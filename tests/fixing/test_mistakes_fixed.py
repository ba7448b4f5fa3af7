"""`check --fix` brings a mistake to the record that was meant, wherever its messages do (law 21)."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic
from generator.fixing.rounds import fixed
from tests.mistakes import TODAY, Mistake, mistakes_in, record, told, written
from tests.serving import problems_of
from tests.test_mistakes import DOCUMENTS

PASTED = [mistake for document in DOCUMENTS for mistake in mistakes_in(document) if mistake.end == "Pasted."]


@pytest.mark.parametrize("mistake", [pytest.param(one, id=one.name) for one in PASTED])
def test_a_mistake_is_fixed(mistake: Mistake, tmp_path: Path):
    root = written(mistake.files, tmp_path / "site")
    check = problems_of(root, TODAY)

    def wanted(problem: Diagnostic) -> bool:
        return problem.severity != "notice"

    problems = told(root)
    if not all(one.paste for one in problems if wanted(one)):
        pytest.skip("a file is renamed, or saved in another way")
    now = dict(mistake.files)

    def fixed_in(path: str) -> bytes:
        return fixed(path, now[path], lambda data: check({**now, path: data}), wanted, lambda fix: "yes").data

    for path in dict.fromkeys(d.location.path for d in problems if wanted(d)):
        now[path] = fixed_in(path)
    assert record(written(now, tmp_path / "fixed")) == record(written(mistake.meant, tmp_path / "meant"))
