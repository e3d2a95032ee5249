"""Return on investment: what less churn, more upsell, or a programme that brings both is worth, in money.

Recurring revenue moves month by month by two rates: `churn`, the share of it that is lost in a month, and
`upsell`, the share that is added by customers who buy more::

    MRR(0) = mrr        MRR(k) = MRR(k − 1) · (1 − churn + upsell) + new_mrr
    revenue = Σ MRR(k) for k from 0 to months − 1

Numbers are exact: a `Decimal` anywhere among the arguments gives `Decimal`, otherwise the exact results come
rounded once to the nearest float. Amounts are of one currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

from . import _core
from .number import Number

__all__ = ["Rates", "effect", "lifetime_value", "programme", "revenue", "sensitivity"]


class _Churn(TypedDict):
    churn: Number


class Rates(_Churn, total=False):
    """What happens to recurring revenue in a month: `churn` is lost, `upsell` is added; both are shares."""

    upsell: Number


def revenue(
    *,
    mrr: Number,
    churn: Number,
    upsell: Number | None = None,
    new_mrr: Number | None = None,
    months: int | None = None,
) -> dict[str, Any]:
    """Revenue over a number of months.

    Args:
        mrr: monthly recurring revenue of the first month.
        churn: the share of it that is lost in a month, 0 to 1.
        upsell: the share that is added in a month; 0.
        new_mrr: recurring revenue of new customers in every month after the first; 0.
        months: how many months, 1 to 120; 12.

    Returns:
        `revenue` of all months together and `last_mrr`, the MRR of the last one.

    Raises:
        CustomerSuccessError: ``out_of_range``; ``limit`` beyond 120 months; ``overflow`` where rates have so
            many digits that their powers cannot be kept.

    Source: docs/definitions.md 11; the guide on LTV and five activities.

    >>> round(revenue(mrr=10_000_000, churn=0.03)["revenue"], 2)
    102052546.33
    """
    return cast(dict[str, Any], _ask("revenue", locals()))


def effect(
    *,
    mrr: Number,
    before: Rates | Mapping[str, Any],
    after: Rates | Mapping[str, Any],
    new_mrr: Number | None = None,
    months: int | None = None,
) -> dict[str, Any]:
    """What a change of churn, of upsell or of both is worth in revenue.

    Args:
        mrr: monthly recurring revenue of the first month.
        before: the rates as they are, such as ``{"churn": 0.03, "upsell": 0.01}``.
        after: the rates as they become.
        new_mrr: recurring revenue of new customers in every month after the first; 0.
        months: how many months, 1 to 120; 12.

    Returns:
        `before`, `after`, `impact` = after − before, and the parts of it that each rate brings, `from_churn`
        and `from_upsell`: each the mean of what its rate changes while the other one is as before and as
        after; they add up to the impact.

    Raises:
        CustomerSuccessError: as `revenue`, with the place.

    >>> round(effect(mrr=10_000_000, before={"churn": 0.03}, after={"churn": 0.02})["impact"], 2)
    5589091.8
    """
    return cast(dict[str, Any], _ask("effect", locals()))


def lifetime_value(
    *,
    arpa: Number,
    before: Rates | Mapping[str, Any],
    after: Rates | Mapping[str, Any],
    gross_margin: Number | None = None,
) -> dict[str, Any]:
    """What a change of churn, of upsell or of both does to arpa · gross_margin ÷ (churn − upsell).

    Args:
        arpa: average revenue per account and month.
        before: the rates as they are.
        after: the rates as they become.
        gross_margin: the share of revenue that is left after its direct costs; 1.

    Returns:
        As `effect`; the parts are None where something between has no value.

    Raises:
        UndefinedError: ``no_losses`` where upsell is not below churn: the account grows for ever.
        CustomerSuccessError: ``out_of_range``, with the place.

    >>> lifetime_value(arpa=50_000, before={"churn": 0.05}, after={"churn": 0.05, "upsell": 0.01})["after"]
    1250000.0
    """
    return cast(dict[str, Any], _ask("lifetime_value", locals()))


def programme(
    *,
    mrr: Number,
    before: Rates | Mapping[str, Any],
    after: Rates | Mapping[str, Any],
    new_mrr: Number | None = None,
    months: int | None = None,
    gross_margin: Number | None = None,
    one_off_cost: Number | None = None,
    monthly_cost: Number | None = None,
) -> dict[str, Any]:
    """Return, payback and break-even of a programme that changes churn, upsell or both.

    ::

        gain(m) = gross_margin · (revenue of m months after − before)
        cost(m) = one_off_cost + m · monthly_cost
        net = gain(months) − cost(months);  return_on_investment = net ÷ cost(months)

    Args:
        mrr: monthly recurring revenue of the first month.
        before: the rates without the programme.
        after: the rates with it; they show from the second month on.
        new_mrr: recurring revenue of new customers in every month after the first; 0.
        months: how many months, 1 to 120; 12.
        gross_margin: the share of revenue that is left after its direct costs; 1.
        one_off_cost: what it costs once, in the first month; 0.
        monthly_cost: what it costs in every month; 0.

    Returns:
        `revenue_impact`, `gain`, `cost`, `net`, `return_on_investment` (None where it costs nothing),
        `payback_month` (the first with gain ≥ cost; None where there is none), `break_even_churn` (the
        highest churn, in steps of 0.0001, with which it brings what it costs; None where none is low enough).

    Raises:
        CustomerSuccessError: as `revenue`, with the place.

    >>> less = {"before": {"churn": 0.03}, "after": {"churn": 0.02}}
    >>> plan = programme(mrr=10_000_000, one_off_cost=2_000_000, **less)
    >>> plan["payback_month"], round(plan["return_on_investment"], 2), plan["break_even_churn"]
    (8, 1.79, 0.0263)
    """
    return cast(dict[str, Any], _ask("programme", locals()))


def sensitivity(
    *,
    mrr: Number,
    churn: Sequence[Number],
    upsell: Sequence[Number] | None = None,
    before: Rates | Mapping[str, Any] | None = None,
    new_mrr: Number | None = None,
    months: int | None = None,
) -> list[dict[str, Any]]:
    """Revenue for each pair of a churn and an upsell, churn by churn; dataframes are made of such rows.

    Args:
        mrr: monthly recurring revenue of the first month.
        churn: shares that are lost in a month, at most 100.
        upsell: shares that are added in a month, at most 100; 0 alone.
        before: the rates that each pair is compared with.
        new_mrr: recurring revenue of new customers in every month after the first; 0.
        months: how many months, 1 to 120; 12.

    Returns:
        Rows with `churn`, `upsell`, `revenue` and `impact` (None without `before`).

    Raises:
        CustomerSuccessError: as `revenue`, with the place.

    >>> [row["revenue"] for row in sensitivity(mrr=100, months=2, churn=[0.1, 0.2], upsell=[0, 0.1])]
    [190.0, 200.0, 180.0, 190.0]
    """
    return cast(list[dict[str, Any]], _ask("sensitivity", locals()))


def _ask(question: str, arguments: Mapping[str, Any]) -> Any:
    """The answer; arguments that were left out are left out of the request."""
    return _core.roi(question, {name: value for name, value in arguments.items() if value is not None})
