"""Checks what site.yaml decides: house rules, navigation, a missing `url`; and lists annotators' doubts."""

from __future__ import annotations

from collections.abc import Mapping

from generator.checks.scope import Problems, Scope
from generator.checks.wording import kind_and_id
from generator.diagnostics import Diagnostic, capitalized
from generator.formats.settings import default_rules


def house_rules(scope: Scope) -> Problems:
    """Counter-points and verdicts that rest on nothing, with the severity that site.yaml gives the rule.

    Withdrawn annotations are exempt.
    """
    rules = default_rules() | dict(scope.settings.rules)
    wants_sources = rules["verdict-needs-source"] != "off"
    for article, annotation in scope.annotations():
        rests_on_nothing = not annotation.sources and not annotation.withdrawn
        if annotation.kind == "counterpoint" and rests_on_nothing and not annotation.quote:
            message = f"{capitalized(kind_and_id(annotation))} has neither a quote nor a source."
            step = "Add a `quote` from the article, or `sources`."
            problem = Diagnostic.of(
                "answer-needs-quote-or-source", scope.at(article, annotation.id), message, step=step
            )
            yield from _with_house_severity(problem, rules)
        if wants_sources and annotation.verdict and rests_on_nothing and not annotation.repeats:
            message = f"{capitalized(kind_and_id(annotation))} has a verdict but no source."
            at = scope.at(article, f"{annotation.id}/verdict")
            problem = Diagnostic.of("verdict-needs-source", at, message, step="Add `sources`.")
            yield from _with_house_severity(problem, rules)


def _with_house_severity(problem: Diagnostic, rules: Mapping[str, str]) -> Problems:
    match rules[problem.code]:
        case "error" | "warning" as severity:
            yield problem.with_severity(severity)
