"""Checks that a text is in the script of its language: the direction of its lines and the voice that reads it depend
on it."""

from __future__ import annotations

from generator.checks.scope import Problems, Scope
from generator.diagnostics import Diagnostic
from generator.text import languages_in, script_of_language

_MOST_NAMED = 3
_BEST_KNOWN = {"Latin": ("en", "fr", "es"), "Cyrillic": ("ru", "uk", "bg"), "Arabic": ("ar", "fa", "ur")}


def texts_in_another_script(scope: Scope) -> Problems:
    """Articles in another script than that of their language, or of the site's where none is named."""
    for article in scope.articles:
        language = article.front.language or scope.settings.language
        expected = script_of_language(language)
        if not article.script or not expected or article.script == expected:
            continue
        named = _BEST_KNOWN.get(article.script) or languages_in(article.script)[:_MOST_NAMED]
        codes = [f"`{code}`" for code in named]
        such = f"{', '.join(codes[:-1])} or {codes[-1]}" if len(codes) > 1 else codes[0]
        own = bool(article.front.language)
        signs = "characters" if " " in article.script else "letters"
        whose = "its language is" if own else "it has no `language`, and that of the site is"
        yield Diagnostic.of(
            "language-script",
            scope.at_front(article, "language" if own else "title"),
            f"The text is in {article.script} {signs}, but {whose} `{language}`.",
            step=f"Write the language of the text{'' if own else ' under `language`'}, such as {such}.",
        )
