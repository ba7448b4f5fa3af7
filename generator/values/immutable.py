"""The base of values that are made by the hundred for each article, or kept in the cache. Knows none of their fields.

Options of `Immutable`, and what is left of msgspec's others:

- `frozen`: a value is complete when it is made, and can be a key. A frozen dataclass sets each field through
  `object.__setattr__`; a Struct costs a tenth of that.
- `gc=False`: the collector doesn't visit the value. That is safe where no value leads back to itself, and a frozen one
  leads only to what was made before it.
- `array_like`, `forbid_unknown_fields`: the cache keeps the fields by place, without their names, and as many as the
  class has.
- `eq`, on by default: two values with equal fields are equal. `order` is left to the few that have one, such as
  `Location`. `kw_only` is off: short values (`Passage`, `Address`) read well by place.

A frozen dataclass remains:

- `Archive`: there is one in a build, it remembers results about itself, and a copy with other fields must not get them;
- a class with a cached property (`YamlText`, `Manifest`, `DeskArticle`, `Opened`), which needs a `__dict__`, or with a
  field that doesn't count in comparisons (`Comment`, `Sources`);
- from `sources` down, what belongs to one command or one request: it gains nothing, and may hold locks, callbacks and
  processes, which can lead back to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, dataclass_transform

import msgspec

__all__ = ["Immutable", "replace"]

if TYPE_CHECKING:
    # so that mypy compares the names and types of what `replace` changes with the fields, as it does for dataclasses
    from dataclasses import replace
else:
    from msgspec.structs import replace


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Immutable(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """A value with named fields that never change. `replace` makes another one that differs in some of them."""
