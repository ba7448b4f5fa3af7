"""What the messages of the YAML parser mean, in plain words."""

from __future__ import annotations

_MISFIT = "This line does not fit the structure of the lines above, for example because of its indentation."
PLAIN_MESSAGES = {
    "mapping values are not allowed": "YAML reads the words before this colon as a key, but a key cannot begin here.",
    "could not find expected ':'": "This line has no colon and space after its key, or is not indented far enough to "
    "continue the text above.",
    "sequence entries are not allowed": "A list cannot begin here; it must begin on a line of its own.",
    "unexpected end of stream": "The quotation mark or bracket that opens here is never closed.",
    "did not find expected key": _MISFIT,
    "expected <block end>": _MISFIT,
    "did not find expected '-' indicator": "The lines above are a list, but this line does not begin with a dash.",
    "cannot start any token": "An unquoted text cannot begin with this character.",
    "unknown escape character": "In double quotation marks a backslash begins an escape, but this is not a valid one.",
    "expected <document start>": "There is text after the end of the YAML document.",
}
"""Part of a message of PyYAML or libyaml → the message in plain words."""
