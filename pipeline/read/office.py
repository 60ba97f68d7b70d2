"""Older and foreign word processor files (`.doc`, `.rtf`, `.odt`): LibreOffice converts them to `.docx`, which is then read.

Of the formats that LibreOffice writes, this one keeps automatic numbering and merged cells as they were set. Each conversion
has a folder and a user profile of its own, since LibreOffice serves one user at a time, and a time limit, since it may wait
for an answer that nobody gives. Input: the bytes of a file and its format; output: its `Contents`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipeline.read.contents import Contents, MissingToolError, ReadError
from pipeline.read.docx import read_docx
from pipeline.read.sniff import Format

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 180
_OUTPUT = "docx:MS Word 2007 XML"


def read_office(data: bytes, source_file: str, form: Format) -> Contents:
    """The contents of a file of format `form`.

    Raises MissingToolError where LibreOffice is not installed, ReadError for a file that it cannot convert, or not in time.
    """
    return read_docx(converted(data, source_file, form), source_file)


def converted(data: bytes, source_file: str, form: Format, seconds: float = _SECONDS) -> bytes:
    """The file as a Word document of the present format."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingToolError(
            f"{source_file}: LibreOffice, which reads {form} files, is not installed (apt-get install libreoffice-writer)"
        )
    with tempfile.TemporaryDirectory(prefix="vnplans-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{form}"
        source.write_bytes(data)
        said = _convert(program, source, folder / "converted", source_file, seconds)
        made = folder / "converted" / "document.docx"
        if not made.is_file():
            raise ReadError(f"{source_file}: LibreOffice cannot read this {form} file ({said or 'it does not say why'})")
        return made.read_bytes()


def _convert(program: str, source: Path, target: Path, source_file: str, seconds: float) -> str:
    """Run the conversion; what LibreOffice said of it, without the folder's name."""
    home = source.parent
    command = [
        program, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", _OUTPUT, "--outdir", str(target), str(source),
    ]  # fmt: skip
    with subprocess.Popen(
        command,
        cwd=home,
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # its helper processes are ended with it
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ReadError(f"{source_file}: LibreOffice took longer than {seconds:g} seconds") from error
        finally:
            _end(process)
    return _errors(said.decode("utf-8", "replace"), home)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _errors(said: str, home: Path) -> str:
    lines = [line.strip() for line in said.replace(str(home), "").splitlines() if line.startswith("Error")]
    return "; ".join(lines)[:200]
