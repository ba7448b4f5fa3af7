"""How the site names people that Git knows. No address gets out, whatever it is called."""

from __future__ import annotations

from generator.diagnostics import one_line
from generator.formats.naming import has_address
from generator.model import Naming
from generator.values import Immutable

_LONGEST = 80


class Namer(Immutable):
    """Names authors as the setting `people` says."""

    people: Naming

    def name(self, author: str, address: str) -> str:
        """What the author of a commit is called; empty for one who stays unnamed."""
        key = self.key_of(author, address)
        if key is not None:
            return dict(self.people.named)[key]
        if not self.people.others or has_address(author):
            return ""
        name = one_line("".join(sign if sign.isprintable() else " " for sign in author))[:_LONGEST].strip()
        return _initials(name) if self.people.others == "initials" else name

    def key_of(self, author: str, address: str) -> str | None:
        """The key of `people` that means this author: an address in any case, or a name; None where none does."""
        address, author = address.casefold(), author.strip()
        return next((key for key, _ in self.people.named if key.casefold() == address or key == author), None)


def _initials(name: str) -> str:
    return "".join(f"{word[0]}." for word in name.replace("-", " ").split() if word[0].isalnum())
