"""What can be wrong with a dataset, as one error that names the place."""

from __future__ import annotations


class DatasetError(Exception):
    """A dataset, or the rows of a document, that would break the contract.

    `table` and `column` say where, `example` shows one value at fault; each is None where it does not apply.
    """

    def __init__(self, message: str, *, table: str | None = None, column: str | None = None, example: object = None) -> None:
        self.table = table
        self.column = column
        self.example = example
        place = ".".join(part for part in (table, column) if part)
        shown = "" if example is None else f", such as {str(example)[:120]!r}"
        super().__init__(f"{place}: {message}{shown}" if place else f"{message}{shown}")

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from worker processes: rebuild without composing the message twice."""
        return _rebuilt, (str(self), self.table, self.column, self.example)


def _rebuilt(message: str, table: str | None, column: str | None, example: object) -> DatasetError:
    error = DatasetError(message)
    error.table, error.column, error.example = table, column, example
    return error
