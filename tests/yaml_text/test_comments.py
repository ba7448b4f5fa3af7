"""Each comment of a YAML text has an owner, and its words are those of no value."""

from __future__ import annotations

from generator.yaml_text.comments import comments_of
from generator.yaml_text.document import read_yaml

TEXT = """\
# yaml-language-server: x
# of all claims
claims: # beside claims
  # loose

  # above a
  # and more
  a: # beside a
    quote: |  # beside the block
      # no comment
      x #neither
    tags: [one, # in the list
      'two # no']
    sources: # beside sources
      # of the first
      - b # beside b
      - title: c
        # deep
        url: https://x.y/#z
      # at its end
    # at the end of a
  # at the end of claims
# above notes
notes:
"""


def test_comments_have_the_owner_that_a_reader_sees():
    document = read_yaml(TEXT.encode(), "x.yaml")
    found = [(one.words, "/".join(one.owner), one.how) for one in comments_of(document.text, document.root)]
    assert found == [
        ("# yaml-language-server: x", "", "inside"),
        ("# of all claims", "claims", "above"),
        ("# beside claims", "claims", "line"),
        ("# loose", "claims", "inside"),
        ("# above a", "claims/a", "above"),
        ("# and more", "claims/a", "above"),
        ("# beside a", "claims/a", "line"),
        ("# beside the block", "claims/a/quote", "line"),
        ("# in the list", "claims/a/tags", "line"),
        ("# beside sources", "claims/a/sources", "line"),
        ("# of the first", "claims/a/sources", "inside"),
        ("# beside b", "claims/a/sources", "line"),
        ("# deep", "claims/a/sources", "above"),
        ("# at its end", "claims/a/sources", "inside"),
        ("# at the end of a", "claims/a", "inside"),
        ("# at the end of claims", "claims", "inside"),
        ("# above notes", "notes", "above"),
    ]
