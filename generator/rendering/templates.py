"""Templates: which there are, which uses which, and a page made with one. Knows no archive and reads no site.

A site's templates are handed in as a mapping of path to text and come before the default ones of the same name; the
default stays reachable as `default/article.html`. A template is given `page`, its view (`views`), and `frame`, what
stands around every page; `word('…')` is a word of the interface, `comma` what parts the pieces of a line. What ends
in neither `.html` nor `.xml` (style, script) is taken as it stands; the style sheet is put together of its parts.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from types import TracebackType

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup, escape

from generator.diagnostics import Diagnostic, Location
from generator.i18n.catalog import Catalog
from generator.i18n.overrides import is_words, own_words, worded_verdict
from generator.model import Settings
from generator.outputs.page import Page
from generator.rendering.defaults import default_templates
from generator.rendering.fast_jinja import QuickEnvironment, safe, shown
from generator.rendering.minify import compact_style, without_comments
from generator.text import nearest_told

DEFAULT = "default/"
RENDERED = (".html", ".xml")
STYLE = "style.css"
STYLE_PARTS = ("style/base.css", "style/article.css", "style/ledger.css", "style/print.css")
"""What `style.css` is put together of, unless a site has a whole one: each part its own or the default one."""

# A tag that names another template; no name where it isn't simply written there. Taking every template apart to find
# them takes longer than building what one edit changes. What stands in a comment is found, too, which does no harm.
_REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b
    (?:\s*(?P<quote>["'])(?P<name>[^"'\\]*)(?P=quote)\s*(?=[-+]?%\}|(?:as|import|ignore|with|without)\s))?""",
    re.VERBOSE,
)

# What a template can meet besides its own errors: wrong types, missing keys, division by zero, endless inclusion.
_EXPECTED = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)


class Templates:
    """A site's templates over the default ones, with the words of its language."""

    def __init__(
        self, site: Mapping[str, str], language: str = "en", defaults: Mapping[str, str] | None = None
    ) -> None:
        self._site = dict(site)
        self._defaults = dict(default_templates() if defaults is None else defaults)
        self._uses: dict[str, frozenset[str]] = {}
        self._own_words = own_words(self._site)
        loader, words = _Loader(self._site, self._defaults), Catalog(language, self._own_words.entries)
        self._quick = _equipped(QuickEnvironment, loader, words)
        self._exact = _equipped(Environment, loader, words)

    def render(self, page: Page) -> bytes | Diagnostic:
        """The page's bytes, or what is wrong with a template. A page without a template has its bytes already."""
        if not page.template:
            return page.data
        if not page.template.endswith(RENDERED):
            return self._as_shipped(page.template).encode()
        with suppress(*_EXPECTED):
            return _rendered(self._quick, page)
        try:
            return _rendered(self._exact, page)
        except _EXPECTED as error:
            problem = self._problem(error, page.template)
            if problem is None:  # no template is to blame: the fault is the program's
                raise
            return problem

    def text(self, name: str) -> str:
        """A template's text; KeyError where there is none."""
        if parts := self._parts(name):
            return "".join(map(self.text, parts))
        if name.startswith(DEFAULT):
            return self._defaults[name.removeprefix(DEFAULT)]
        return self._site[name] if name in self._site else self._defaults[name]

    def _as_shipped(self, name: str) -> str:
        """A text that is no page: what we wrote goes without its comments and indents, a site's own as it stands."""
        if self._parts(name):
            return compact_style(self.text(name))
        return without_comments(self.text(name)) if name.endswith(".js") and name not in self._site else self.text(name)

    def _parts(self, name: str) -> tuple[str, ...]:
        """The parts of the style sheet, last those that only the site has, which may overrule the others."""
        if name != STYLE or name in self.names():
            return ()
        own = (part for part in self._site if part.startswith("style/") and part.endswith(".css"))
        return (*STYLE_PARTS, *sorted(set(own) - set(STYLE_PARTS)))

    def names(self) -> frozenset[str]:
        return frozenset(self._site) | frozenset(self._defaults)

    def problems(self) -> list[Diagnostic]:
        """What is wrong with the site's own templates and words as they stand, used or not."""
        found: list[Diagnostic | None] = [*self._own_words.problems]
        for name in sorted(self._site):
            if name.endswith(RENDERED):
                try:
                    self._quick.get_template(name)
                except TemplateError as error:
                    found.append(self._problem(error, name))
        return [problem for problem in found if problem]

    def uses(self, name: str) -> frozenset[str]:
        """The template and all it extends, includes or imports, however far; all there are if a name is a value."""
        if name not in self._uses:
            self._uses[name] = frozenset(self._closure(name))
        return self._uses[name]

    def digest(self, name: str) -> str:
        """A digest of all the texts a page made with this template can depend on; the site's own words among them."""
        texts = [(used, self.text(used)) for used in sorted(self.uses(name)) if self._exists(used)]
        texts += [(name, self._site[name]) for name in sorted(self._site) if is_words(name)]
        return hashlib.sha256(repr(tuple(texts)).encode()).hexdigest()

    def _closure(self, name: str) -> set[str]:
        if not name.endswith(RENDERED):  # taken as it stands; what a template includes is one whatever its name
            return {name, *self._parts(name)}
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            referred = list(self._references(one))
            if None in referred:
                return set(self.names()) | {DEFAULT + other for other in self._defaults}
            waiting += [other for other in referred if other]
        return seen

    def _references(self, name: str) -> Iterator[str | None]:
        if not self._exists(name):
            return iter(())
        return (found["name"] for found in _REFERENCE.finditer(self.text(name)))

    def _exists(self, name: str) -> bool:
        return name.removeprefix(DEFAULT) in self._defaults if name.startswith(DEFAULT) else name in self.names()

    def _problem(self, error: Exception, name: str) -> Diagnostic | None:
        if isinstance(error, TemplateSyntaxError):
            where = Location(error.filename or _file(name, self._site), error.lineno)
        else:
            where_or_none = _innermost(error.__traceback__, {_file(n, self._site) for n in self.uses(name)})
            if where_or_none is None and not isinstance(error, TemplateError):
                return None
            where = where_or_none or Location(_file(name, self._site))
        return Diagnostic.of("template-error", where, _message(error), step=_step(error, where))


class _Loader(BaseLoader):
    def __init__(self, site: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        self._site, self._defaults = site, defaults

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        if template.startswith(DEFAULT):
            text = self._defaults.get(template.removeprefix(DEFAULT))
        else:
            text = self._site.get(template, self._defaults.get(template))
        if text is None:
            raise TemplateNotFound(template)
        return text, _file(template, self._site), None


class _Missing(StrictUndefined):
    """A name that is not there, said with the nearest that is."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner = self._undefined_obj
        name = str(self._undefined_name)
        if self._undefined_hint:
            return self._undefined_hint
        if not dataclasses.is_dataclass(owner):
            return f"“{name}” is not there.{nearest_told(name, ('page', 'frame', 'word', 'loop'))}"
        return f"“{name}” is not a field of {type(owner).__name__}.{nearest_told(name, _fields(owner))}"


def worded(settings: Settings, site: Mapping[str, str]) -> Settings:
    """The settings with the built-in verdicts in the interface's language, some perhaps in the site's own words."""
    words = Catalog(settings.language, own_words(site).entries)
    return replace(settings, verdicts=tuple(worded_verdict(verdict, words) for verdict in settings.verdicts))


def _rendered(environment: Environment, page: Page) -> bytes:
    template = environment.get_template(page.template)
    return template.render(page=page.view, frame=getattr(page.view, "frame", None)).encode()


def _equipped(kind: type[Environment], loader: BaseLoader, words: Catalog) -> Environment:
    environment = kind(
        loader=loader,
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals["word"] = _word(words)
    environment.globals["comma"] = words.pattern("punctuation.comma")
    environment.filters |= {
        "date": words.date,
        "number": words.number,
        "day": lambda iso: iso[:10],
        "in_language": _in_language,
        "listed": lambda items: Markup(words.listing([str(escape(item)) for item in items])),
    }
    return environment


def _word(words: Catalog) -> Callable[..., Markup]:
    """`word('home.articles', n=3)` for templates: names filled in are escaped, links among them stay links."""

    def word(key: str, /, **values: object) -> Markup:
        return filled(key, values) if values else alone(key)

    @cache
    def alone(key: str) -> Markup:
        return filled(key, {})

    def filled(key: str, values: Mapping[str, object]) -> Markup:
        if key not in words:
            raise TemplateRuntimeError(f"There is no word “{key}”.")
        n = values.get("n")
        pieces = _pieces(words.pattern(key, n if isinstance(n, int) else None))
        return safe("".join([f"{text}{shown(words.shown(values[name]))}" if name else text for text, name in pieces]))

    return word


@cache
def _pieces(pattern: str) -> tuple[tuple[str, str], ...]:
    """A pattern as (escaped text, name to fill in behind it); taken apart once, since pages are made of words."""
    return tuple((str(escape(text)), name or "") for text, name, _, _ in string.Formatter().parse(pattern))


def _in_language(text: object) -> Markup:
    """` lang="ru" dir="ltr"` for whatever has a language other than the page's; else nothing."""
    attributes = (("lang", getattr(text, "language", "")), ("dir", getattr(text, "direction", "")))
    return safe("".join([f' {name}="{shown(value)}"' for name, value in attributes if value]))


def _file(name: str, site: Mapping[str, str]) -> str:
    """What a person calls the file: `templates/article.html` for the site's own, `default/article.html` for ours."""
    if name.startswith(DEFAULT):
        return name
    return f"templates/{name}" if name in site else DEFAULT + name


def _innermost(trace: TracebackType | None, files: Iterable[str]) -> Location | None:
    found = None
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file in files:
            found = Location(file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _message(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"There is no template “{error.name}”."
    text = " ".join(str(getattr(error, "message", None) or error).split()) or type(error).__name__
    return text if text.endswith((".", "?", "!")) else text + "."


def _step(error: Exception, where: Location) -> str:
    if where.path.startswith(DEFAULT):
        return "A template of the site changes what this default template needs: compare it with the default one."
    if isinstance(error, TemplateSyntaxError):
        return (
            "Correct the template; `counterpoint templates` lists the default ones, which show how to write each part."
        )
    return "Correct the template; `counterpoint templates` lists the default ones, which use all that a page is given."


def _fields(owner: object) -> list[str]:
    return [name for name in dir(owner) if not name.startswith("_")]
