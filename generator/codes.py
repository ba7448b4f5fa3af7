"""Every kind of problem the generator reports: its usual weight, what it means, why it matters, and an example.

`docs/diagnostics.md` is made from this list, and a test holds each code to a golden message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. `example` is what a writer would have typed to meet it."""

    name: str
    severity: Literal["error", "warning", "notice"]
    what: str
    why: str
    example: str


def _listed(*codes: Code) -> dict[str, Code]:
    return {code.name: code for code in codes}


CODES: dict[str, Code] = _listed(
    # ── anchoring: quotes and their places ──
    Code(
        "quote-not-found",
        "error",
        "The quoted words stand nowhere in the article.",
        "A highlight in the wrong place is a false attribution, so nothing near is highlighted instead.",
        "quote: only cliches and fakes",
    ),
    Code(
        "quote-ambiguous",
        "error",
        "The quoted words stand in several places and nothing says which is meant.",
        "The same words may be said by two voices; only the writer knows which is meant.",
        "quote: Russian",
    ),
    Code(
        "quote-count",
        "error",
        "`times` names another number of places than there are.",
        "If the text holds more or fewer places than the writer counted, one of them was not looked at.",
        "quote: {exact: Russian, times: 2}",
    ),
    Code(
        "quote-overlap",
        "error",
        "Two passages of one quote cover the same words.",
        "Each passage of a list is a place of its own; covering words twice is nearly always a slip.",
        "quote:\n  - only clichés and\n  - clichés and fakes",
    ),
    Code(
        "quote-ellipses",
        "error",
        "A quote has more than one ellipsis between spaces and doesn't stand as written.",
        "A range goes from one place to another; with two ellipses it is not clear what is left out.",
        "quote: all the … facts … rights activists",
    ),
    Code(
        "range-crosses-quotation",
        "warning",
        "A range leaves one quotation and enters another.",
        "The words between the two quotations are the outlet's own; a list of passages leaves them out.",
        "quote: clichés and fakes … repeatedly exposed",
    ),
    Code(
        "range-long",
        "warning",
        "A range covers more than 1,000 characters.",
        "A highlight that long no longer shows what is claimed, and is often a range that ended in the wrong place.",
        "quote: Russia has dismissed … several cases",
    ),
    Code(
        "too-deep",
        "error",
        "More than twelve annotations overlap at one place.",
        "Nobody can tell thirteen highlights apart; the annotation is listed without a place.",
        "(a thirteenth claim on the same sentence)",
    ),
    # ── Markdown ──
    Code(
        "markdown-nested",
        "error",
        "The text is nested deeper than a hundred levels.",
        "What is nested deeper would be dropped without a word.",
        "> > > > > … (a hundred times)",
    ),
    Code(
        "link-scheme",
        "error",
        "A link's address begins with a scheme that is not allowed.",
        "Only http, https, mailto and relative addresses are safe in an archive that strangers contribute to.",
        "[the letter](javascript:alert(1))",
    ),
    Code(
        "image-elsewhere",
        "warning",
        "An image lies on another site.",
        "An archive must not depend on other sites, nor tell them who reads it: the image is shown as a link.",
        "![The map](https://example.org/map.png)",
    ),
    # ── reading: YAML ──
    Code(
        "yaml-encoding",
        "error",
        "A file is not UTF-8 text.",
        "Read with the wrong encoding, names and quotes would come out garbled.",
        "(a file saved as Windows-1252)",
    ),
    Code(
        "yaml-character",
        "error",
        "A control character stands in a text.",
        "It can't be seen, can't be shown, and breaks feeds and data files.",
        "(a text pasted from a PDF with U+000C or U+2028 in it)",
    ),
    Code(
        "yaml-size",
        "error",
        "A YAML file is larger than 1 MiB.",
        "No article has that many annotations; such a file is nearly always something else under a wrong name.",
        "(a database dump named speakers.yaml)",
    ),
    Code(
        "yaml-depth",
        "error",
        "Lists and mappings are nested deeper than 64 levels.",
        "Nothing in an archive needs that, and reading it could exhaust the computer.",
        "note: [[[[[[[[…",
    ),
    Code(
        "yaml-syntax",
        "error",
        "A line breaks the rules of YAML, so that what follows can't be read.",
        "A guess at what was meant could publish words that nobody wrote.",
        "note: Two words: a colon",
    ),
    Code(
        "yaml-duplicate-key",
        "error",
        "One key stands twice in the same mapping.",
        "YAML would keep the last and drop the first without a word.",
        "tags: [war]\ntags: [syria]",
    ),
    Code(
        "yaml-feature",
        "error",
        "An anchor, an alias, a tag, a second document or a key that is not a text.",
        "These change what a value is in ways a reviewer doesn't see; most often a text begins with `&`, `*` or `!`.",
        "note: *Really* so",
    ),
    Code(
        "yaml-comment",
        "error",
        "A `#` behind a space cuts off the rest of an unquoted text.",
        "YAML takes it for the beginning of a comment: the words behind it would be lost.",
        "quote: Article #5",
    ),
    Code(
        "yaml-comma",
        "error",
        "A comma cuts off the rest of an unquoted text in braces.",
        "YAML takes it for the end of the value: the words behind it would be lost.",
        "quote: {exact: clichés, and fakes, in: title}",
    ),
    # ── reading: values ──
    Code(
        "unknown-key",
        "error",
        "A key is not one of those that can stand here.",
        "A misspelt key would be left out without a word.",
        "spekaer: amnesty",
    ),
    Code(
        "missing-key",
        "error",
        "A key that is needed is missing, or has nothing behind it.",
        "Without it the entry says too little to be published.",
        "only-cliches: {quote: only clichés and fakes}",
    ),
    Code(
        "wrong-shape",
        "error",
        "A list stands where a text is expected, or the like.",
        "What was meant can't be told from what was written.",
        "title: [A, B]",
    ),
    Code(
        "wrong-value",
        "error",
        "A value is not one of those that are allowed here.",
        "What is not understood would be left out without a word.",
        "relation: rebutts",
    ),
    Code(
        "wrong-date",
        "error",
        "A date is not written as year, month, day, or is no day of the calendar.",
        "`03/04/2015` is two different days to two readers.",
        "date: 2024-02-30",
    ),
    Code(
        "wrong-address",
        "error",
        "An address is not one of the web, with http:// or https://.",
        "Other kinds of address can run script or lead nowhere on a reader's computer.",
        "url: javascript:alert(1)",
    ),
    Code(
        "wrong-language",
        "error",
        "A language is not given as a code (BCP 47).",
        "Screen readers, search engines and hyphenation go by the code.",
        "language: English",
    ),
    Code(
        "wrong-id",
        "error",
        "An id is not small letters a–z, digits and single hyphens, or is longer than 64 characters, or is taken.",
        "Ids become addresses that are cited; they have to work everywhere and for good.",
        "claims: {Only Clichés: …}",
    ),
    Code(
        "wrong-reference",
        "error",
        "A reference to an annotation is neither an id nor `article#id`.",
        "A `#` behind a space begins a comment, so that `to: #id` names nothing.",
        "to: #only-cliches",
    ),
    Code(
        "duplicate-id",
        "error",
        "One id stands for two things.",
        "Whoever cites it would not know which of the two is meant.",
        "(a claim and a note of one article, both named telephone)",
    ),
    # ── reading: front matter ──
    Code(
        "front-matter-missing",
        "error",
        "A text doesn't begin with its front matter.",
        "Without a title and a date it has no place in an archive.",
        "(an article that begins with its first paragraph)",
    ),
    Code(
        "front-matter-open",
        "error",
        "The front matter is not closed by a line `---`.",
        "The whole article would be read as front matter.",
        "---\ntitle: A title\n\nThe text.",
    ),
    # ── reading: sidecars ──
    Code(
        "quote-missing",
        "error",
        "A claim or counter-point has neither a quote nor a statement.",
        "Nobody could tell what is claimed.",
        "only-cliches: {speaker: konashenkov}",
    ),
    Code(
        "quote-empty",
        "error",
        "A quote is empty, or holds nothing but white space and invisible characters.",
        "Nothing can be found by it.",
        'quote: ""',
    ),
    Code(
        "quote-form",
        "error",
        "A quote mixes two ways of naming a passage, or has half of one.",
        "It is either `exact` with its context, or the range `from` … `to`.",
        "quote: {from: all the listed}",
    ),
    Code(
        "quote-list",
        "error",
        "A list of quotes is written in brackets.",
        "In brackets every comma parts two quotes, also the comma inside a sentence.",
        "quote: [clichés, and fakes]",
    ),
    Code(
        "speaker-local",
        "error",
        "A sidecar's entry for a shared speaker sets more than its role and organization.",
        "What is true of a speaker everywhere belongs to content/speakers.yaml, where everybody finds it.",
        "speakers: {amnesty: {url: https://www.amnesty.org/}}",
    ),
    # ── templates ──
    Code(
        "template-error",
        "error",
        "A template has a mistake in it: its syntax, a name that is not there, a template it can't find.",
        "A page made with half a template would be wrong in silence, so nothing is published until it is mended.",
        "{{ page.titel }}",
    ),
    # ── files: what lies in a site's folder ──
    Code(
        "file-unreadable",
        "error",
        "A file or folder can't be read.",
        "What can't be read would be missing from the archive without anybody noticing.",
        "(a file without read permission)",
    ),
    Code(
        "file-too-large",
        "error",
        "A text is larger than 8 MiB.",
        "No article is that long; such a file is nearly always something else under a wrong name.",
        "(a disk image named notes.md)",
    ),
    Code(
        "file-link",
        "error",
        "A symbolic link stands where a file or folder is expected.",
        "A link can lead out of the site, and what lies elsewhere on the computer must not be published.",
        "ln -s ~/private.md content/articles/private.md",
    ),
    Code(
        "file-special",
        "error",
        "Something that is neither a file nor a folder lies among the content: a pipe, a socket, a device.",
        "Reading it could wait for ever.",
        "mkfifo content/articles/pipe.md",
    ),
    Code(
        "file-name",
        "error",
        "A file's name can't be part of an address.",
        "The name of a file becomes part of a page's address and has to work on every system.",
        "content/articles/2015/what?.md",
    ),
    Code(
        "file-not-text",
        "error",
        "A template is not UTF-8 text.",
        "Templates, style and script are text; pictures and fonts are copied from content/.",
        "templates/logo.png",
    ),
    Code(
        "file-misplaced",
        "error",
        "A file lies where files of its kind mean nothing.",
        "It would be left out without a word: texts lie under articles/ or pages/, a sidecar beside its article.",
        "content/amnesty-syria.md",
    ),
    Code(
        "file-not-copied",
        "error",
        "A file has an ending that isn't copied by itself, and site.yaml doesn't name it.",
        "HTML, SVG and the like can hold script, so they are published only when site.yaml says so.",
        "content/articles/2015/map.svg",
    ),
    Code(
        "file-missing",
        "error",
        "`files:` in site.yaml names a file that doesn't exist.",
        "Somebody expects it to be published.",
        "files: [articles/2015/mapp.svg]",
    ),
    Code(
        "sidecar-ending",
        "error",
        "A YAML file ends in .yml.",
        "Annotations are found by name; with one spelling nobody has to guess which of two files counts.",
        "content/articles/2015/amnesty-syria.yml",
    ),
    Code(
        "sidecar-alone",
        "error",
        "A sidecar has no article beside it.",
        "Its annotations would be published nowhere.",
        "(amnesty-syria.yaml without amnesty-syria.md)",
    ),
    Code(
        "names-fold-together",
        "error",
        "Two files have names that differ only in upper and lower case or in how an accent is stored.",
        "On many computers and web servers they are one file: one would silently replace the other.",
        "content/articles/Report.md and content/articles/report.md",
    ),
    Code(
        "path-claimed-twice",
        "error",
        "Two things want the same path in the output.",
        "Only one of them could be published; which one must not be left to chance.",
        "content/pages/about.md with the alias search, and the search page",
    ),
    # ── the whole: what can only be seen across articles ──
    Code(
        "unknown-speaker",
        "error",
        "A speaker's id is used that no file of speakers and no sidecar defines.",
        "Whoever it is, readers could not be told who speaks.",
        "speaker: konashenkof",
    ),
    Code(
        "unknown-organization",
        "error",
        "`organization` names something that is no speaker of the archive.",
        "An organization has a page with its people; it is known by its id.",
        "organization: Russian Defense Ministry",
    ),
    Code(
        "speaker-shared",
        "error",
        "A sidecar describes a speaker anew that is shared by all articles.",
        "One person must not have two descriptions; only the role and the organization may be another at the time.",
        "speakers: {amnesty: {name: Amnesty}}",
    ),
    Code(
        "speaker-twice",
        "error",
        "Two articles describe one speaker differently.",
        "They are one speaker with one page, which could show only one of the two.",
        "konashenkov: {name: Igor Konashenkov} in one sidecar, {name: I. Konashenkov} in another",
    ),
    Code(
        "unknown-source",
        "error",
        "A source's id is cited that no file of sources defines.",
        "A citation that leads nowhere proves nothing.",
        "sources: [amnesty-raport p. 12]",
    ),
    Code(
        "unknown-reference",
        "error",
        "`to` or `repeats` names an annotation that doesn't exist.",
        "The answer would stand under nothing.",
        "to: 2015/moscow-briefing#tie",
    ),
    Code(
        "reference-kind",
        "error",
        "`to` names a note, or `repeats` something that is not a claim.",
        "Only what somebody says can be answered, and only a claim has appearances.",
        "to: scare-quotes",
    ),
    Code(
        "reference-circle",
        "error",
        "What `to` or `repeats` names leads back to where it began.",
        "In a circle nothing is the first claim, and an exchange has no beginning.",
        "claims a and b, each with `repeats` of the other",
    ),
    Code(
        "reference-to-draft",
        "warning",
        "A published text refers to a draft.",
        "The reference is left out, so that nothing of the draft is seen; it comes back when the draft is published.",
        "to: 2016/not-yet#claim",
    ),
    Code(
        "repeats-draft",
        "error",
        "`repeats` names a claim of a draft.",
        "The claim that is pointed at gives the verdict and the address; a draft can give neither.",
        "repeats: 2016/not-yet#claim",
    ),
    Code(
        "former-id",
        "warning",
        "A reference uses the former id of an article or an annotation.",
        "It still leads on, but only as long as the alias is kept.",
        "to: 2015/amnesty#only-cliches",
    ),
    Code(
        "unknown-verdict",
        "error",
        "A verdict is not in the site's vocabulary.",
        "A verdict without a definition tells readers nothing; the annotation is shown as not rated.",
        "verdict: unproven",
    ),
    Code(
        "repeat-has-own",
        "error",
        "A repeat has a verdict, statement or updates other than the claim that it repeats.",
        "They belong to the claim that is pointed at: one claim can't be rated twice.",
        "repeats: 2015/a#x, with another verdict",
    ),
    Code(
        "unknown-code",
        "error",
        "A key of `codes` is not in the site's coding scheme.",
        "Each key is a column of the data; a slip would make a column of its own.",
        "codes: {fram: conflict}",
    ),
    Code(
        "unknown-code-value",
        "error",
        "A value of `codes` is not one that the coding scheme allows.",
        "What is counted must be spelled as it is counted.",
        "codes: {frame: conflicts}",
    ),
    Code(
        "ids-fall-together",
        "error",
        "Two ids differ only in upper and lower case or in how an accent is stored, or an alias is another's id.",
        "On many computers they are one path: a reader would get either, by chance.",
        "content/articles/2015/Report.md with the alias 2015/report of another article",
    ),
    Code(
        "name-taken",
        "error",
        "An id is one that can't be the name of a page.",
        "`index` and `page-2` are pages of lists; Windows has devices with names such as `con`.",
        "speakers: {index: {name: Index on Censorship}}",
    ),
    Code(
        "tag-spellings",
        "warning",
        "Two spellings of a tag have the same page.",
        "They are shown as one tag, under the spelling used most.",
        "tags: [air strikes, Air-strikes]",
    ),
    Code(
        "publisher-spellings",
        "warning",
        "Two spellings of a publisher have the same page.",
        "They are shown as one publisher, under the spelling used most.",
        "publisher: Sputnik News, elsewhere Sputnik news",
    ),
    Code(
        "link-broken",
        "error",
        "A link or an image leads to nothing that is published.",
        "Readers would meet a page that isn't there.",
        "[the briefing](../2015/moscow-breifing.md)",
    ),
    Code(
        "link-to-draft",
        "warning",
        "A link leads to a draft.",
        "The draft isn't published yet: the words stand without a link.",
        "[our next article](../2016/not-yet.md)",
    ),
    Code(
        "answer-needs-quote-or-source",
        "error",
        "A counter-point has neither a quote nor a source.",
        "An answer is shown beside a claim as its equal: readers must be able to see what it rests on.",
        "method-note: {relation: rebuts, speaker: amnesty, statement: It is not so.}",
    ),
    Code(
        "verdict-needs-source",
        "warning",
        "A verdict rests on no source.",
        "A house rule of this site: who rates says on what evidence.",
        "verdict: false, without `sources`",
    ),
    Code(
        "navigation-unknown",
        "error",
        "An entry of `navigation` is neither a list that is written nor an ordinary page.",
        "It would be a link to nothing on every page.",
        "navigation: [articles, abuot]",
    ),
    Code(
        "no-url",
        "notice",
        "site.yaml gives no address of the site.",
        "Feeds, the site map and canonical links need whole addresses; without one they are left out.",
        "site.yaml without `url`",
    ),
    Code(
        "unsure",
        "notice",
        "An annotator doubts something and says so.",
        "It is no fault; the doubt is shown to readers, and here to colleagues who may know more.",
        "unsure: Is it the same spokesman?",
    ),
)
"""Each code once; other modules look theirs up by name."""
