"""Distributions made in a folder as an installer leaves them: modules, and beside them what tells of their entry points."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.read.installed import GROUP


def install(
    folder: Path, distribution: str, readers: Mapping[str, str], modules: Mapping[str, str], version: str = "1.0"
) -> None:
    """Install into `folder` a distribution whose entry points offer `readers` (name: module:object); modules by file name."""
    for name, source in modules.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    told = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", encoding="utf-8")
    offered = "".join(f"{name} = {value}\n" for name, value in readers.items())
    (told / "entry_points.txt").write_text(f"[{GROUP}]\n{offered}", encoding="utf-8")
