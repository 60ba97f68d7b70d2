"""The notebooks run as a researcher would run them, on the dataset of the samples, and are kept without outputs."""

from __future__ import annotations

import base64
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.sample_dataset import sample_dataset

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
_SECONDS = 120


def run(path: Path, folder: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs, run in `folder` by a kernel of its own."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "module://matplotlib_inline.backend_inline"})
    return notebook


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the dataset and the pages where notebooks look for them."""
    (tmp_path / "extracted").symlink_to(sample_dataset())
    (tmp_path / "raw").symlink_to(ROOT / "raw")
    shutil.copytree(ROOT / "tests" / "gold", tmp_path / "tests" / "gold")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def test_there_are_notebooks():
    assert [path.stem for path in NOTEBOOKS] == ["01_load", "02_compare_provinces", "03_quality"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path, project):
    notebook = run(path, project / "notebooks")
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert outputs
    # A warning is what a researcher would stumble over: a font without Vietnamese letters, a call that will go.
    assert [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"] == []
    pictures = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == sum("plt.subplots" in cell.source for cell in notebook.cells)
    assert all(len(base64.b64decode(picture)) > 5_000 for picture in pictures)


def test_a_notebook_makes_the_dataset_where_there_is_none(tmp_path):
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "002_e4fe494c0084b2ad.txt", tmp_path / "raw")
    (tmp_path / "notebooks").mkdir()
    run(ROOT / "notebooks" / "01_load.ipynb", tmp_path / "notebooks")
    assert (tmp_path / "extracted" / "datapackage.json").is_file()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_kept_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert notebook.cells[0].source.startswith("# ")
