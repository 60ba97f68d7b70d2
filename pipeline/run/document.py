"""One input file becomes rows, whatever happens: the only place where a failure of any kind is caught.

A fault in one document must not cost a run of thousands. What was caught becomes an `error` row with the place in the code,
so nothing is lost from sight. Want of memory is no fault of the document alone and goes on to whoever watches the process.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.corrections import corrected
from pipeline.dataset import DatasetError, DocumentRows, document_rows, failure_rows
from pipeline.doubts import doubt
from pipeline.extraction import extract_bytes
from pipeline.model import Diagnostic
from pipeline.read import MissingToolError, ReadError
from pipeline.recognize.ner import NerReader
from pipeline.run.inputs import InputFile


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one file. `lasts` when the same page gives them again: a missing program or a full disk may be mended."""

    rows: DocumentRows
    lasts: bool = True


def read_document(file: InputFile, data: bytes, names: NerReader | None = None) -> Reading:
    """The rows of one file with the bytes `data`: its records, or the diagnostic that says why there are none.

    Raises MemoryError.
    """
    if file.skipped:
        return Reading(failed(file, doubt("file-skipped", "not a page: passed over")))
    try:
        return Reading(document_rows(corrected(extract_bytes(data, file.source_file, ner=names), file.corrections)))
    except MissingToolError as error:
        return Reading(failed(file, doubt("tool-missing", str(error))), lasts=False)
    except ReadError as error:
        return Reading(failed(file, doubt("file-unreadable", str(error))))
    except OSError as error:
        return unreadable(file, error)
    except DatasetError as error:
        return Reading(failed(file, doubt("rows-refused", f"a record breaks the contract: {error}")))
    except MemoryError:
        raise
    except Exception as error:
        return Reading(failed(file, doubt("document-failed", _described(error))))


def unreadable(file: InputFile, error: OSError) -> Reading:
    """The rows of a file that could not be opened."""
    return Reading(failed(file, doubt("file-unreadable", error.strerror or type(error).__name__)), lasts=False)


def failed(file: InputFile, diagnostic: Diagnostic) -> DocumentRows:
    """The rows of a file that gave no document."""
    return failure_rows(file.source_file, [diagnostic])


def _described(error: Exception) -> str:
    """What went wrong and where in the code, in words that do not depend on the machine."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" (in {frames[-1].name}, {PurePath(frames[-1].filename).name} line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:300]}{where}"
