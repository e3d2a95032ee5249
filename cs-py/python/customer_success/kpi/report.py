"""All KPIs of one period."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError
from customer_success.number import Number, percent, written
from customer_success.reasons import Language, spoken

from .targets import Period, bounded


@dataclass(frozen=True)
class Report:
    """The KPIs of a period: a dict for each, with value, inputs, target, change, and what is missing.

    Attributes:
        period: what the figures are of.
        segment: whose targets counted.
        rows: a dict for each KPI: `id`, `label`, `unit`, `better`, `status` (``computed``, ``undefined``,
            ``missing``, ``refused``), `value`, `inputs` (figure, value, origin, and of a choice such as
            ``month`` its name as `choice`), `missing` (names of figures), `reason` (code, place, message),
            `target` (verdict, by, text, benchmark), `no_target`, `previous`, `change`, `direction`
            (``improved``, ``worsened``, ``unchanged``, ``moved``).
    """

    period: Period | None
    segment: str | None
    rows: list[dict[str, Any]]

    def __getitem__(self, id: str) -> dict[str, Any]:
        """The row of a KPI; `KeyError` where there is none."""
        for row in self.rows:
            if row["id"] == id:
                return row
        raise KeyError(id)

    @property
    def computed(self) -> dict[str, float | Decimal]:
        """The values that there are, by id."""
        return {row["id"]: row["value"] for row in self.rows if row["value"] is not None}

    @property
    def missing(self) -> dict[str, list[str]]:
        """The figures that are missing, by id."""
        return {row["id"]: row["missing"] for row in self.rows if row["missing"]}

    def lines(self, lang: Language = "en") -> list[tuple[str, str, str, str]]:
        """Name, value, change and target of the computed and undefined KPIs, as texts."""
        return [
            (spoken(row["label"], lang, "lang"), shown(row), signed(row["change"]), against(row))
            for row in self.rows
            if row["status"] != "missing"
        ]

    def _repr_html_(self) -> str:
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in self.lines()
        )
        return (
            "<table><thead><tr><th>KPI</th><th>value</th><th>change</th><th>target</th></tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )


def shown(row: dict[str, Any]) -> str:
    """The value with its unit's sense, or why there is none."""
    if row["value"] is None:
        return str(row["reason"]["message"]) if row["reason"] else ""
    return percent(float(row["value"]), 2) if row["unit"] == "fraction" else f"{float(row['value']):,.2f}"


def signed(change: Any) -> str:
    """A change with its sign."""
    return "" if change is None else f"{float(change):+.4g}"


def against(row: dict[str, Any]) -> str:
    """The verdict, or why there is none."""
    if row["target"]:
        return str(row["target"]["text"])
    return str(row["no_target"]["message"]) if row["no_target"] else ""


def report(
    figures: Mapping[str, Number],
    *,
    previous: Mapping[str, Number] | None = None,
    period: Period | None = None,
    segment: str | None = None,
    currency: str | None = None,
    preset: str | None = None,
    targets: Iterable[Mapping[str, Any]] = (),
) -> Report:
    """All KPIs that one period's figures give, each with inputs, target, assessment and change.

    Args:
        figures: by the names in ``catalogue()[i]["inputs"][j]["figure"]``: ``opening_customers``,
            ``churned_mrr``, … A KPI that another one needs (`cac` for `ltv_to_cac`) is computed first and
            handed on unrounded. NaN and infinities are refused in the rows that need them: ``non_finite``.
        previous: the figures of the period before.
        period: what the figures are of; a target of another period is not compared with.
        segment: whose targets count; those for all segments stand in.
        currency: of the amounts; a target in money needs it.
        preset: whose view, where several differ.
        targets: benchmarks of one's own, which come before the shipped ones.

    Returns:
        A report. Values are floats, or `Decimal` where one is among the figures.

    Raises:
        CustomerSuccessError: ``unknown_name`` for a figure that no KPI has, and for a segment or a preset of
            which there is no target, neither among `targets` nor shipped; ``invalid_document``.

    >>> month = report({"opening_customers": 200, "churned_customers": 6}, period="month", segment="smb")
    >>> month["churn_rate"]["value"], month["churn_rate"]["target"]["text"]
    (0.03, 'within 3 % to 7 %')
    >>> month["arpa"]["missing"]
    ['mrr', 'accounts']
    >>> yearly = report({"rate": 0.5, "from_period": "month", "to_period": "quarter"})["compound"]
    >>> yearly["value"], [figure.get("choice") for figure in yearly["inputs"]]
    (0.875, [None, 'month', 'quarter'])
    """
    figures = named("figures", figures)
    previous = None if previous is None else named("previous", previous)
    given = [*figures.values(), *(previous or {}).values()]
    number = Decimal if any(isinstance(value, Decimal) for value in given) else float
    request = {
        "figures": known("figures", figures),
        "previous": None if previous is None else known("previous", previous),
        "period": period,
        "segment": segment,
        "currency": currency,
        "preset": preset,
        "targets": [bounded(target, f"targets[{at}].") for at, target in enumerate(targets)],
    }
    return answered(json.dumps(request, default=str), number)


def answered(request: str, number: type[Decimal] | type[float] = float) -> Report:
    """The report that a request in JSON asks for."""
    own = _core.kpi_report(request)
    return Report(own["period"], own["segment"], [numbers(row, number) for row in own["kpis"]])


def named(place: str, values: Any) -> dict[str, Any]:
    """Values by name, from a dict or a row of a dataframe."""
    if isinstance(values, Mapping) or (hasattr(values, "keys") and hasattr(values, "__getitem__")):
        return dict(values)
    raise CustomerSuccessError(
        f"{place}: values by name are needed, not {type(values).__name__}", code="type_mismatch", path=place
    )


def known(place: str, figures: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as JSON takes them; what is not finite by its word, so that it refuses its own KPIs alone."""

    def own(name: str, value: Any) -> Any:
        try:
            return written(f"{place}.{name}", value)
        except CustomerSuccessError as error:
            if error.code == "non_finite":
                return str(value)
            raise

    return {name: own(name, value) for name, value in figures.items()}


def plain(place: str, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers of every type as exact texts, which JSON takes."""
    return {name: written(f"{place}.{name}", value) for name, value in numbers.items()}


def numbers(row: dict[str, Any], number: type[Decimal] | type[float]) -> dict[str, Any]:
    """A row with its exact texts as numbers of one type."""

    def read(value: str | None) -> Any:
        return None if value is None else number(value)

    own = row | {name: read(row[name]) for name in ("value", "previous", "change")}
    own["inputs"] = [each | {"value": read(each["value"])} for each in row["inputs"]]
    if row["target"]:
        own["target"] = row["target"] | {"by": read(row["target"]["by"])}
    return own


def ltv_effects(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What churn, price and cost did to lifetime value, product by product, year after year.

    Lifetime value is (arpa · gross_margin − service_cost) ÷ monthly_churn. An effect is the mean of what its
    cause alone changes over all orders in which the three could have changed (Shapley value): the effects add
    up to the change.

    Args:
        rows: dicts with `product`, `year`, `arpa` (the price), `monthly_churn`, and optionally `gross_margin`
            (1) and `service_cost` (0), which together are the cost.

    Returns:
        Dicts with `product`, `from_year`, `to_year`, `before`, `after`, `change`, `churn`, `price`, `cost`;
        numbers are floats, or `Decimal` where one is among the rows.

    Raises:
        UndefinedError: ``no_losses`` where nobody churns.
        CustomerSuccessError: ``out_of_range``, ``non_finite``, ``duplicate``, ``invalid_document``, with
            ``rows[i]``.

    >>> years = [
    ...     {"product": "crm", "year": 2025, "arpa": 100, "monthly_churn": 0.05},
    ...     {"product": "crm", "year": 2026, "arpa": 120, "monthly_churn": 0.04},
    ... ]
    >>> [(step["change"], step["churn"], step["price"], step["cost"]) for step in ltv_effects(years)]
    [(1000.0, 550.0, 450.0, 0.0)]
    """
    given = [named(f"rows[{at}]", row) for at, row in enumerate(rows)]
    decimals = any(isinstance(value, Decimal) for row in given for value in row.values())
    number = Decimal if decimals else float
    texts = ("before", "after", "change", "churn", "price", "cost")
    request = {"rows": [year(f"rows[{at}]", row) for at, row in enumerate(given)]}
    own = _core.ltv_effects(json.dumps(request, default=str))
    return [step | {name: number(step[name]) for name in texts} for step in own]


def year(place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A product's year as JSON takes it."""
    texts = {name: row[name] for name in ("product", "year") if name in row}
    own = {name: value.item() if hasattr(value, "item") else value for name, value in texts.items()}
    if type(own.get("product")) is int:
        own["product"] = str(own["product"])
    return plain(place, {name: value for name, value in row.items() if name not in own}) | own
