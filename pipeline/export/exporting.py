"""Which forms there are, and how one is written: beside its place under a hidden name first, then moved there in one step.

Input: a dataset folder, the name of a form and a place; output: a file, or a folder of files for CSV.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.dataset import DatasetError
from pipeline.dataset.swap import is_dataset
from pipeline.export.csv_folder import is_csv_export, write_csv
from pipeline.export.duckdb_file import write_duckdb
from pipeline.export.faults import ExportError
from pipeline.export.sqlite_file import write_sqlite
from pipeline.export.workbook import write_workbook


@dataclass(frozen=True, slots=True)
class Form:
    """A form of export: how it is written, and the place that it has unless told."""

    write: Callable[[Path, Path], None]
    default: str


FORMS: Mapping[str, Form] = {
    "csv": Form(write_csv, "vnplans-csv"),
    "xlsx": Form(write_workbook, "vnplans.xlsx"),
    "sqlite": Form(write_sqlite, "vnplans.sqlite"),
    "duckdb": Form(write_duckdb, "vnplans.duckdb"),
}


def export(folder: Path, to: str, out: Path | None = None, *, replace: bool = False) -> Path:
    """Write the dataset in `folder` in the form `to` and return where. Raises DatasetError and ExportError.

    What stands at `out` is kept unless `replace` is set; a folder is replaced only if it holds an export.
    """
    if not is_dataset(folder):
        raise DatasetError(f"{folder} holds no dataset of vnplans; make one with `vnplans extract`")
    form = FORMS[to]
    target = (out or Path(form.default)).resolve()
    if target == folder.resolve() or folder.resolve() in target.parents:
        raise ExportError(f"{target} lies in the dataset, which each run replaces; name another place")
    if target.exists():
        _refuse(target, replace)
    partial = target.parent / f".{target.name}.{secrets.token_hex(4)}.partial"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        form.write(folder, partial)
        if target.is_dir():
            shutil.rmtree(target)
        partial.replace(target)
    except OSError as error:
        raise ExportError(f"{target} could not be written: {error.strerror or error}") from error
    finally:
        _remove(partial)
    return target


def _refuse(target: Path, replace: bool) -> None:
    if not replace:
        raise ExportError(f"{target} is there already; name another place or say --replace")
    if target.is_dir() and any(target.iterdir()) and not is_csv_export(target):
        raise ExportError(f"{target} is a folder that holds more than a CSV export; name another place")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
