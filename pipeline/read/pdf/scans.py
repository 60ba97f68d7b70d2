"""Pages that are images: rendered, set straight, their ruling lines found, their words recognised.

Input: the bytes of a PDF and the number of a page; output: its sheet. The file is opened by the renderer only when a page asks
for it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pypdfium2
from PIL import Image

from pipeline.read.contents import MissingToolError
from pipeline.read.pdf.grids import find_grids, is_stamp
from pipeline.read.pdf.images import brightened, rules_of, straightened
from pipeline.read.pdf.ocr import recognized, require_tool
from pipeline.read.pdf.shapes import Sheet
from pipeline.read.pdf.tapes import tapes_of

_POINTS_PER_INCH = 72
_DPI, _DPI_FOR_RULES = 300, 150
_LONGEST_SIDE = 5_200
# Tesseract's modes of page segmentation: find the blocks, take all as one block.
_AUTOMATIC, _ONE_BLOCK = 3, 6


class Scans:
    """The scanned pages of one PDF."""

    def __init__(self, data: bytes, source_file: str) -> None:
        self._data = data
        self._source_file = source_file

    def read(self, number: int) -> Sheet:
        """The sheet of a page (from 1) as its image shows it. Raises MissingToolError without the tool for that."""
        try:
            require_tool()
        except MissingToolError as error:
            raise MissingToolError(f"{self._source_file}: {error}") from error
        image, width, height, scale = self._rendered(number, _DPI)
        straight = straightened(brightened(image))
        rules, clean = rules_of(np.asarray(straight), scale)
        grids = [grid for grid in find_grids(rules) if not is_stamp(grid, width, height)]
        text = clean.copy()
        for box in (grid.box for grid in grids):
            text[round(box.top * scale) : round(box.bottom * scale), round(box.x0 * scale) : round(box.x1 * scale)] = 255
        words = recognized(Image.fromarray(text), scale, _AUTOMATIC)
        for tape in tapes_of(clean, [cell.box for grid in grids for cell in grid.cells], scale):
            found = (tape.on_page(word) for word in recognized(Image.fromarray(tape.image), scale, _ONE_BLOCK))
            words += [word for word in found if word is not None]
        return Sheet(number, width, height, tuple(words), tuple(rules), read_by_ocr=True)

    def with_rules(self, sheet: Sheet) -> Sheet:
        """A sheet whose words lie over an image, with the ruling lines of the image."""
        image, _, _, scale = self._rendered(sheet.number, _DPI_FOR_RULES)
        rules, _ = rules_of(np.asarray(image), scale)
        return replace(sheet, rules=(*sheet.rules, *rules))

    def _rendered(self, number: int, dpi: int) -> tuple[Image.Image, float, float, float]:
        """A page as a grey image, without stamps that are laid over it; its size in points, and the pixels a point."""
        document = pypdfium2.PdfDocument(self._data)
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(dpi / _POINTS_PER_INCH, _LONGEST_SIDE / max(width, height))
            image = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False).to_pil()
            page.close()
        finally:
            document.close()
        return image.convert("L"), width, height, scale
