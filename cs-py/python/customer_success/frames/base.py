"""What every kind of table can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError

ROW = "row"


class Frame(ABC):
    """A table of one of the kinds that are understood."""

    @abstractmethod
    def names(self) -> Sequence[str]:
        """Names of the columns."""

    @abstractmethod
    def select(self, names: Sequence[str]) -> Any:
        """The columns of these names, as something that speaks Arrow."""

    @abstractmethod
    def with_columns(self, columns: _core.Columns) -> Any:
        """The caller's kind of table with these columns behind its own, or in place of namesakes."""

    @abstractmethod
    def long(self, account: str, columns: _core.Columns) -> Any:
        """A new table of the caller's kind: the accounts that the column `row` counts, then the others."""

    @abstractmethod
    def groups(self, keys: Sequence[str], columns: _core.Columns) -> Any:
        """A new table of the caller's kind: the keys where the column `row` counts, then the others."""

    @abstractmethod
    def new(self, columns: _core.Columns) -> Any:
        """A table of the caller's kind that has these columns only."""

    @abstractmethod
    def values(self, name: str) -> list[Any]:
        """A column as a list, None for missing."""

    def require(self, name: str) -> str:
        """The name, if there is such a column; otherwise `missing_column`."""
        if name in (names := self.names()):
            return name
        near = _core.nearest(name, [known for known in names if isinstance(known, str)])
        raise CustomerSuccessError(
            f'column "{name}": the table has no such column' + (f' (did you mean "{near}"?)' if near else ""),
            code="missing_column",
            column=name,
        )

    def needed(self, names: Iterable[str]) -> Any:
        """Hands over those of these columns that are there; the core says which is missing."""
        have, wanted = set(self.names()), list(dict.fromkeys(names))
        return self.hinted(self.select([name for name in wanted if name in have]), wanted)

    def hinted(self, selected: Any, wanted: Sequence[str]) -> Any:
        """The columns, and blank ones that bear the names of what a missing one may have been meant to be."""
        have = [name for name in self.names() if isinstance(name, str)]
        slips = {_core.nearest(name, have) for name in wanted if name not in have}
        blank = sorted(name for name in slips if name is not None and name not in wanted)
        if not blank:
            return selected
        table = _core.taken(selected)
        return table.beside(_core.columns(len(table), [(name, "missing", len(table)) for name in blank]))


def rows(columns: _core.Columns) -> array[int]:
    """The column `row` as whole numbers."""
    numbers = array("q")
    numbers.frombytes(columns.integers(ROW) or b"")
    return numbers
