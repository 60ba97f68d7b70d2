"""Folders on disks and elsewhere: the same names, the same bytes, files written whole."""

from __future__ import annotations

import pickle
from pathlib import Path

import fsspec
import pytest

from pipeline.run.stores import Store, is_url


@pytest.fixture(params=["path", "local", "memory"])
def store(request, tmp_path):
    """An empty store: a folder by its path, the same kind of folder through fsspec, and fsspec's memory."""
    if request.param == "memory":
        memory = fsspec.filesystem("memory")
        yield Store.at("memory://bucket/plans/")
        memory.rm("/bucket", recursive=True) if memory.exists("/bucket") else None
        return
    (tmp_path / "plans").mkdir()
    yield Store.at(tmp_path / "plans" if request.param == "path" else f"local://{tmp_path}/plans")


def test_what_is_written_is_read(store):
    for name, data in (("a.txt", b"a"), ("2019/b.txt", b""), ("2019/Đà Nẵng/kế hoạch.txt", b"\x00\xff" * 1000)):
        store.write(name, data)
        assert store.read(name) == data
        assert store.exists(name)
    store.write("a.txt", b"other")
    assert store.read("a.txt") == b"other"
    assert sorted(store.names()) == ["2019/b.txt", "2019/Đà Nẵng/kế hoạch.txt", "a.txt"]
    assert sorted(store.below("2019").names()) == ["b.txt", "Đà Nẵng/kế hoạch.txt"]


def test_hidden_files_and_folders_are_passed_over(store):
    for name in (".a", ".git/b", "c/.d/e", "c/.f", "c/g"):
        store.write(name, b"x")
    assert list(store.names()) == ["c/g"]


def test_what_is_not_there_is_told(store):
    with pytest.raises(FileNotFoundError):
        store.read("nowhere")
    assert not store.exists("nowhere")
    assert not store.is_file()


def test_files_are_removed_and_missing_ones_passed_over(store):
    store.write("a", b"x")
    store.write("b", b"x")
    store.remove(["a", "nowhere"])
    assert list(store.names()) == ["b"]


def test_a_file_of_this_machine_is_put(store, tmp_path):
    (tmp_path / "own").write_bytes(b"rows" * 1000)
    store.put("x/own", tmp_path / "own")
    assert store.read("x/own") == b"rows" * 1000


def test_a_store_goes_to_other_processes_without_its_connection(store):
    store.write("a", b"x")
    again = pickle.loads(pickle.dumps(store))
    assert again == store
    assert again.read("a") == b"x"
    assert len(pickle.dumps(store)) < 200


def test_a_file_on_disk_is_never_seen_half(tmp_path, monkeypatch):
    store = Store.at(tmp_path)
    store.write("a", b"old")
    seen: list[bytes] = []
    replace = Path.replace

    def look(path: Path, to: Path) -> Path:
        seen.append((tmp_path / "a").read_bytes())
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", look)
    store.write("a", b"new")
    assert (seen, store.read("a"), list(tmp_path.iterdir())) == ([b"old"], b"new", [tmp_path / "a"])


@pytest.mark.parametrize(
    ("place", "expected"),
    [("s3://bucket/plans", True), ("memory://x", True), ("raw", False), ("/a/b:c", False), (Path("s3:/bucket"), False)],
)
def test_a_url_is_told_from_a_path(place, expected):
    assert is_url(place) == expected


def test_a_file_url_is_a_path(tmp_path):
    assert Store.at(f"file://{tmp_path}").path == tmp_path
    assert Store.at("memory://x").path is None
