"""Recurring revenue from its definition (docs/definitions.md 5): account by account, in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from exact import Refused, plain, rounded

LINES = "opening new_business reactivation expansion contraction churn fx transfer closing".split()
COUNTS = {
    "opening_accounts": "opening",
    "new_accounts": "new_business",
    "reactivated_accounts": "reactivation",
    "expanded_accounts": "expansion",
    "contracted_accounts": "contraction",
    "churned_accounts": "churn",
    "closing_accounts": "closing",
}
LENGTH = {"month": 1, "quarter": 3, "year": 12}


@dataclass
class Flow:
    """Sums and counts of one period."""

    amount: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    accounts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, line: str, amount: Fraction) -> None:
        if amount:
            self.amount[line] += amount
            self.accounts[line] += 1


def month_number(value: Any) -> int:
    """A whole number as it is; a text or day as months since 1970-01."""
    if isinstance(value, int):
        return value
    return 12 * (int(value[:4]) - 1970) + int(value[5:7]) - 1


def month_name(number: int, kind: str) -> Any:
    if kind in ("integer", "unsigned"):
        return number
    text = f"{number // 12 + 1970:04}-{number % 12 + 1:02}"
    return text + "-01" if kind == "day" else text


def amounts(values: list[Any], kind: str, places: int | None) -> tuple[list[Fraction], int]:
    """The amounts, and the places that they are shown with."""
    if kind in ("integer", "unsigned"):
        return [Fraction(value, 10 ** (places or 0)) for value in values], places or 0
    if kind == "decimal":
        return [Fraction(value) for value in values], max(
            (len(value.partition(".")[2]) for value in values), default=0
        )
    assert places is not None
    return [Fraction(repr(value)) for value in values], places


def shown(value: Fraction, places: int) -> str:
    """Rounded once, half to even, to these places."""
    return plain(Fraction(round(value * 10**places), 10**places))


def share(of: Fraction | int, per: Fraction | int) -> str | None:
    return rounded(Fraction(of) / Fraction(per)) if per else None


def kind_of(history: list[Fraction], opening: Fraction, closing: Fraction) -> str | None:
    """The line of a movement; `history` are the months up to the opening edge."""
    if opening == 0 and closing > 0:
        return "reactivation" if any(history) else "new_business"
    if opening > 0 and closing == 0:
        return "churn"
    return {1: "expansion", -1: "contraction", 0: None}[(closing > opening) - (closing < opening)]


def ends(month: int, period: str, year_begins: int) -> bool:
    """Whether a period ends with this month."""
    return (month - (year_begins - 1) + 1) % LENGTH[period] == 0


def report(case: Mapping[str, Any]) -> dict[str, Any]:
    """What `movements` reports for the columns of a case."""
    options, columns, types = case["options"], case["columns"], case["types"]
    names = {name: options.get(name, name) for name in ("account", "month", "mrr")}
    months = [month_number(value) for value in columns[names["month"]]]
    values, places = amounts(columns[names["mrr"]], types[names["mrr"]], options.get("places"))
    start = min(months) if months else month_number(options["first"])
    last = month_number(options["last"]) if "last" in options else max(months)
    first = month_number(options["first"]) if "first" in options else start
    if "first" in options and "last" in options and first > last:
        raise Refused("inconsistent", "first")
    sums: dict[Any, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for account, month, value in zip(columns[names["account"]], months, values, strict=True):
        if month <= last:
            sums[account][month] += value
    if any(value < 0 for own in sums.values() for value in own.values()):
        raise Refused("inconsistent")
    period, begins = options.get("period", "month"), options.get("year_begins", 1)
    closings = [month for month in range(first, last + 1) if ends(month, period, begins)]
    flows = []
    for closing in closings:
        flow, opening = Flow(), closing - LENGTH[period]
        for own in sums.values():
            p, c = own.get(opening, Fraction(0)), own.get(closing, Fraction(0))
            flow.add("opening", p)
            flow.add("closing", c)
            if line := kind_of([value for month, value in own.items() if month <= opening], p, c):
                flow.add(line, abs(c - p))
        flows.append(flow)
    return columns_of(flows, [month_name(month, types[names["month"]]) for month in closings], places)


def columns_of(flows: list[Flow], months: list[Any], places: int) -> dict[str, Any]:
    """The report: amounts, counts, ratios."""
    table: dict[str, Any] = {"month": months}
    table |= {line: [shown(flow.amount[line], places) for flow in flows] for line in LINES}
    table |= {name: [flow.accounts[line] for flow in flows] for name, line in COUNTS.items()}
    ratios = [ratios_of(flow) for flow in flows]
    for name in ("gross_revenue_retention", "net_revenue_retention", "quick_ratio", "logo_churn_rate"):
        table[name] = [own[name] for own in ratios]
    table["arr"] = [shown(12 * flow.amount["closing"], places) for flow in flows]
    table["arpa"] = [share(flow.amount["closing"], flow.accounts["closing"]) for flow in flows]
    return table


def ratios_of(flow: Flow) -> dict[str, str | None]:
    amount, base = flow.amount, flow.amount["opening"] + flow.amount["fx"]
    kept = base - amount["contraction"] - amount["churn"]
    return {
        "gross_revenue_retention": share(kept, base),
        "net_revenue_retention": share(kept + amount["expansion"], base),
        "quick_ratio": share(
            amount["new_business"] + amount["expansion"], amount["contraction"] + amount["churn"]
        ),
        "logo_churn_rate": share(flow.accounts["churn"], flow.accounts["opening"]),
    }
