"""Tables in and out: only the columns that are asked for go in, and the caller's kind of table comes back.

| kind | file |
|---|---|
| polars, pyarrow and what else narwhals knows | `eager` |
| pandas, with or without pyarrow | `pandas` |
| DuckDB relations, batches of pyarrow, anything with `__arrow_c_stream__` | `arrow` |
| a dict of lists, arrays or columns | `lists` |
"""

from __future__ import annotations

import sys
from typing import Any

from customer_success.errors import CustomerSuccessError

from .base import Frame

__all__ = ["Frame", "open_table"]


def open_table(data: Any) -> Frame:
    """Finds out what kind of table this is; `type_mismatch` if it is none. Imports no library of tables."""
    from collections.abc import Mapping

    import narwhals.stable.v2 as nw

    from .arrow import Arrow, Batch, DuckDB
    from .eager import Eager
    from .lists import Lists
    from .pandas import Pandas

    if isinstance(data, Mapping):
        return Lists(data)
    if hasattr(data, "to_frame"):
        raise CustomerSuccessError(
            f"a table is required, not {type(data).__name__}, which is one column", code="type_mismatch"
        )
    try:
        known = nw.from_native(data, pass_through=True)
    except nw.exceptions.DuplicateError as error:
        reason = " ".join(str(error).split())
        raise CustomerSuccessError(f"a table names each column once: {reason}", code="duplicate") from None
    if isinstance(known, nw.DataFrame):
        return Pandas(data) if known.implementation.is_pandas() else Eager(known)
    if not isinstance(known, nw.LazyFrame):
        return Batch(data) if is_batch(data) else Arrow(data)
    if known.implementation.is_duckdb():
        return DuckDB(data)
    raise CustomerSuccessError(
        f"a table in memory is needed, not {type(data).__name__} (collect it first)", code="type_mismatch"
    )


def is_batch(data: Any) -> bool:
    """Whether this is a `pyarrow.RecordBatch`."""
    pyarrow = sys.modules.get("pyarrow")
    return pyarrow is not None and isinstance(data, pyarrow.RecordBatch)
