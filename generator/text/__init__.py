"""Plain-text tools: normalization, quote matching, comparison, suggestions. Knows nothing of documents."""

from __future__ import annotations

from generator.text.copied_signs import without_signs
from generator.text.did_you_mean import MOST_NEAREST, misspelt, nearest_name, nearest_told, only_misspelt
from generator.text.diff import Difference, compared, differences, unequal, words_of
from generator.text.direction import direction_of, direction_of_text
from generator.text.normalize import Normalized, is_wide, normalize_text, normalized
from generator.text.passage_search import LONGEST_COMPARED, likeness, nearest_passage, search_cost
from generator.text.quotation_marks import Quotations, mode_of_all
from generator.text.quote_match import (
    MOST_CANDIDATES,
    Cut,
    Matches,
    RangePlaces,
    Span,
    ellipses_in,
    ends_of_range,
    find,
    find_range,
    is_border,
)
from generator.text.quote_pieces import pieces_of
from generator.text.quote_suggestions import (
    around,
    cut_by,
    cuts_flag,
    folded_index,
    has_one_place,
    lengthened,
    likest_first,
    suggest_quote,
    suggest_quotes,
    suggestion_cost,
    whole_words,
)
from generator.text.scripts import languages_in, script_of, script_of_language

__all__ = [
    "LONGEST_COMPARED",
    "MOST_CANDIDATES",
    "MOST_NEAREST",
    "Cut",
    "Difference",
    "Matches",
    "Normalized",
    "Quotations",
    "RangePlaces",
    "Span",
    "around",
    "compared",
    "cut_by",
    "cuts_flag",
    "differences",
    "direction_of",
    "direction_of_text",
    "ellipses_in",
    "ends_of_range",
    "find",
    "find_range",
    "folded_index",
    "has_one_place",
    "is_border",
    "is_wide",
    "languages_in",
    "lengthened",
    "likeness",
    "likest_first",
    "misspelt",
    "mode_of_all",
    "nearest_name",
    "nearest_passage",
    "nearest_told",
    "normalize_text",
    "normalized",
    "only_misspelt",
    "pieces_of",
    "script_of",
    "script_of_language",
    "search_cost",
    "suggest_quote",
    "suggest_quotes",
    "suggestion_cost",
    "unequal",
    "whole_words",
    "without_signs",
    "words_of",
]
