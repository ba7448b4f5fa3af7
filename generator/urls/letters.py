"""Letters: which one a name stands under in an index, and how pages and anchors are named after it. Knows no order.

Each script has its own letters. Accents and case count for nothing: `Élise` and `eleven` both stand under E.
"""

from __future__ import annotations

from generator.urls.names import unicode_normal_form

DIGITS = "0–9"
"""What stands for all names without a letter first: those that begin with a digit, and the few of signs alone."""
LONGEST_READ = 100
"""Characters of a name that are looked at for its first letter, and that order it."""


def letter_of(name: str) -> str:
    """The letter that a name stands under, as a capital: its first letter, behind signs; `DIGITS` if a digit comes
    first, or no letter at all."""
    return letters_of(name, 1)[0]


def letters_of(name: str, count: int) -> tuple[str, ...]:
    """The first letters of a name, so many: what `letter_of` gives, then the next ones. Digits that follow each other
    count as one sign, and so does the end of the name."""
    signs = filter(str.isalnum, unicode_normal_form("NFKD", name[:LONGEST_READ]))
    found: list[str] = []
    for sign in signs if count else ():
        letter = sign.title()[:1] if sign.isalpha() else DIGITS
        if letter != DIGITS or found[-1:] != [DIGITS]:
            found.append(letter)
        if len(found) == count:
            break
    return (*found, *[DIGITS] * (count - len(found)))


def letter_name(letter: str) -> str:
    """A letter in plain characters: `k`; `u0639` for other than Latin letters, `0` for `DIGITS`."""
    if letter == DIGITS:
        return "0"
    return letter.lower() if letter.isascii() else f"u{ord(letter):04x}"


def letter_anchor(letter: str) -> str:
    """The id of a letter on its page: `letter_k`. It has an underscore, which no id of a writer's has."""
    return f"letter_{letter_name(letter)}"
