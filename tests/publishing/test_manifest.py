"""A manifest is read back as it was written, and never leads out of its folder."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing import manifest as module
from generator.publishing.manifest import MANIFEST, Manifest, SiteName, manifest_bytes, read_manifest
from tests.folders import listed, manifest_of

DIGEST = "0" * 64
HEAD = "site\tT\thttps://example.org/\ninputs\tabc\n"


@given(st.text(), st.text())
@settings(deadline=None, max_examples=50)
def test_any_title_is_read_back_from_a_manifest(tmp_path_factory, title, url):
    folder = tmp_path_factory.mktemp("m")
    (folder / MANIFEST).write_bytes(manifest_of(SiteName(title, url), "1" * 64, {"a": DIGEST}))
    manifest = read_manifest(folder)
    assert manifest
    assert (manifest.site, manifest.inputs) == (SiteName(title, url).in_one_line(), "1" * 64)
    assert dict(manifest.files) == {"a": DIGEST}


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
        HEAD + f"b.html\t{DIGEST}\na.html\t{DIGEST}\n",
        HEAD + f"a.html\t{DIGEST}\na.html\t{DIGEST}\n",
        HEAD + f"../a.html\t{DIGEST}\n",
        HEAD + f"\t{DIGEST}\n",
        HEAD + "\n",
    ],
)
def test_what_is_not_whole_or_not_ours_is_no_manifest(text, tmp_path):
    (tmp_path / MANIFEST).write_text(text)
    assert listed(tmp_path) is None


def test_a_manifest_that_is_not_utf_8_is_none(tmp_path):
    (tmp_path / MANIFEST).write_bytes(HEAD.encode() + b"\xff\t" + DIGEST.encode() + b"\n")
    assert listed(tmp_path) is None


def test_a_manifest_may_list_nothing(tmp_path):
    (tmp_path / MANIFEST).write_text(HEAD)
    assert listed(tmp_path) == {}


def test_what_was_published_is_known_by_the_head_alone(tmp_path):
    assert read_manifest(tmp_path) is None
    (tmp_path / MANIFEST).write_text(HEAD + "and then anything")
    manifest = read_manifest(tmp_path)
    assert manifest
    assert manifest.inputs == "abc"
    (tmp_path / MANIFEST).write_text("site\tT\t\ninputs\t\n")
    manifest = read_manifest(tmp_path)
    assert manifest
    assert manifest.inputs == "", "a tree that is cut short, or was made by hand"


def test_where_a_file_can_not_be_mapped_it_is_read(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.ENODEV, "No such device")

    monkeypatch.setattr(module, "mmap", refuse)
    (tmp_path / MANIFEST).write_text(HEAD + f"a.html\t{DIGEST}\n")
    assert listed(tmp_path) == {"a.html": DIGEST}


@pytest.mark.parametrize("block", [1, 100, 2**20])
def test_the_bytes_are_the_same_in_blocks_of_any_size(monkeypatch, block):
    files = {f"{n}.html": DIGEST for n in range(50)}
    whole = manifest_of(SiteName("T"), "abc", files)
    monkeypatch.setattr(module, "_BLOCK", block)
    blocks = [*manifest_bytes(Manifest(SiteName("T"), "abc"), sorted(files.items()))]
    assert b"".join(blocks) == whole
    assert max(map(len, blocks)) < block + 100
