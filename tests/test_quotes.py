"""Words sought on a page: white space, bullets and Unicode form aside, at the place where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Span
from pipeline.quotes import Quotable, quoted

TEXT = "I. MỤC TIÊU\n- Sở  Tài\u00a0chính và Sở Y tế\n+ Ho\u0301a, Bốn-năm - sáu\n---\nSở Y tế\n-5%"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Sở Tài chính", ["Sở  Tài\u00a0chính"]),
        ("- Sở Tài\nchính  và", ["Sở  Tài\u00a0chính và"]),
        ("Sở Y tế", ["Sở Y tế", "Sở Y tế"]),
        ("Sở Y", ["Sở Y", "Sở Y"]),
        ("Sở Y tê", []),
        ("ở Y tế", []),  # no part of a word
        ("sở y tế", []),
        ("MỤC TIÊU Sở", ["MỤC TIÊU\n- Sở"]),
        ("Bốn-năm - sáu", ["Bốn-năm - sáu"]),
        ("sáu Sở Y tế", ["sáu\n---\nSở Y tế"]),
        ("5%", ["5%"]),
        ("", []),
        (" - ", []),
    ],
)
def test_words_are_found_where_they_stand(words, found):
    assert [TEXT[span.start : span.end] for span in Quotable(TEXT).find(words)] == found


def test_case_may_be_left_out_and_places_bounded():
    page = Quotable(TEXT)
    assert len(list(page.find("sở y TẾ", any_case=True))) == 2
    first, second = page.find("Sở Y tế")
    assert list(page.find("Sở Y tế", Span(0, second.start))) == [first]
    assert list(page.find("Sở Y tế", Span(first.start + 1, len(TEXT)))) == [second]
    assert list(page.find("Sở Y tế", Span(first.start, first.end - 1))) == []
    assert page.nearest("Sở Y tế", len(TEXT)) == second
    assert page.nearest("không có", 0) is None


@given(st.text("ab -\n\u00a0é+", max_size=40), st.text("ab -\n\u00a0é+", max_size=40), st.integers(0, 39), st.integers(1, 9))
def test_what_is_found_is_what_was_sought(text, words, start, length):
    page = Quotable(text)
    for sought in (words, text[start : start + length]):
        for span in page.find(sought):
            assert 0 <= span.start < span.end <= len(text)
            # a bullet may open a line inside the place found, or one of the words sought
            assert quoted(f"x {text[span.start : span.end]}").removeprefix("x ") == quoted(f"x {quoted(sought)}").removeprefix(
                "x "
            )
