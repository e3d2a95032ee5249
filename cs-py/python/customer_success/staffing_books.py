"""Books of business: which success manager looks after which account."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import _core
from .frames import open_table
from .number import Number


@dataclass(frozen=True, slots=True)
class Books:
    """Accounts assigned to success managers."""

    accounts: Any
    """The caller's table with ``csm`` (null for nobody) and ``csm_reason``."""
    report: dict[str, Any]
    """Books, imbalance, moves, accounts by reason, and the distance from a lower bound."""


def books(
    df: Any,
    csms: Any,
    *,
    account: str = "account",
    hours: str = "hours",
    value: str | None = None,
    owner: str | None = None,
    skills: str | None = None,
    region: str | None = None,
    language: str | None = None,
    balance: Mapping[str, Number] | None = None,
    most_moves: int | None = None,
    tolerance: Number | None = None,
) -> Books:
    """Assigns accounts to success managers, evenly, keeping present owners where that is possible.

    Owners who may look after their accounts and have room keep them, the others go to the lightest book that
    has room, then moves and swaps lighten the heaviest; room that they make is given to accounts that nobody
    had room for. Deterministic, whatever the order of rows.

    Args:
        df: accounts: a table, as for `Scorecard.score`.
        csms: success managers: mappings with `csm`, and where it matters `fte`, `hours` and `most_accounts`
            (limits), `skills`, `regions`, `languages`; or a table with such columns, in whose lists a
            semicolon stands between two names.
        account: the column that names the account.
        hours: the column of hours that it needs.
        value: the column of its value, such as its ARR.
        owner: the column of its present success manager.
        skills: the column of skills that it needs, with a semicolon between two.
        region: the column of its region.
        language: the column of its language.
        balance: weights of `hours` and `value` in the load of a book; 1 and 1.
        most_moves: the most accounts that leave an owner who could keep them.
        tolerance: how much heavier than the mean a book is before accounts leave it; 0.05.

    Returns:
        The table with ``csm`` and ``csm_reason``, and the report: ``books``, ``reasons``, ``moves``,
        imbalance of ``hours``, ``value`` and ``accounts`` (``max_over_mean``, ``gini``), ``max_over_mean`` of
        the load, its lower bound ``bound_over_mean``, and the ``gap`` = max_over_mean ÷ bound_over_mean − 1.
        What these numbers are computed from says docs/definitions.md 7.

    Raises:
        CustomerSuccessError: ``duplicate_account``, ``duplicate``, ``out_of_range``, ``non_finite``,
            ``missing_column``, ``type_mismatch``, ``limit``.

    >>> accounts = {"account": ["a", "b", "c"], "hours": [9, 5, 4], "language": ["en", "en", "ja"]}
    >>> team = [{"csm": "mori", "languages": ["ja", "en"]}, {"csm": "smith", "languages": ["en"]}]
    >>> assigned = books(accounts, team, language="language")
    >>> assigned.accounts["csm"], assigned.report["gap"]
    (['smith', 'mori', 'mori'], 0.0)
    """
    names = {
        "account": account,
        "hours": hours,
        "value": value,
        "owner": owner,
        "skills": skills,
        "region": region,
        "language": language,
    }
    columns = {field: name for field, name in names.items() if name is not None}
    optional = {"balance": balance, "most_moves": most_moves, "tolerance": tolerance}
    rules = {"csms": _team(csms)} | {name: given for name, given in optional.items() if given is not None}
    frame = open_table(df)
    assigned, report = _core.staffing_books(frame.needed(columns.values()), json.dumps(columns), rules)
    return Books(frame.with_columns(assigned), report)


def _team(csms: Any) -> list[Any]:
    """Success managers as mappings; the rows of a table without what is missing."""
    if isinstance(csms, Sequence):
        return list(csms)
    frame = open_table(csms)
    columns = {str(name): frame.values(name) for name in frame.names()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [{name: _listed(name, given) for name, given in row.items() if given is not None} for row in rows]


def _listed(name: str, given: Any) -> Any:
    """A list of names, also from a text."""
    if name in ("skills", "regions", "languages") and isinstance(given, str):
        return [part.strip() for part in given.split(";") if part.strip()]
    return given
