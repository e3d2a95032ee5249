"""pandas, whatever stands behind its columns: NumPy, Arrow or Python objects. pyarrow is not needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from customer_success import _core

from .arrays import to_array
from .base import ROW, Frame
from .series import known, listed


class Pandas(Frame):
    """A `pandas.DataFrame`; its index is kept."""

    def __init__(self, data: Any) -> None:
        """Keeps the frame."""
        self.data = data

    def names(self) -> Sequence[str]:
        """The columns."""
        return list(self.data.columns)

    def select(self, names: Sequence[str]) -> _core.Columns:
        """The columns, where their memory lies; those of Python objects by value."""
        return _core.columns(len(self.data), [known(name, self.data[name]) for name in names])

    def values(self, name: str) -> list[Any]:
        """The column."""
        return listed(self.data[name])

    def with_columns(self, columns: _core.Columns) -> Any:
        """A new frame with the same index."""
        return self.data.assign(**own(columns))

    def long(self, account: str, columns: _core.Columns) -> Any:
        """A new frame with an index of its own."""
        accounts = self.data[account].iloc[to_array(columns, ROW)].reset_index(drop=True).rename("account")
        return accounts.to_frame().assign(**own(columns, but=ROW))

    def groups(self, keys: Sequence[str], columns: _core.Columns) -> Any:
        """A new frame with an index of its own."""
        if not keys:
            return type(self.data)(own(columns, but=ROW))
        picked = self.data[list(keys)].iloc[to_array(columns, ROW)].reset_index(drop=True)
        return picked.assign(**own(columns, but=ROW))

    def new(self, columns: _core.Columns) -> Any:
        """A frame with an index of its own."""
        return type(self.data)(own(columns))


def own(columns: _core.Columns, but: str | None = None) -> dict[str, Any]:
    """The columns as pandas has them, but for one."""
    import pandas as pd  # type: ignore[import-untyped]

    texts = pd.Series([""]).dtype  # of objects before pandas 3
    in_arrow = getattr(texts, "storage", None) == "pyarrow" and sys.modules.get("pyarrow")
    names = [name for name in columns.names if name != but]
    return {name: column(columns, name, texts if in_arrow else None) for name in names}


def column(columns: _core.Columns, name: str, texts: Any) -> Any:
    """A column: a `Categorical` of categories, texts in Arrow where pandas keeps them so, else an array."""
    import numpy as np
    import pandas as pd

    if (days := columns.days(name)) is not None:
        return np.frombuffer(days, dtype="M8[D]").astype("M8[s]")
    if (categories := columns.categories(name)) is not None:
        codes, names = categories
        kind = pd.CategoricalDtype(names, ordered=True)
        return pd.Categorical.from_codes(np.frombuffer(codes, dtype="i1"), dtype=kind, validate=False)
    if texts is not None and name in columns.labels:
        import pyarrow as pa

        return texts.__from_arrow__(pa.table(columns)[name].cast(pa.large_string()))
    return to_array(columns, name)
