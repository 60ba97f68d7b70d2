"""What stops a whole run."""

from __future__ import annotations


class RunError(Exception):
    """A run that wrote nothing, with the reason in words for its user; the old dataset is as it was."""


class WorkerError(RunError):
    """Work that could not be done for a reason that lies in no document: a fault of the code, a full disk, no process."""


class CacheError(RunError):
    """An entry that was there a moment ago is gone or damaged: somebody deleted the cache during a run."""


class OtherVersionError(RunError):
    """A worker has another version of the pipeline than the run."""
