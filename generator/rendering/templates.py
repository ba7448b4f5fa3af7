"""Templates: finds them, tells which uses which, and renders pages. Knows no archive and reads no file of a site.

A site's templates are passed in as a mapping of path to text and override the default ones of the same name; a default
stays available as `default/article.html`. A template is given `page`, its view (see `views`), and `frame`, what
surrounds every page; `word('…')` returns an interface text, and `comma` separates items in a line. Files that end in
neither `.html` nor `.xml` (style sheet, script) are not rendered; the style sheet and the script are joined from their
parts.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from types import TracebackType
from typing import TypeVar

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup, escape

from generator.cache.digest import sha256_hex
from generator.diagnostics import Diagnostic, Location
from generator.i18n.catalog import Catalog
from generator.i18n.overrides import is_words, own_words, worded_verdict
from generator.model import Settings
from generator.outputs.descriptions import brief, opening
from generator.outputs.page import Page
from generator.outputs.structured_data import in_script
from generator.rendering.defaults import default_templates
from generator.rendering.fast_jinja import QuickEnvironment, safe, shown
from generator.rendering.history_words import teller
from generator.rendering.join_modules import ModuleMistakeError, join_modules
from generator.rendering.minify import compact_style
from generator.text import nearest_told
from generator.values import Immutable, replace

_Kind = TypeVar("_Kind", bound=Environment)

DEFAULT = "default/"
RENDERED = (".html", ".xml")
STYLE_TEMPLATE = "style.css"
STYLE_PARTS = tuple(
    f"style/{component}.css"
    for component in (
        "tokens base shared frame verdict text marks note score bar article sheet lists headline claim speaker home"
        " missing pictures print"
    ).split()
)
"""The parts of `style.css`, in order, each the site's own or the default one. A site's own `style.css` replaces all."""
SCRIPT_TEMPLATE = "site.js"
SCRIPT_ENTRY = "script/site.js"
"""The module that imports all others of `site.js`, each the site's own or the default one. A site's own `site.js`
replaces all."""
SEARCH_TEMPLATE = "search.js"
SEARCH_ENTRY = "script/search.js"
"""The same for the script of the search page."""

# A tag that names another template; the group `name` is missing if the name is an expression. It is a pattern because
# parsing all templates with Jinja2 takes longer than the rebuild after one edit. A match in a comment does no harm.
_REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b
    (?:\s*(?P<quote>["'])(?P<name>[^"'\\]*)(?P=quote)\s*(?=[-+]?%\}|(?:as|import|ignore|with|without)\s))?""",
    re.VERBOSE,
)

# A tag that may give `word` or `comma` another meaning, or turn off escaping; behind `~` they are read. It is a pattern
# for the same reason. A match too many does no harm either: the pages are the same, and take longer.
_UNSETTLING = re.compile(
    r"\{%(?:(?!%\}).)*?(?:\bmacro\s+(?:word|comma)\b|(?<!~ )\b(?:word|comma)\b(?!\s*\()|\bautoescape\b)", re.DOTALL
)

# Errors that a template can cause at run time: wrong types, missing keys, division by zero, endless inclusion.
_EXPECTED = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)


class Templates:
    """A site's templates over the default ones, with the interface texts of its language."""

    def __init__(
        self, site: Mapping[str, str], language: str = "en", defaults: Mapping[str, str] | None = None
    ) -> None:
        self._site = dict(site)
        self._defaults = dict(default_templates() if defaults is None else defaults)
        self._uses: dict[str, frozenset[str]] = {}
        self._digests: dict[str, str] = {}
        self._own_words = own_words(self._site)
        loader, words = _Loader(self._site, self._defaults), Catalog(language, self._own_words.entries)
        self._quick = _environment(QuickEnvironment, loader, words)
        self._exact = _environment(Environment, loader, words)
        if not any(map(_UNSETTLING.search, self._site.values())):
            self._quick.settled = {name: self._quick.globals[name] for name in ("word", "comma")}

    def render(self, page: Page) -> bytes | Diagnostic:
        """The page's bytes, or a diagnostic if a template fails. A page without a template has its bytes already.

        Raises the exception that occurred if no template is to blame for it, since the program then is.
        """
        if not page.template:
            return page.data
        if not page.template.endswith(RENDERED):
            return self._unrendered(page.template)
        with suppress(*_EXPECTED):
            return _rendered(self._quick, page)
        try:
            return _rendered(self._exact, page)
        except _EXPECTED as error:
            problem = self._problem(error, page.template)
            if problem is None:
                raise
            return problem

    def words_of(self, macro: str, view: object) -> str:
        """The plain text that a macro of `parts.html` makes of a view; empty where the template fails.

        What stands in a `<bdi>` is between the signs that isolate it from the direction around it (U+2068, U+2069).
        """
        try:
            made = getattr(self._exact.get_template("parts.html").module, macro)(view)
        except _EXPECTED:  # the pages that use the macro tell
            return ""
        return Markup(made.replace("<bdi>", "\u2068").replace("</bdi>", "\u2069")).striptags()

    def text(self, name: str) -> str:
        """The text of a template. Raises `KeyError` if there is none of that name."""
        if parts := self._parts(name):
            return "".join(map(self.text, parts))
        if name.startswith(DEFAULT):
            return self._defaults[name.removeprefix(DEFAULT)]
        return self._site[name] if name in self._site else self._defaults[name]

    def _unrendered(self, name: str) -> bytes | Diagnostic:
        """The style sheet or script as it is published: compact if it is joined from parts; a whole file as it is."""
        if name in (SCRIPT_TEMPLATE, SEARCH_TEMPLATE) and name not in self.names():
            return self._script(name)
        is_compact = self._parts(name) or name.startswith("style/")
        return (compact_style(self.text(name)) if is_compact else self.text(name)).encode()

    def _script(self, name: str) -> bytes | Diagnostic:
        """The modules joined, or a diagnostic if one can't be. Modules of the site that none imports run last, on all
        pages."""
        own = sorted(set(self._parts(SCRIPT_TEMPLATE)) - set(self._defaults))
        entries = (SEARCH_ENTRY,) if name == SEARCH_TEMPLATE else (SCRIPT_ENTRY, *own)
        try:
            return join_modules(entries, self.text).encode()
        except ModuleMistakeError as mistake:
            where = Location(_file(mistake.name, self._site), mistake.line)
            return Diagnostic.of("template-error", where, mistake.message, step=_step(mistake, where))

    def _parts(self, name: str) -> tuple[str, ...]:
        """The parts of the style sheet in order, or those of the script by name; none for other names, or if the file
        is there as a whole. Parts of the style that only the site has come last, so that they can override the others.
        """
        if name in self.names():
            return ()
        if name in (SCRIPT_TEMPLATE, SEARCH_TEMPLATE):
            return tuple(sorted(part for part in self.names() if part.startswith("script/") and part.endswith(".js")))
        if name != STYLE_TEMPLATE:
            return ()
        own = (part for part in self._site if part.startswith("style/") and part.endswith(".css"))
        return (*STYLE_PARTS, *sorted(set(own) - set(STYLE_PARTS)))

    def names(self) -> frozenset[str]:
        """The names of all templates, the site's and the default ones, without those that begin with `default/`."""
        return frozenset(self._site) | frozenset(self._defaults)

    def problems(self) -> list[Diagnostic]:
        """Problems in the site's own templates and interface texts, even if no page uses them."""
        problems: list[Diagnostic | None] = [*self._own_words.problems]
        for name in sorted(self._site):
            if name.endswith(RENDERED):
                try:
                    self._quick.get_template(name)
                except TemplateError as error:
                    problems.append(self._problem(error, name))
        if any(name.startswith("script/") for name in self._site):
            entries = {SCRIPT_TEMPLATE: SCRIPT_ENTRY, SEARCH_TEMPLATE: SEARCH_ENTRY}
            for name in (name for name, entry in entries.items() if name not in self.names() and self._exists(entry)):
                script = self._script(name)
                if isinstance(script, Diagnostic) and script not in problems:
                    problems.append(script)
        return [problem for problem in problems if problem]

    def uses(self, name: str) -> frozenset[str]:
        """The template and all that it extends, includes or imports, directly or indirectly; all templates if one of
        the names is an expression."""
        if name not in self._uses:
            self._uses[name] = frozenset(self._closure(name))
        return self._uses[name]

    def digest(self, name: str) -> str:
        """A SHA-256 digest of all texts that a page made with this template can depend on, among them the site's own
        interface texts."""
        if name not in self._digests:
            texts = [(used, self.text(used)) for used in sorted(self.uses(name)) if self._exists(used)]
            texts += [(name, self._site[name]) for name in sorted(self._site) if is_words(name)]
            self._digests[name] = sha256_hex(repr(tuple(texts)))
        return self._digests[name]

    def _closure(self, name: str) -> set[str]:
        if not name.endswith(RENDERED):  # not rendered; only files that a template includes are, whatever their names
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
        return (tag["name"] for tag in _REFERENCE.finditer(self.text(name)))

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
        """A template as Jinja2 wants it: (text, file name, None). Raises `TemplateNotFound` if there is none."""
        if template.startswith(DEFAULT):
            text = self._defaults.get(template.removeprefix(DEFAULT))
        else:
            text = self._site.get(template, self._defaults.get(template))
        if text is None:
            raise TemplateNotFound(template)
        return text, _file(template, self._site), None


class _Undefined(StrictUndefined):
    """An undefined name or field; the message suggests the nearest one that exists."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner = self._undefined_obj
        name = str(self._undefined_name)
        if self._undefined_hint:
            return self._undefined_hint
        if not isinstance(owner, Immutable):
            return f"“{name}” is not defined.{nearest_told(name, ('page', 'frame', 'word', 'loop'))}"
        return f"“{name}” is not a field of {type(owner).__name__}.{nearest_told(name, _fields(owner))}"


def worded(settings: Settings, site: Mapping[str, str]) -> Settings:
    """The settings with built-in verdicts labelled in the interface's language, or as the site's own texts say."""
    words = Catalog(settings.language, own_words(site).entries)
    return replace(settings, verdicts=tuple(worded_verdict(verdict, words) for verdict in settings.verdicts))


def _rendered(environment: Environment, page: Page) -> bytes:
    template = environment.get_template(page.template)
    return template.render(page=page.view, frame=getattr(page.view, "frame", None)).encode()


def _environment(kind: type[_Kind], loader: BaseLoader, words: Catalog) -> _Kind:
    environment = kind(
        loader=loader,
        autoescape=True,
        undefined=_Undefined,
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
        "brief": brief,
        "opening": opening,
        "in_script": in_script,
        "told": teller(words),
        "listed": lambda items: Markup(words.listing([str(escape(item)) for item in items])),
    }
    return environment


def _word(words: Catalog) -> Callable[..., Markup]:
    """The function `word('home.articles', n=3)` for templates. It escapes the values it fills in, except `Markup`."""

    def word(key: str, /, **values: object) -> Markup:
        return filled(key, values) if values else unfilled(key)

    @cache
    def unfilled(key: str) -> Markup:
        return filled(key, {})

    def filled(key: str, values: Mapping[str, object]) -> Markup:
        """Raises `TemplateRuntimeError` if there is no text with the key."""
        if key not in words:
            raise TemplateRuntimeError(f"There is no interface text with the key “{key}”.")
        n = values.get("n")
        pieces = _pieces(words.pattern(key, n if isinstance(n, int) else None))
        return safe("".join([f"{text}{shown(words.shown(values[name]))}" if name else text for text, name in pieces]))

    return word


@cache
def _pieces(pattern: str) -> tuple[tuple[str, str], ...]:
    """A pattern as pairs of an escaped text and the name of the value after it. Cached: pages use the same patterns."""
    return tuple((str(escape(text)), name or "") for text, name, _, _ in string.Formatter().parse(pattern))


def _in_language(text: object) -> Markup:
    """The attributes ` lang="ru" dir="ltr"` of a text in another language than the page's; empty for any other."""
    attributes = (("lang", getattr(text, "language", "")), ("dir", getattr(text, "direction", "")))
    return safe("".join([f' {name}="{shown(value)}"' for name, value in attributes if value]))


def _file(name: str, site: Mapping[str, str]) -> str:
    """A template's file as messages name it: `templates/article.html` if the site has it, else
    `default/article.html`."""
    if name.startswith(DEFAULT):
        return name
    return f"templates/{name}" if name in site else DEFAULT + name


def _innermost(trace: TracebackType | None, files: Iterable[str]) -> Location | None:
    """The innermost location of a traceback that is in one of the files; None if there is none."""
    innermost = None
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file in files:
            innermost = Location(file, trace.tb_lineno)
        trace = trace.tb_next
    return innermost


def _message(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"There is no template “{error.name}”."
    text = " ".join(str(getattr(error, "message", None) or error).split()) or type(error).__name__
    return text if text.endswith((".", "?", "!")) else text + "."


def _step(error: Exception, where: Location) -> str:
    if where.path.startswith(DEFAULT):
        return "Compare the site's templates with the default ones: one of them lacks what this default template needs."
    if isinstance(error, ModuleMistakeError):
        return "Correct the module; docs/templates.md lists the forms of `import` and `export` that modules may use."
    if isinstance(error, TemplateSyntaxError):
        return "Correct the template; the default ones, which `counterpoint templates` lists, show the syntax."
    return "Correct the template; the default ones, which `counterpoint templates` lists, use every name and field."


def _fields(owner: object) -> list[str]:
    return [name for name in dir(owner) if not name.startswith("_")]
