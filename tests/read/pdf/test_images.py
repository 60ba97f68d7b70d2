"""Images of pages: set straight, rules found and wiped out, cells cut out onto a tape and back."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.read.pdf.images import brightened, rules_of, skew, straightened
from pipeline.read.pdf.legibility import legible
from pipeline.read.pdf.shapes import Box, Word
from pipeline.read.pdf.tapes import tapes_of
from tests.read.pdf.printed import words

SCALE = 300 / 72


def paper(angle: float = 0.0) -> Image.Image:
    """A page of short dark strokes in lines, with a ruled box of two cells."""
    image = Image.new("L", (1400, 1000), 230)
    draw = ImageDraw.Draw(image)
    for row in range(100, 600, 50):
        for column in range(100, 1300, 24):
            draw.rectangle([column, row, column + 12, row + 24], fill=20)
    draw.rectangle([150, 700, 950, 900], outline=20, width=4)
    draw.line([550, 700, 550, 900], fill=20, width=4)
    draw.rectangle([280, 760, 320, 800], fill=20)
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=230)


@pytest.mark.parametrize("angle", [-1.5, -0.4, 0.0, 0.7, 2.0])
def test_a_page_askew_is_set_straight(angle: float) -> None:
    assert skew(np.asarray(paper(angle))) == pytest.approx(-angle, abs=0.1)
    assert skew(np.asarray(straightened(paper(angle)))) == pytest.approx(0.0, abs=0.1)


def test_paper_becomes_white_and_ink_black() -> None:
    bright = np.asarray(brightened(paper()))
    assert (bright.max(), bright.min()) == (255, 0)
    assert (bright[20:60] == 255).all()


def test_rules_are_found_and_wiped_out() -> None:
    rules, clean = rules_of(np.asarray(paper()), SCALE)
    upright = {round(rule.x0 * SCALE) for rule in rules if rule.x0 == rule.x1}
    assert upright
    assert all(min(abs(x - edge) for edge in (150, 550, 950)) <= 5 for x in upright)
    assert (clean[705:895, 545:556] > 200).all()
    assert clean[780, 300] < 100


def test_a_tape_knows_where_its_cells_stood() -> None:
    grey = np.asarray(brightened(paper()))
    cells = [Box(*(edge / SCALE for edge in box)) for box in ((155, 705, 545, 895), (555, 705, 945, 895))]
    (tape,) = tapes_of(grey, cells, SCALE)
    assert len(tape.strips) == 1  # the other cell is empty
    strip = tape.strips[0]
    found = tape.on_page(Word("x", 10.0, 20.0, (strip.top + strip.bottom) / 2 + 3, 10.0))
    assert found is not None
    assert cells[0].holds((found.x0 + found.x1) / 2, found.base)
    assert tape.on_page(Word("x", 10.0, 20.0, strip.bottom + 50, 10.0)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ủy ban nhân dân tỉnh ban hành kế hoạch triển khai thực hiện nghị quyết của hội đồng nhân dân", True),
        ("Uy ban nhdn ddn Thdnh ph6 vd viQc chuy6n Quytit dinh sO cria Thri tu6ng Chinh phri phO duyQt", False),
        (
            " ".join(["\ufffdx", "kk\ufffd", "ff", "jj\ufffd", "\ufffdzz"] * 4),
            False,
        ),
        ("2020 2021 1.234 56%", True),  # too few letters to doubt
        ("", True),
    ],
)
def test_legible(text: str, expected: bool) -> None:
    assert legible(words(text, 50)) is expected
