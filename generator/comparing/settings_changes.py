"""What changed in the settings that say how annotations are shown and checked: verdicts, codes and house rules.

Takes both as values. The other settings are about the site as a whole, and are reviewed as code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.comparing.archive_changes import ArchiveChange
from generator.comparing.change_lines import change_lines
from generator.comparing.changes import FieldChange
from generator.comparing.plain_values import FieldValue, field_value
from generator.comparing.since import Since
from generator.diagnostics import Location
from generator.model import CodeKey, Settings, Verdict

_Values = Mapping[str, FieldValue]
"""The values of one entry of a setting, by key."""


def setting_changes(
    before: Settings, now: Settings, places: Mapping[str, Location], since: Since
) -> Iterator[ArchiveChange]:
    """The changes of verdicts, codes and rules, where they are now by `places`. The id of a change is that of the
    entry, such as `verdicts/false`."""
    for line in change_lines(_changes(_entries(before), _entries(now)), since.vocabulary):
        id = line.change.id
        above = (id.rsplit("/", n)[0] for n in range(id.count("/") + 1))
        place = next((places[one] for one in (f"{id}/{line.change.field}", *above) if one in places), _NOWHERE)
        yield ArchiveChange(place, "", "~", line)


_NOWHERE = Location("site.yaml")


def _changes(before: Mapping[str, _Values], now: Mapping[str, _Values]) -> Iterator[FieldChange]:
    """The changes of entries. One that came or went is known by its first key, a label or a list of values."""
    for id in dict.fromkeys((*now, *before)):
        old, new = before.get(id, {}), now.get(id, {})
        keys = dict.fromkeys((*new, *old))
        for key in keys if old and new else list(keys)[:1]:
            values = old.get(key, ""), new.get(key, "")
            if values[0] != values[1]:
                yield FieldChange(id, key, *values)


def _entries(settings: Settings) -> dict[str, _Values]:
    """The entries by id, each without the keys that it leaves out."""
    return {
        **{f"verdicts/{one.key}": _filled(_verdict(one)) for one in settings.verdicts},
        **dict(_codes(settings.codes)),
        "rules": dict(settings.rules),
    }


def _verdict(one: Verdict) -> _Values:
    names = (name for name in one.__struct_fields__ if name not in ("key", "rating"))
    rating = "" if one.rating is None else str(one.rating)
    return {**{name: field_value(getattr(one, name)) for name in names}, "rating": rating}


def _codes(codes: tuple[CodeKey, ...]) -> Iterator[tuple[str, _Values]]:
    for code in codes:
        values = tuple((value.name,) for value in code.values)
        required = tuple((kind,) for kind in code.required)
        own: _Values = {"values": values, "definition": code.definition, "required": required}
        yield f"codes/{code.key}", _filled({**own, "several": field_value(code.several)})
        for value in code.values:
            yield (
                f"codes/{code.key}/values/{value.name}",
                _filled({"definition": value.definition, "example": value.example}),
            )


def _filled(values: _Values) -> _Values:
    return {key: value for key, value in values.items() if value}
