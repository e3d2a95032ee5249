"""A KPI of many rows or groups at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from customer_success import _core
from customer_success.frames import open_table
from customer_success.number import Number

from .listing import catalogue

Digits = Literal["same", "float", "decimal", "text"]


def table(
    id: str,
    data: Any,
    *,
    by: str | Sequence[str] | None = None,
    missing: Literal["unknown", "skip"] = "unknown",
    invalid: Literal["error", "missing"] = "error",
    digits: Digits = "same",
    places: int | None = None,
    threads: int | None = None,
    **inputs: Number,
) -> Any:
    """A KPI of every row of a table, or of every group of rows: exact, with the same digits as its function.

    Args:
        id: the KPI's id, such as ``"churn_rate"``.
        data: a table of polars, pandas, pyarrow or DuckDB, or a dict of lists or of NumPy arrays.
        by: columns whose equal values make a group. The inputs of its rows are summed exactly where they are
            counts or money; anything else (a share, money per customer) must be the same in the whole group.
            A count below 0 is refused in its row; money may have credits, and its sum is what counts.
            ``[]`` is one group of all rows; without it every row has its own value.
        missing: a row with a missing input has no value, nor has its group; with ``"skip"`` the row is left
            out of its group, and the column ``left_out`` counts such rows.
        invalid: numbers outside their range, infinite or contradictory are an error with column and row; with
            ``"missing"`` there is no value, and the error's code is the reason.
        digits: ``"same"`` gives decimals if a column that is read holds decimals or an input is a `Decimal`,
            else floats; ``"text"`` gives each value's own decimal text.
        places: decimals of so many places, each rounded once, half to even.
        threads: at most so many threads; all cores if left out. The result does not depend on it.
        inputs: a text is the name of a column (or of a choice, such as ``"year"``), a number is the same for
            all rows. An input that is left out is the column of its own name, or has its default.

    Returns:
        The same kind of table with a column named as the KPI, and why there is no value in ``<id>_reason``:
        ``missing``, or a code such as ``zero_denominator``. With `by` a new table: a row for each group, in
        the order in which they first appear.

    Raises:
        CustomerSuccessError: ``missing_column``, ``type_mismatch``, ``unknown_name``, ``overflow``,
            ``duplicate`` where a column of `by` is named twice or as one of the result; unless
            ``invalid="missing"`` also ``out_of_range``, ``inconsistent``, ``non_finite``, ``invalid_number``.

    >>> months = {"plan": ["pro", "free", "pro"], "opening": [100, 40, 100], "lost": [3, 0, 6]}
    >>> table("churn_rate", months, churned="lost")["churn_rate"]
    [0.03, 0.0, 0.06]
    >>> table("churn_rate", months, churned="lost", by="plan")
    {'plan': ['pro', 'free'], 'churn_rate': [0.045, 0.0], 'churn_rate_reason': [None, None]}
    """
    if digits == "same" and any(isinstance(value, Decimal) for value in inputs.values()):
        digits = "decimal"
    keys = [by] if isinstance(by, str) else by
    query = {
        "kpi": id,
        "inputs": {name: source(id, name, value) for name, value in inputs.items()},
        "by": keys,
        "missing": missing,
        "invalid": invalid,
        "digits": digits,
        "places": places,
    }
    text = json.dumps(query, default=str)
    frame = open_table(data)
    answer = _core.kpi_table(text, frame.needed(_core.kpi_columns(text)), threads)
    return frame.with_columns(answer) if keys is None else frame.groups(keys, answer)


def source(id: str, name: str, value: Number) -> dict[str, Any]:
    """Where an input comes from: a column, or a number."""
    if isinstance(value, str):
        return {"value" if value in choices().get((id, name), ()) else "column": value}
    return {"value": None if value is None else _core.number_text(f"inputs.{name}", value)}


@cache
def choices() -> dict[tuple[str, str], list[str]]:
    """Names of choices by KPI and input."""
    rows = catalogue()
    return {(row["id"], each["name"]): each["choices"] for row in rows for each in row["inputs"]}
