"""A dataset to be loaded, on the disk or at a URL: its description tells which files hold which table.

A published dataset keeps the files of each version in a folder of their own, and the description at the top, replaced last,
names those of the newest; so paths are taken from it alone. URLs are whatever fsspec knows (`s3://`, `gs://`, `https://`). What
comes over a network is compared with the size and hash that the description says. Input: a folder or URL; output: Arrow tables.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.described import DescribedFile, read_package
from pipeline.dataset.faults import DatasetError
from pipeline.dataset.files import join_parts
from pipeline.dataset.swap import DESCRIPTION


class Source:
    """The dataset in a folder, or at a URL with `://`. Raises DatasetError when there is none."""

    def __init__(self, place: str | Path) -> None:
        self._place = place
        self._remote = isinstance(place, str) and "://" in place
        self._read = _fetcher(str(place)) if self._remote else _reader(Path(place))
        try:
            files = read_package(self._read(DESCRIPTION).to_pybytes())
        except (FileNotFoundError, NotADirectoryError):
            files = None
        if files is None:
            raise DatasetError(f"{place} holds no dataset of vnplans; make one with `vnplans extract`")
        self._files = files

    def table(self, name: str) -> pa.Table:
        """All rows of a table. Raises DatasetError when a file is missing or is not what the description says."""
        if not self._files.get(name):
            raise DatasetError(f"the description of {self._place} names no file", table=name)
        contents = (self._content(name, file) for file in self._files[name])
        return join_parts(name, [pq.ParquetFile(pa.BufferReader(content)).read() for content in contents])

    def _content(self, name: str, file: DescribedFile) -> pa.Buffer:
        try:
            content = self._read(file.path)
        except (FileNotFoundError, NotADirectoryError) as error:
            message = f"{file.path} is missing in {self._place}; if the dataset was just replaced, load it again"
            raise DatasetError(message, table=name) from error
        if self._remote and (content.size != file.size or hashlib.sha256(content).hexdigest() != file.sha256):
            raise DatasetError(f"{file.path} in {self._place} is not the file that the description names", table=name)
        return content


def _reader(folder: Path) -> Callable[[str], pa.Buffer]:
    """Files of a folder, by their path in it."""

    def read(path: str) -> pa.Buffer:
        with pa.OSFile(str(folder / path)) as file:
            return file.read_buffer()

    return read


def _fetcher(url: str) -> Callable[[str], pa.Buffer]:
    """Files at a URL, by their path below it. Raises DatasetError when nothing can open such a URL."""
    try:
        from fsspec.core import url_to_fs

        files, root = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise DatasetError(f"{url} cannot be opened: {error}; fsspec and the package for such addresses are needed") from error
    return lambda path: pa.py_buffer(files.cat_file(posixpath.join(root, path)))
