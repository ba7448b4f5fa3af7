"""The phrases of new files that were written for editors, and not for readers. Finds those that are still there.

`cli/scaffold.py` writes its files with these phrases, so that what is looked for is what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.diagnostics import Diagnostic, Location

_OWN_WORDS = "Write it in your own words, or remove it."
_SAMPLE = (
    "Delete the sample article's two files, and the entries that begin with `counterpoint` in `content/speakers.yaml` "
    "and `content/sources.yaml`."
)
_PHRASES: Mapping[str, tuple[str, str]] = {
    "site": ("A new archive", "Give the site a name."),
    "description": ("News stories, read closely", "Write what your archive is, in one sentence, or remove the line."),
    "who": ("Say who you are, who pays for this archive", _OWN_WORDS),
    "which": ("Say which news articles are included", _OWN_WORDS),
    "rates": ("Say who rates claims, on what evidence", _OWN_WORDS),
    "report": ("Say where readers can report a mistake", _OWN_WORDS),
    "sample": ("Replace this article with your first one", _SAMPLE),
    "authors": ("They write the program that builds these pages, and wrote its sample article", _SAMPLE),
    # `new article` wrote it once:
    "reasons": ("The reasons for the verdict", "Write the reasons, or remove the note."),
    "newsroom": ("The name of your newsroom", "Write its name, or remove `organization`."),
    "owners": ("Say who owns the newsroom, and who pays for it", _OWN_WORDS),
    "heard": ("Say whether you ask the people whose words you rate for an answer", _OWN_WORDS),
    "study": ("Say what your study asks, and for whom", _OWN_WORDS),
    "sample_drawn": ("Say how the articles were drawn", _OWN_WORDS),
    "claims_coded": ("Say whether all of their claims are coded, or which", _OWN_WORDS),
    "origin": ("Say where your codes come from", _OWN_WORDS),
    "coders": ("Say who codes, and how they learned it", _OWN_WORDS),
    "agreement": ("Say how many articles two people code, and how well they agree", _OWN_WORDS),
    "class_name": ("The name of your class", "Write its name, or remove `organization`."),
    "class_who": ("Say which class and which school this is, who answers for these pages", _OWN_WORDS),
    "task": ("Say who works with whom, and until when", _OWN_WORDS),
    "installs": (
        "Write what pip installs",
        "Write where Counterpoint comes from, such as `counterpoint-archive @ git+https://ADDRESS@COMMIT`.",
    ),
    "short": ("The name where there is little room", _OWN_WORDS),
    "role": ("The speaker's position when they spoke", _OWN_WORDS),
    "person": ("One or two sentences about the speaker", _OWN_WORDS),
}
SCAFFOLD_PHRASES: Mapping[str, str] = {name: phrase for name, (phrase, _) in _PHRASES.items()}
"""The phrases, by the name under which templates of new files have them. None is longer than a line."""
_STEPS = dict(_PHRASES.values())


def placeholder_problems(
    text: str, at: Callable[[], Location], *, in_lines: bool = False, seen_by: str = "Readers"
) -> Iterator[Diagnostic]:
    """A warning for each phrase of a new file that is still in a text.

    `at` gives where the text begins; it is called only where a phrase is found. With `in_lines` the text's lines are
    lines of the file, so that the place of the phrase is known. `seen_by` says who would find it.
    """
    for phrase in SCAFFOLD_PHRASES.values():
        if phrase in text:
            here = at()
            if in_lines:
                before = text[: text.index(phrase)]
                here = Location(here.path, here.line + before.count("\n"), len(before) - before.rfind("\n"))
            message = f"{seen_by} would see “{phrase}”, which new files contain for you to replace."
            yield Diagnostic.of("placeholder", here, message, step=_STEPS[phrase])
