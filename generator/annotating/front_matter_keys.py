"""Changes keys of the front matter of an article or a page. The body is never touched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from generator.annotating.edit import Edit, made
from generator.annotating.keys import key_changes, with_changes
from generator.annotating.opened import Opened, opened
from generator.annotating.refused import Refused
from generator.annotating.values import Value, inside, plain_value, refused_text, value_of
from generator.formats.front_matter import front_matter_document

FRONT_MATTER_KEYS = tuple(
    "title titles subtitle date publisher authors section tags url archived captured updated language direction "
    "summary retold annotated rights corrections draft aliases image text".split()
)
"""The order of the keys of front matter."""


def change_front_matter(data: bytes, path: str, changes: Mapping[str, Value | None]) -> Edit | Refused:
    """The edit that gives keys of the front matter new values; None removes a key, with its comment.

    `caption` is the caption inside of `image`, whose other keys stay.
    """
    assert set(changes) <= {*FRONT_MATTER_KEYS, "caption"}, "a key of front matter has a name of the format"
    assert not {"image", "caption"} <= set(changes), "the caption is changed alone, or with the image"
    read = partial(open_front_matter, path=path)
    file = read(data)
    if isinstance(file, Refused):
        return file
    plain = {key: None if value is None else plain_value(value) for key, value in changes.items()}
    if "caption" in plain:
        image = with_changes(inside(value_of(file.root), ("image",)), {"caption": plain.pop("caption")})
        plain["image"] = image
    if why := refused_text(plain):
        return why
    steps = list(key_changes((), file.root, plain, FRONT_MATTER_KEYS))
    gone = tuple((*step.path, step.key) for step in steps if step.value is None)
    return made(data, read, steps, lambda old: with_changes(old, plain), gone)


def open_front_matter(data: bytes, path: str) -> Opened | Refused:
    """An article or a page whose front matter can be edited, or the reason why it can't."""
    document, body = front_matter_document(data, path)
    return opened(data, document, body)
