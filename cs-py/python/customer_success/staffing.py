"""Staffing: how many people the accounts need, how many are paid for, and who looks after whom.

Numbers are exact: a `Decimal` anywhere among the arguments gives `Decimal`, otherwise the exact results come
rounded once to the nearest float. Hours are per month where nothing else is said; amounts are of one
currency.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast

from . import _core
from .frames import open_table
from .number import Number
from .staffing_assumptions import Assumptions
from .staffing_books import Books, books

__all__ = [
    "Assumptions",
    "Books",
    "books",
    "budgeted_headcount",
    "cost_to_serve",
    "plan",
    "pool",
    "portfolio",
    "presets",
    "required_headcount",
    "supply",
    "what_if",
    "workload",
]

Per = Literal["week", "month", "quarter", "year"]
Period = Literal["month", "quarter", "year"]

Staffing = Assumptions | Mapping[str, Any]
"""Assumptions that were read, or a document that is read now."""


def presets() -> list[dict[str, Any]]:
    """Published ratios of accounts and of ARR per success manager, each with its source and year.

    >>> [preset["id"] for preset in presets()][0]
    'five_step_guide'
    """
    return cast(list[dict[str, Any]], _core.staffing("presets", {}))


def budgeted_headcount(
    *, arr: Number, cost_ratio: Number | None = None, monthly_cost_per_head: Number | None = None
) -> Any:
    """Heads that a share of the ARR pays for: ARR · cost ratio ÷ (12 · monthly cost per head).

    Args:
        arr: annual recurring revenue.
        cost_ratio: the share of it that the team may cost; 0.08, the median of the Gainsight index of 2023.
        monthly_cost_per_head: in the currency of the ARR; 450,000 yen.

    Returns:
        The headcount, unrounded: a float, or a `Decimal` where one was passed.

    Raises:
        CustomerSuccessError: ``out_of_range`` below 0, for a ratio above 1 or a cost of 0; ``non_finite``.

    Source: guide D on the size of a team.

    >>> round(budgeted_headcount(arr=1_000_000_000), 1)
    14.8
    """
    return _ask("budgeted_headcount", locals())["headcount"]


def required_headcount(
    *,
    accounts: Mapping[str, Number],
    preset: str | None = None,
    ratios: Mapping[str, Mapping[str, Number]] | None = None,
) -> dict[str, Any]:
    """Heads that ratios ask for: accounts ÷ accounts per success manager, as a range.

    Args:
        accounts: how many, by tier.
        preset: the name of published ratios, see `presets`; without it those of the touch model.
        ratios: one's own in place of all of these, by tier: `least` and `most` accounts that one success
            manager looks after; a tier that they leave out has no answer, nor has the total.

    Returns:
        By tier and together `fewest` and `most`, unrounded, and both rounded up (`fewest_whole`,
        `most_whole`).

    Raises:
        CustomerSuccessError: ``out_of_range``; ``inconsistent`` for a least above the most; ``unknown_name``.

    >>> found = required_headcount(accounts={"high": 30, "tech": 1200})
    >>> found["fewest"], found["most"], found["fewest_whole"]
    (1.5, 8.4, 2)
    """
    return _ask("required_headcount", locals())


def supply(
    *,
    hours: Number,
    per: Per = "month",
    overhead: Number | None = None,
    utilisation: Number | None = None,
    ramp: Number | None = None,
    leave_hours: Number | None = None,
    period: Period | None = None,
    heads: Number | None = None,
    hours_per_account: Number | None = None,
) -> dict[str, Any]:
    """Hours for accounts: heads · (contract hours · (1 − overhead) · utilisation · ramp − leave), never
    below 0.

    Args:
        hours: contract hours of one success manager.
        per: what they are per; 13 weeks are a quarter.
        overhead: the share that meetings, training and administration take; 0.
        utilisation: the share of the rest that is planned for accounts; 1.
        ramp: the productive share of somebody who is still learning; 1.
        leave_hours: hours of leave of one success manager in the period; 0.
        period: the period that is asked for; a month.
        heads: success managers, also parts of one; 1.
        hours_per_account: what an account needs in the period.

    Returns:
        `hours`, and with `hours_per_account` the whole `accounts` that they are enough for.

    Raises:
        CustomerSuccessError: ``out_of_range``, ``non_finite``.

    >>> supply(hours=40, per="week", overhead=0.25, utilisation=0.85, period="quarter", hours_per_account=16)
    {'hours': 331.5, 'accounts': 20}
    """
    return _ask("supply", locals() | {"hours": {"amount": hours, "per": per}, "per": None})


def portfolio(
    df: Any,
    *,
    tier: str = "tier",
    stage: str | None = None,
    health: str | None = None,
    complexity: str | None = None,
    arr: str | None = None,
    started_on: str | None = None,
    renews_on: str | None = None,
) -> dict[str, Any]:
    """Counts the accounts of a table by kind, and their starts and renewals by month.

    Args:
        df: a table, as for `Scorecard.score`, one row an account.
        tier: the column that holds the tier, such as `TouchPolicy.apply` gives it; no tier is counted apart.
        stage: the column of stages, and so on; a column that is left out does not matter.
        health: the column of bands.
        complexity: the column of levels of complexity.
        arr: the column of annual recurring revenue, summed exactly.
        started_on: the column of days on which accounts started or will start.
        renews_on: the column of days on which they renew.

    Returns:
        A portfolio as `workload`, `plan`, `cost_to_serve` and `what_if` take it. Its ARR is `Decimal` where
        the column is one of decimals.

    Raises:
        CustomerSuccessError: ``missing_column``, ``type_mismatch``; with column and row ``invalid_argument``
            for a tier that there is not, ``invalid_date``, ``out_of_range``, ``non_finite``.

    >>> portfolio({"tier": ["high", "tech", "high", None], "arr": [900, 20, 100, 7]}, arr="arr")["accounts"]
    [{'tier': 'high', 'accounts': 2, 'arr': 1000.0}, {'tier': 'tech', 'accounts': 1, 'arr': 20.0}]
    """
    names = {
        "tier": tier,
        "stage": stage,
        "health": health,
        "complexity": complexity,
        "arr": arr,
        "started_on": started_on,
        "renews_on": renews_on,
    }
    columns = {field: name for field, name in names.items() if name is not None}
    return _core.staffing_portfolio(open_table(df).needed(columns.values()), json.dumps(columns))


def workload(
    staffing: Staffing,
    *,
    portfolio: Mapping[str, Any],
    first_month: str | date,
    months: int | None = None,
) -> dict[str, Any]:
    """Hours that a portfolio needs, month by month: recurring work, onboarding from the start, renewals up
    to their month.

    ::

        recurring  = Σ accounts · Σ touches a month · hours · complexity of the tier · (1 − automation)
                     · multipliers of stage, health and level of complexity
        onboarding = accounts · hours ÷ months, in each month from the start on
        renewal    = accounts · hours ÷ months, in each month up to that of the renewal

    Args:
        staffing: the assumptions.
        portfolio: `accounts` by kind (`tier`, `accounts`, and where it matters `stage`, `health`,
            `complexity`, `arr`), `starts` and `renewals` (`tier`, `month`, `accounts`).
        first_month: ``"YYYY-MM"``, or a date in it.
        months: how many, at most 120; 12.

    Returns:
        `tiers` in an ordinary month, `hours` of all, `months` by tier with `recurring`, `onboarding`,
        `renewal`, `hours`.

    Raises:
        CustomerSuccessError: ``unknown_name`` for a stage, band or level that has no multiplier;
            ``out_of_range``; ``invalid_date``; ``limit``; ``invalid_document`` and the like with the place.
    """
    return _ask("workload", locals())


def plan(
    staffing: Staffing,
    *,
    portfolio: Mapping[str, Any],
    staff: Sequence[Mapping[str, Any]] = (),
    first_month: str | date,
    months: int | None = None,
) -> dict[str, Any]:
    """Demand against supply, month by month, under growth, churn, attrition, ramp and hiring lead time.

    ::

        hours of one  = contract hours · (1 − overhead) · utilisation − leave
        supply        = Σ heads · (contract hours · (1 − overhead) · utilisation · ramp − leave)
        required      = demand ÷ hours of one, rounded up for `required_whole`
        shortage      = demand − supply, surplus the opposite; in heads ÷ hours of one
        next accounts = accounts · (1 − churn) + new; next heads = heads · (1 − attrition)
        hire_by       = first day of (month of need − months of ramp − hiring lead)

    Args:
        staffing: the assumptions.
        portfolio: as for `workload`.
        staff: who is there: `tier`, `heads`, and `since` (``"YYYY-MM"``) where the ramp matters.
        first_month: ``"YYYY-MM"``, or a date in it.
        months: how many, at most 120; 12.

    Returns:
        `months` by tier (`accounts`, `demand_hours`, `heads`, `supply_hours`, `required`, shortage and
        surplus in hours, heads and money); `tiers` with `peak_required`, `hires` (`heads`, `needed_on`,
        `starts_on`, `hire_by`, `late`), `surplus_cost`, `outsourcing`; `comparison` of the workload with
        ratios, budget and presence, and cross-checks.

    Raises:
        CustomerSuccessError: as `workload`; ``zero_denominator`` where a success manager has no hours for
            accounts.
    """
    return _ask("plan", locals())


def cost_to_serve(staffing: Staffing, *, portfolio: Mapping[str, Any]) -> dict[str, Any]:
    """What it costs to serve each tier, and the contract value from which on that pays.

    ::

        monthly cost = recurring hours · monthly cost per head ÷ hours of one
        break-even   = 12 · monthly cost per account ÷ cost ratio

    Returns:
        `tiers` with `monthly_cost`, `cost_per_account`, `onboarding_cost`, `renewal_cost`,
        `break_even_contract_value`, `arr_per_account`, `cost_share`, `pays`; `monthly_cost` and
        `hourly_cost` of all.

    Raises:
        CustomerSuccessError: as `workload`; ``zero_denominator`` where a success manager has no hours for
            accounts.
    """
    return _ask("cost_to_serve", locals())


def what_if(
    staffing: Staffing, *, portfolio: Mapping[str, Any], moves: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What changes in an ordinary month when accounts are moved to another tier.

    Args:
        staffing: the assumptions.
        portfolio: as for `workload`.
        moves: `from`, `to`, and where not all are meant `accounts`, `stage`, `health`, `complexity`.

    Returns:
        `before` and `after` (hours, heads and cost by tier and together), and the differences.

    Raises:
        CustomerSuccessError: ``inconsistent`` where fewer accounts match than are to be moved; as `workload`.
    """
    return _ask("what_if", locals())


def pool(
    *,
    requests_per_hour: Number,
    minutes_per_request: Number,
    answer_within_minutes: Number,
    target: Number | None = None,
    shrinkage: Number | None = None,
    agents: int | None = None,
) -> dict[str, Any]:
    """A pooled team that takes up requests in time, by Erlang C.

    ::

        load a = requests per hour · minutes per request ÷ 60
        B      = B(agents), where B(0) = 1 and B(n) = a·B(n−1) ÷ (n + a·B(n−1))
        C      = agents·B ÷ (agents − a·(1 − B)), the probability that a request waits
        in time = 1 − C · e^(−(agents − a) · answer within ÷ minutes per request)
        mean wait = C · minutes per request ÷ (agents − a); occupancy = a ÷ agents
        on payroll = agents ÷ (1 − shrinkage), rounded up

    Args:
        requests_per_hour: requests that come in per hour of service, at random times.
        minutes_per_request: minutes of work that one takes on average.
        answer_within_minutes: minutes within which a request is to be taken up.
        target: the share of requests for which this is to hold; 0.8.
        shrinkage: the share of paid time in which nobody answers; 0.
        agents: so many people instead of the fewest that meet the target.

    Returns:
        `offered_load`, `agents`, `on_payroll`, `occupancy`, `waiting_probability`, `mean_wait_minutes`,
        `answered_in_time`, `meets_target`.

    Raises:
        CustomerSuccessError: ``out_of_range``; ``limit``; ``inconsistent`` where the queue would grow
            without end.

    >>> team = pool(requests_per_hour=720, minutes_per_request=4, answer_within_minutes=0.25, agents=55)
    >>> round(team["waiting_probability"], 3), round(team["answered_in_time"], 3)
    (0.239, 0.846)
    """
    return _ask("pool", locals())


def _ask(question: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The answer; arguments that were left out are left out of the request."""
    request = {name: _plain(name, value) for name, value in arguments.items() if value is not None}
    return cast(dict[str, Any], _core.staffing(question, request))


def _plain(name: str, value: Any) -> Any:
    """Documents as dicts, days as their months."""
    if isinstance(value, Assumptions):
        return value.to_dict()
    if name == "first_month" and isinstance(value, date):
        return f"{value:%Y-%m}"
    if name == "first_month" and getattr(getattr(value, "dtype", None), "kind", "") == "M":
        return str(value)[:7]
    return value
