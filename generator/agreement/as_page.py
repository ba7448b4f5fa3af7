"""A comparison as one HTML page, to be read side by side: no script, no other file, nothing of the site's look."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from generator.agreement.compared import CodedArticle, ComparedArticle, Comparison, FieldPair, field_values
from generator.agreement.rows import ComparedRow, rows_of
from generator.agreement.wording import article_count, decimal, kind_of, label, percent, who
from generator.model import AnnotationFacts


def comparison_as_page(comparison: Comparison, title: str, language: str) -> str:
    """The whole page. `title` is that of the site, and `language` the one of its texts that don't name theirs."""
    first, second = who(comparison)
    articles = Markup("\n").join(_article(one, (first, second)) for one in comparison.articles)
    body = _PAGE.format(
        style=Markup(_STYLE),
        title=title,
        first=first,
        second=second,
        articles=article_count(len(comparison.articles)),
        sums=_sums(comparison),
        contents=Markup("").join(_CONTENT.format(id=one.id, title=one.title) for one in comparison.articles),
        rows=articles,
        language=language,
    )
    return str(body)


_PAGE = Markup("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{first} and {second} compared – {title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{first} and {second} compared</h1>
<p>{title}: {articles}. This page is for those who annotate, and no part of the site.</p>
</header>
<main>
{sums}
<nav aria-label="Articles"><ul lang="{language}">{contents}</ul></nav>
{rows}
</main>
</body>
</html>
""")
_CONTENT = Markup('<li dir="auto"><a href="#{id}">{title}</a></li>')
_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#ccc, #555); --differs: light-dark(#fff0c2, #4a3a00); }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }
table { border-collapse: collapse; inline-size: 100%; }
.rows { table-layout: fixed; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: start; vertical-align: top; }
td { overflow-wrap: anywhere; }
.sums { overflow-x: auto; }
.sums td { overflow-wrap: normal; white-space: nowrap; }
td.number { font-variant-numeric: tabular-nums; text-align: end; }
blockquote { margin: 0 0 .4rem; }
dl { display: grid; gap: 0 .8rem; grid-template-columns: max-content 1fr; margin: 0; }
dd { margin: 0; }
dt, .kind { color: light-dark(#555, #bbb); }
.kind { margin: 0; }
mark { background: var(--differs); color: inherit; padding: 0 .2em; }
.note { margin: .4rem 0 0; white-space: pre-line; }
"""


# ── measures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sums(comparison: Comparison) -> Markup:
    one, other = comparison.keys
    marking = comparison.marking
    both, only_first, only_second, neither = (f"{count:,}" for count in marking.characters)
    fields = [
        [label(f), f"{f.agreed:,} of {f.both:,}", percent(f.share), decimal(f.alpha), f"{f.only_first:,}",
         f"{f.only_second:,}"]
        for f in comparison.fields
    ]  # fmt: skip
    return Markup("<h2>Marking</h2>\n{marking}\n<h2>In aligned annotations</h2>\n{fields}\n{left}").format(
        marking=_table(
            "Marking",
            ["", "Measure", "Both", f"Only {one}", f"Only {other}", "Neither"],
            [
                ["Characters: Krippendorff’s alpha", decimal(marking.alpha), both, only_first, only_second, neither],
                ["Passages: F1", decimal(marking.f1), f"{marking.pairs:,}", f"{marking.first - marking.pairs:,}",
                 f"{marking.second - marking.pairs:,}", ""],
            ],
        ),
        fields=_table(
            "Aligned annotations",
            ["", "Agreed", "Percent", "Krippendorff’s alpha", f"Only {one}", f"Only {other}"],
            fields,
        ),
        left=Markup("\n").join(
            Markup("<p>Not compared, since only {} has annotated them: {}</p>").format(key, ", ".join(only))
            for key, only in ((one, comparison.only_first), (other, comparison.only_second))
            if only
        ),
    )  # fmt: skip


def _table(name: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    """A table of measures, which can be scrolled by itself where it is wider than the screen."""
    columns = Markup("").join(Markup('<th scope="col">{}</th>' if one else "<td>{}</td>").format(one) for one in head)
    lines = Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name, Markup("").join(Markup('<td class="number">{}</td>').format(cell) for cell in cells)
        )
        for name, *cells in rows
    )
    return Markup(
        '<div class="sums" role="region" aria-label="{}" tabindex="0">\n<table>\n<thead><tr>{}</tr></thead>\n'
        "<tbody>\n{}\n</tbody>\n</table>\n</div>"
    ).format(name, columns, lines)


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _article(article: ComparedArticle, names: tuple[str, str]) -> Markup:
    front = article.first.facts.front
    language = Markup(' lang="{}"').format(front.language) if front.language else Markup("")
    rows = Markup("\n").join(_row(row, article, language) for row in rows_of(article))
    return Markup(
        '<section id="{id}">\n<h2 dir="auto"{language}>{title}</h2>\n<table class="rows">\n'
        '<thead><tr><th scope="col">{first}</th><th scope="col">{second}</th></tr></thead>\n'
        "<tbody>\n{rows}\n</tbody>\n</table>\n</section>"
    ).format(id=article.id, language=language, title=article.title, first=names[0], second=names[1], rows=rows)


def _row(row: ComparedRow, article: ComparedArticle, language: Markup) -> Markup:
    first = _cell(row.first, article.first, row.fields, language, is_second=False)
    second = _cell(row.second, article.second, row.fields, language, is_second=True)
    return Markup("<tr>{}{}</tr>").format(first, second)


def _cell(
    one: AnnotationFacts | None,
    article: CodedArticle,
    fields: Iterable[FieldPair],
    language: Markup,
    *,
    is_second: bool,
) -> Markup:
    """One side of a row. A value that the other annotator has otherwise is marked."""
    if one is None:
        return Markup("<td>–</td>")
    compared = [(f.name, _value(f.second if is_second else f.first, is_agreed=f.is_agreed)) for f in fields]
    alone = field_values(one, article, [code for code, _ in one.annotation.codes])
    values = compared or [(name, Markup.escape(value)) for (name, _), value in alone]
    listed = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in values)
    words = Markup('<blockquote dir="auto"{}>{}</blockquote>').format(language, one.words) if one.words else Markup("")
    statement = one.annotation.statement
    note = article.notes.get(one.id, "")
    return Markup('<td><p class="kind">{kind} {id}{where}</p>{words}{statement}{fields}{note}</td>').format(
        kind=kind_of(one),
        id=one.id,
        where="" if one.passages else ", without a passage",
        words=words,
        statement=Markup('<p dir="auto">{}</p>').format(statement) if statement else "",
        fields=Markup("<dl>{}</dl>").format(listed) if listed else "",
        note=Markup('<p class="note" dir="auto">{}</p>').format(note) if note else "",
    )


def _value(value: str, *, is_agreed: bool) -> Markup:
    shown = value or "none"
    return Markup.escape(shown) if is_agreed else Markup("<mark>{}</mark>").format(shown)
