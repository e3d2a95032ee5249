"""What is known about each KPI."""

from __future__ import annotations

from html import escape
from typing import Any

from customer_success import _core


class Catalogue(list[dict[str, Any]]):
    """Rows of the catalogue; a plain list that shows itself as a table in a notebook."""

    def _repr_html_(self) -> str:
        names = ("id", "en", "ja", "formula", "unit", "better", "source")
        head = "".join(f"<th>{name}</th>" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(row[name]))}</td>" for name in names) + "</tr>" for row in self
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def catalogue() -> Catalogue:
    """Every KPI: id, names, formula, unit, direction, inputs, source.

    >>> rows = {row["id"]: row for row in catalogue()}
    >>> rows["churn_rate"]["formula"], rows["churn_rate"]["better"]
    ('churned ÷ opening', 'lower')
    """
    return Catalogue(_core.catalogue())
