"""One input file becomes rows, whatever happens: this is what a worker process does.

The only place where a failure of any kind is caught: a fault in one document must not cost a run of thousands. What was
caught becomes an `error` row with the place in the code, so nothing is lost from sight.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import PurePath

from pipeline.corrections import corrected
from pipeline.dataset import DatasetError, DocumentRows, document_rows, failure_rows
from pipeline.doubts import doubt
from pipeline.extraction import extract
from pipeline.model import Diagnostic
from pipeline.read import MissingToolError, ReadError
from pipeline.recognize.ner import NerReader, model_reader
from pipeline.run.inputs import InputFile


def read_documents(files: Sequence[InputFile], *, ner: bool = True) -> list[DocumentRows]:
    """The rows of each file, in the order given; without `ner` by the rules alone."""
    names = model_reader() if ner else None
    return [read_document(file, names) for file in files]


def read_document(file: InputFile, names: NerReader | None = None) -> DocumentRows:
    """The rows of one file: its records, or the diagnostic that says why there are none."""
    if file.skipped:
        return _failure(file, doubt("file-skipped", "not a page: passed over"))
    try:
        return document_rows(corrected(extract(file.path, file.source_file, ner=names), file.corrections))
    except MissingToolError as error:
        return _failure(file, doubt("tool-missing", str(error)))
    except ReadError as error:
        return _failure(file, doubt("file-unreadable", str(error)))
    except OSError as error:
        return _failure(file, doubt("file-unreadable", error.strerror or type(error).__name__))
    except DatasetError as error:
        return _failure(file, doubt("rows-refused", f"a record breaks the contract: {error}"))
    except Exception as error:
        return _failure(file, doubt("document-failed", _described(error)))


def _failure(file: InputFile, diagnostic: Diagnostic) -> DocumentRows:
    return failure_rows(file.source_file, [diagnostic])


def _described(error: Exception) -> str:
    """What went wrong and where in the code, in words that do not depend on the machine."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" (in {frames[-1].name}, {PurePath(frames[-1].filename).name} line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:300]}{where}"
