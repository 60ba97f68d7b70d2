"""A Word file opened: the parts that hold its text and what the text's look depends on.

A file is a zip archive of XML parts that name each other by relationships (ISO/IEC 29500-2); the main part may have any
name, and macros, templates and the strict variant of the format differ in nothing that matters here. Input: the bytes of a
file; output: a `Package` of parsed parts. Raises ReadError for archives and parts that are damaged, too large or locked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.read.contents import ReadError
from pipeline.read.docx.names import DRAWING, MAIN, MATH, RELATIONSHIPS, w

_LARGEST = 256 * 1024 * 1024  # of the parts that are read, unpacked; a plan of a thousand pages has a tenth of it
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", MAIN.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONSHIPS.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", DRAWING.encode()),
)
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, etree.XMLSyntaxError)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file as parsed XML; None for those that it does not have. `body` holds the paragraphs and tables."""

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    theme: etree._Element | None
    notes: tuple[etree._Element, ...]


def open_package(data: bytes, source_file: str) -> Package:
    """The parts of the Word file `data`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Parts(archive).package(source_file)
    except RuntimeError as error:  # what zipfile raises for members that need a password
        raise ReadError(f"{source_file}: the Word file is locked by a password") from error
    except ReadError:
        raise
    except _DAMAGES as error:
        raise ReadError(f"{source_file}: a damaged Word file ({error})") from error


class _Parts:
    """The members of an archive by name, whatever their case, and how much of them was unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}
        self._left = _LARGEST

    def package(self, source_file: str) -> Package:
        main = self._main()
        root = None if main is None else self._parsed(main, source_file)
        body = None if root is None else root.find(w("body"))
        if main is None or body is None:
            raise ReadError(f"{source_file}: a damaged Word file (it has no body)")
        related = dict(self._related(main, source_file))
        parts = {kind: self._parsed(name, source_file) for kind, name in related.items() if kind in _WANTED}
        notes = tuple(part for kind in ("footnotes", "endnotes") if (part := parts.get(kind)) is not None)
        return Package(body, parts.get("styles"), parts.get("numbering"), parts.get("theme"), notes)

    def _main(self) -> str | None:
        """The name of the main part: as the archive's relationships say, else as it usually is."""
        for kind, name in self._related("", ""):
            if kind == "officedocument" and name in self._members:
                return name
        return next((name for name in self._members if name.startswith("word/document") and name.endswith(".xml")), None)

    def _related(self, part: str, source_file: str) -> Iterator[tuple[str, str]]:
        """The parts that `part` names, as (the last word of the kind of relationship, name)."""
        folder, name = posixpath.split(part)
        root = self._parsed(posixpath.join(folder, "_rels", f"{name}.rels"), source_file)
        for relationship in () if root is None else root.iter(_RELATIONSHIP):
            if relationship.get("TargetMode") == "External":
                continue
            target = (relationship.get("Target") or "").replace("\\", "/").lower()
            joined = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            yield (relationship.get("Type") or "").rpartition("/")[2].lower(), joined

    def _parsed(self, name: str, source_file: str) -> etree._Element | None:
        """The root of a part; None when the archive does not have it. A strict part comes with the usual namespaces."""
        info = self._members.get(name)
        if info is None:
            return None
        self._left -= info.file_size
        if self._left < 0:
            raise ReadError(f"{source_file}: the Word file unpacks to more than {_LARGEST // 1024**2} MB")
        content = self._archive.read(info)
        root = etree.fromstring(content, _parser())
        if any(uri.startswith(_STRICT) for uri in root.nsmap.values()):
            for strict, usual in _STRICT_NAMES:
                content = content.replace(strict, usual)
            root = etree.fromstring(content, _parser())
        return root


_WANTED = frozenset(("styles", "numbering", "theme", "footnotes", "endnotes"))


def _parser() -> etree.XMLParser:
    """A parser that fetches nothing and expands no entities."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
