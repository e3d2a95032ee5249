"""Return on investment from its definitions (docs/definitions.md 11): month by month, in exact fractions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

from exact import Refused, rounded

Request = dict[str, Any]
Rates = tuple[Fraction, Fraction]

STEPS = 10_000
"""Steps of the break-even churn from 0 to 1."""


def number(request: Request, name: str, otherwise: int | None = None) -> Fraction:
    return Fraction(str(request.get(name, otherwise)))


def rates(request: Request) -> Rates:
    return number(request, "churn"), number(request, "upsell", 0)


def monthly(request: Request, own: Rates) -> list[Fraction]:
    """Recurring revenue of each month."""
    churn, upsell = own
    months = [number(request, "mrr")]
    while len(months) < int(number(request, "months", 12)):
        before = months[-1]
        months.append(before - before * churn + before * upsell + number(request, "new_mrr", 0))
    return months


def total(request: Request, own: Rates) -> Fraction:
    return sum(monthly(request, own), Fraction(0))


def optional(value: Fraction | None) -> str | None:
    return None if value is None else rounded(value)


def revenue(request: Request) -> dict[str, Any]:
    own = rates(request)
    return {"revenue": rounded(total(request, own)), "last_mrr": rounded(monthly(request, own)[-1])}


def split(request: Request, value: Callable[[Rates], Fraction | None]) -> dict[str, Any]:
    """Before, after, and the parts: each rate's effect, averaged over both orders of change."""
    (churn, upsell), (churn_after, upsell_after) = rates(request["before"]), rates(request["after"])
    before, after = value((churn, upsell)), value((churn_after, upsell_after))
    if before is None or after is None:
        raise Refused("no_losses", "before" if before is None else "after")
    churn_first, upsell_first = value((churn_after, upsell)), value((churn, upsell_after))
    by_churn = by_upsell = None
    if churn_first is not None and upsell_first is not None:
        by_churn = ((churn_first - before) + (after - upsell_first)) / 2
        by_upsell = ((upsell_first - before) + (after - churn_first)) / 2
        assert by_churn + by_upsell == after - before
    return {
        "before": rounded(before), "after": rounded(after), "impact": rounded(after - before),
        "from_churn": optional(by_churn), "from_upsell": optional(by_upsell),
    }  # fmt: skip


def effect(request: Request) -> dict[str, Any]:
    return split(request, lambda own: total(request, own))


def lifetime_value(request: Request) -> dict[str, Any]:
    margin = number(request, "arpa") * number(request, "gross_margin", 1)
    return split(request, lambda own: None if own[0] <= own[1] else margin / (own[0] - own[1]))


def programme(request: Request) -> dict[str, Any]:
    before, after = rates(request["before"]), rates(request["after"])
    margin, once, each = number(request, "gross_margin", 1), number(request, "one_off_cost", 0), number(request, "monthly_cost", 0)
    without = monthly(request, before)

    def balance(own: Rates) -> list[Fraction]:
        """Gain less cost up to the end of each month."""
        pairs = list(zip(monthly(request, own), without, strict=True))
        return [margin * sum((new - old for new, old in pairs[:month]), Fraction(0)) - once - each * month for month in range(1, len(pairs) + 1)]

    impact = total(request, after) - total(request, before)
    cost = once + each * len(without)
    net = margin * impact - cost
    paid = [month for month, left in enumerate(balance(after), 1) if left >= 0]

    def pays(step: int) -> bool:
        return margin * (total(request, (Fraction(step, STEPS), after[1])) - total(request, before)) >= cost

    # More churn never brings more, so those that pay are the first ones.
    even = bisect_left(range(STEPS + 1), True, key=lambda step: not pays(step)) - 1
    return {
        "revenue_impact": rounded(impact), "gain": rounded(margin * impact), "cost": rounded(cost), "net": rounded(net),
        "return_on_investment": optional(net / cost if cost else None), "payback_month": paid[0] if paid else None,
        "break_even_churn": rounded(Fraction(even, STEPS)) if even >= 0 else None,
    }  # fmt: skip


def sensitivity(request: Request) -> list[dict[str, Any]]:
    before = total(request, rates(request["before"])) if "before" in request else None
    rows = []
    for churn, upsell in product(request["churn"], request.get("upsell", [0])):
        own = (Fraction(str(churn)), Fraction(str(upsell)))
        found = total(request, own)
        rows.append({"churn": rounded(own[0]), "upsell": rounded(own[1]), "revenue": rounded(found), "impact": optional(None if before is None else found - before)})
    return rows


CALLS: dict[str, Callable[[Request], Any]] = {
    "revenue": revenue, "effect": effect, "lifetime_value": lifetime_value, "programme": programme, "sensitivity": sensitivity,
}  # fmt: skip
