"""Many documents: every page below a folder becomes part of one dataset.

`run` finds the inputs, hands each to `extract` in worker processes, and writes what comes back in the order of the files, so
the dataset is the same for any number of workers. A file that cannot be read becomes an `error` row; the others go on.
"""

from __future__ import annotations

from pipeline.run.runner import Progress, RunError, RunReport, run

__all__ = ["Progress", "RunError", "RunReport", "run"]
