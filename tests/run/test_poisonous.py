"""The poisoned files are claimed, and the harmless one gives its plan: what the tests of hard runs stand on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.read.markup import read_plain
from tests.run.poison_reader import READER
from tests.run.poisonous import install_poison

ROOT = Path(__file__).parents[2]
PLAN = "Ủy ban nhân dân tỉnh\n\nI. Mục đích"
READ = """
import sys
from pathlib import Path
from pipeline.read import read
page = read(Path(sys.argv[1]), "a.txt")
print(page.source_format, ascii(page.items[0].text))
"""


@pytest.mark.parametrize(
    ("data", "claimed"),
    [
        (b"POISON loop", True),
        (b"POISON loop-in-c\nx", True),
        (b"POISON loop-in-regex\n", True),
        (b"POISON eat\n", True),
        (b"POISON crash", True),
        (b"POISON crash-segv\n", True),
        (b"POISON crash-once /tmp/a b\n", True),
        (b"POISON plain\n", True),
        (b"POISON ivy\n", False),
        (b"POISON", False),
        (b"x POISON loop\n", False),
        (b"", False),
    ],
)
def test_claims(data: bytes, claimed: bool) -> None:
    assert READER.claims(data, "a.txt") is claimed


def test_plain_is_the_text_behind_the_first_line() -> None:
    assert READER.read(b"POISON plain\n" + PLAN.encode(), "a.txt") == read_plain(PLAN)


def reading(folder: Path, order: str) -> subprocess.CompletedProcess[bytes]:
    install_poison(folder / "installed")
    (folder / "a.txt").write_text(f"POISON {order}\n{PLAN}", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder / 'installed'}"}
    command = [sys.executable, "-c", READ, str(folder / "a.txt")]
    return subprocess.run(command, env=environment, capture_output=True, timeout=60)


def test_another_process_finds_it(tmp_path: Path) -> None:
    assert reading(tmp_path, "plain").stdout.decode() == f"poison {'Ủy ban nhân dân tỉnh'!a}\n"


@pytest.mark.parametrize(("order", "sent"), [("crash", signal.SIGKILL), ("crash-segv", signal.SIGSEGV)])
def test_crashes_end_the_process(tmp_path: Path, order: str, sent: signal.Signals) -> None:
    assert reading(tmp_path, order).returncode == -sent


def test_once_is_not_twice(tmp_path: Path) -> None:
    marker = tmp_path / "done before"
    assert reading(tmp_path, f"crash-once {marker}").returncode == -signal.SIGKILL
    assert marker.exists()
    (tmp_path / "again").mkdir()
    assert reading(tmp_path / "again", f"crash-once {marker}").stdout.startswith(b"poison ")
