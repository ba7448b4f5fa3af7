"""Which links a text may hold: an allow-list of URL schemes.

A list of dangerous schemes is never complete: markdown-it-py's own passes `blob:`, `filesystem:` and others.
"""

from __future__ import annotations

import re

ALLOWED_SCHEMES = frozenset({"http:", "https:", "mailto:"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)


def scheme_of(href: str) -> str:
    """The scheme of an address as it is written, with its colon; `""` for a path or a fragment."""
    scheme = _SCHEME.match(href)
    return scheme[0] if scheme else ""


def is_allowed(scheme: str) -> bool:
    """Whether a link with this scheme may be written. Without a scheme it leads into the site."""
    return scheme.lower() in ALLOWED_SCHEMES
