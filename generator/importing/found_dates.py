"""Dates as other programs write them, where they have one meaning."""

from __future__ import annotations

from generator.formats.dates import machine_form
from generator.formats.fields import FieldError, full_date, partial_date


def day_of(text: str, *, whole: bool = False) -> str:
    """A date in ISO form; the day of a time; a year or a month unless it must be `whole`; empty for any other text."""
    written = machine_form(text.strip())
    try:
        return (full_date if whole else partial_date)(written.day if written else text.strip())
    except FieldError:
        return ""
