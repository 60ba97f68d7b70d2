"""Installs the reader whose files loop, eat memory or kill: a run must outlive them. Orders: see `poison_reader`."""

from __future__ import annotations

from pathlib import Path

from tests.installing import install

_MODULE = "vnplans_poison"


def install_poison(folder: Path) -> None:
    """Install the reader into `folder`, which is to stand on PYTHONPATH of the processes that shall find it."""
    source = Path(__file__).with_name("poison_reader.py").read_text(encoding="utf-8")
    install(folder, "vnplans-poison", {"poison": f"{_MODULE}:READER"}, {f"{_MODULE}.py": source})
