"""The pages that people look at: a static site over a dataset, every plan beside what was read from it.

`build_site` writes an index and a page for each document. The pages need no server and load nothing: each is one file that can
be opened from a disk or sent by mail.
"""

from __future__ import annotations

from pipeline.review.site import ReviewError, build_site

__all__ = ["ReviewError", "build_site"]
