"""Tiers of last time: a table, a mapping from account to tier, or the name of a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .accounts import unique
from .frames import Frame, open_table


def previous_tiers(frame: Frame, previous: Any, account: str) -> list[Any] | None:
    """The previous tier of each row, None for none."""
    if previous is None:
        return None
    if isinstance(previous, str):
        return frame.values(frame.require(previous))
    accounts = unique(frame.values(frame.require(account)), account)
    if isinstance(previous, Mapping) and "tier" not in previous:
        return [previous.get(name) for name in accounts]
    earlier = open_table(previous)
    known = unique(earlier.values(earlier.require(account)), account)
    tiers = dict(zip(known, earlier.values(earlier.require("tier")), strict=True))
    return [tiers.get(name) for name in accounts]


def gone(accounts: Sequence[Any], previous: Any, account: str) -> list[Any]:
    """Accounts that had a tier before and are not in the table."""
    if isinstance(previous, str):
        return []
    if isinstance(previous, Mapping) and "tier" not in previous:
        had = list(previous.items())
    else:
        earlier = open_table(previous)
        had = list(zip(earlier.values(account), earlier.values("tier"), strict=True))
    known = set(accounts)
    return [name for name, tier in had if tier is not None and name not in known]
