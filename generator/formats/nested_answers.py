"""What to do about answers in the wrong place: a nested counter-point with a `to`, and answers under a note."""

from __future__ import annotations

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, short
from generator.values import replace
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, end_of


def told_of_targets(
    text: YamlText, node: Node, parent: str, article: str, problems: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """The problems of an answer to `parent`, with what to do about its `to`: removing it would change what is answered,
    unless it names the parent."""
    if not isinstance(node, MappingNode) or "to" not in node.entries:
        return list(problems)
    key, value = node.entries["to"]
    at = text.location(key.start)
    if not isinstance(value, Scalar):
        step, paste = f"Move it to `counterpoints:` at the top level, with “{parent}” under `to` as well.", None
    elif value.text in {parent, f"{article}#{parent}", ""}:
        lead = text.before(key.start)
        is_alone = lead is not None and not lead.strip()
        paste = text.without_lines(key.start, max(key.start, end_of(text, value))) if is_alone else None
        step = "Remove the key here."
    else:
        step, paste = (
            f"Remove the key if it answers “{parent}”; if it answers “{short(value.text)}”, move it there, or to "
            "`counterpoints:` at the top level.",
            None,
        )
    return [
        replace(problem, step=step, paste=paste) if (problem.code, problem.location) == ("unknown-key", at) else problem
        for problem in problems
    ]


def told_of_answers(text: YamlText, note: Node, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems of a note, with what to do about answers under it: removing them would lose what was written."""
    if not isinstance(note, MappingNode) or "counterpoints" not in note.entries:
        return list(problems)
    at = text.location(note.entries["counterpoints"][0].start)
    step = "Move its answers under what they answer; if that is this note, move it to `claims:` and add its `speaker`."
    return [replace(one, step=step) if (one.code, one.location) == ("unknown-key", at) else one for one in problems]
