"""The checksum beside a file matches the file as it was, and nothing else."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from generator.cache.checksum import checksum_path, checksum_problem, write_checksum
from tests.folders import needs_links, needs_posix


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a file"
    path.write_bytes(b"text\n" * 99)
    write_checksum(path)
    return path


def test_a_file_that_is_as_it_was_matches(file):
    assert checksum_problem(file) == ""
    write_checksum(file)
    assert checksum_problem(file) == ""
    assert sorted(path.name for path in file.parent.iterdir()) == ["a file", "a file.sha256"]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="a program of GNU")
def test_other_programs_can_compare_it(file):
    command = ["sha256sum", "--check", "--strict", checksum_path(file).name]
    assert subprocess.run(command, cwd=file.parent, capture_output=True, check=False).returncode == 0


def test_with_another_byte_anywhere_the_two_do_not_match(file):
    for path in (file, checksum_path(file)):
        data = path.read_bytes()
        for place in range(len(data)):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            assert checksum_problem(file) == "does not match its checksum"
        path.write_bytes(data + b"\n")
        assert checksum_problem(file) == "does not match its checksum"
        path.write_bytes(data)


def test_a_checksum_is_that_of_the_file_by_its_name(file):
    other = file.rename(file.with_name("other"))
    checksum_path(file).rename(checksum_path(other))
    assert checksum_problem(other) == "does not match its checksum"


def test_without_one_the_file_has_none(file):
    checksum_path(file).write_bytes(b"")
    assert checksum_problem(file) == "has no checksum beside it"
    checksum_path(file).unlink()
    assert checksum_problem(file) == "has no checksum beside it"
    checksum_path(file).mkdir()
    assert checksum_problem(file) == "has no checksum beside it"


@needs_links
def test_a_link_is_none(file):
    checksum_path(file).rename(file.with_name("elsewhere"))
    checksum_path(file).symlink_to(file.with_name("elsewhere"))
    assert checksum_problem(file) == "has no checksum beside it"


@needs_links
def test_what_is_in_the_way_of_the_new_one_is_not_written_through(file):
    (file.parent / "precious").write_text("x")
    file.with_name("a file.sha256~").symlink_to("precious")
    file.write_bytes(b"other")
    write_checksum(file)
    assert checksum_problem(file) == ""
    assert (file.parent / "precious").read_text() == "x"


@needs_posix
def test_one_that_can_not_be_written_leaves_the_old_one(file):
    before = checksum_path(file).read_bytes()
    file.write_bytes(b"other")
    file.with_name("a file.sha256~").mkdir()
    with pytest.raises(OSError, match="sha256~"):
        write_checksum(file)
    assert checksum_path(file).read_bytes() == before
