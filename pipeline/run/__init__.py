"""Many documents: every page below a folder becomes part of one dataset.

`run` finds the inputs, has those that changed read by workers (`Crew`: processes of this machine; `Cluster`: Dask) into a
cache, and writes the dataset from there in the order of the files, so it is the same for any workers, from scratch or in
steps. A file that cannot be read, or costs more than its `Limits`, becomes an `error` row; the others go on.
"""

from __future__ import annotations

from pipeline.run.crew import Crew, Here, Workers
from pipeline.run.faults import RunError
from pipeline.run.limits import Limits
from pipeline.run.runner import Progress, RunReport, run

__all__ = ["Crew", "Here", "Limits", "Progress", "RunError", "RunReport", "Workers", "run"]
