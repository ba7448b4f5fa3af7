"""A manifest is read back as it was written, and never leads out of its folder."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing.manifest import (
    MANIFEST,
    Manifest,
    ManifestFile,
    SiteName,
    are_inside,
    manifest_bytes,
    parsed,
)

DIGEST = "0" * 64
HEAD = "site\tT\thttps://example.org/\ninputs\tabc\n"


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "./a",
        "a/.",
        "",
        "C:/a",
        "c:a",
        "a\\..\\b",
        "a\0",
        "a\tb",
        "a\nb",
        "..",
    ],
)
def test_a_path_that_could_lead_out_is_no_path_of_ours(path):
    assert not are_inside([path])


@pytest.mark.parametrize("path", ["a", "a/b.html", ".nojekyll", "..a", "a..b/c", "é/日本.html", "a b.pdf"])
def test_any_other_is(path):
    assert are_inside([path])


@given(st.text(), st.text(), st.text())
@settings(deadline=None, max_examples=50)
def test_any_title_is_read_back_from_a_manifest(tmp_path_factory, title, url, path):
    folder = tmp_path_factory.mktemp("m")
    manifest = Manifest(SiteName(title, url).in_one_line(), "1" * 64, {path: "0" * 64} if are_inside([path]) else {})
    (folder / MANIFEST).write_bytes(manifest_bytes(manifest))
    assert ManifestFile(folder).manifest == manifest
    assert ManifestFile(folder).head == Manifest(manifest.site, "1" * 64)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "site\tT",
        "site\tT\t\n",
        "site\tT\ninputs\t\n",
        "title\tT\t\ninputs\t\n",
        "site\tT\t\ndigest\t\n",
        HEAD + "a.html\n",
        HEAD + f"a.html\t{DIGEST}",
        HEAD + f"a.html\t{DIGEST}\nb.html\n",
        HEAD + f"a.html\t{DIGEST}\t\n",
        HEAD + f"a.html\t{DIGEST[1:]}\n",
        HEAD + f"a.html\t{DIGEST[1:]}g\n",
        HEAD + f"a.html\t{DIGEST[1:]}A\n",
        HEAD + f"a.html\t{DIGEST}\na.html\t{DIGEST}\n",
        HEAD + f"../a.html\t{DIGEST}\n",
        HEAD + f"\t{DIGEST}\n",
        HEAD + "\n",
    ],
)
def test_what_is_not_whole_or_not_ours_is_no_manifest(text, tmp_path):
    with pytest.raises(ValueError, match=r".*"):
        parsed(text)
    (tmp_path / MANIFEST).write_text(text)
    assert ManifestFile(tmp_path).manifest is None


def test_a_manifest_may_list_nothing():
    assert parsed(HEAD) == Manifest(SiteName("T", "https://example.org/"), "abc")


def test_what_was_published_is_known_by_the_head_alone(tmp_path):
    assert (ManifestFile(tmp_path).inputs or None) is None
    (tmp_path / MANIFEST).write_text(HEAD + "and then anything")
    assert (ManifestFile(tmp_path).inputs or None) == "abc"
    (tmp_path / MANIFEST).write_text("site\tT\t\ninputs\t\n")
    assert (ManifestFile(tmp_path).inputs or None) is None, "a tree that is cut short, or was made by hand"
