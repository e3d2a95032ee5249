"""Accounts are named once: a portfolio in which two rows carry the same account is refused."""

from __future__ import annotations

from typing import Any

from . import _core
from .errors import CustomerSuccessError


def unique(accounts: list[Any], column: str) -> list[Any]:
    """The accounts, each named once; rows without one are not compared."""
    first: dict[Any, int] = {}
    for row, name in enumerate(accounts):
        if name is not None and first.setdefault(name, row) != row:
            shown = _core.shown(name) if isinstance(name, str) else str(name)
            raise CustomerSuccessError(
                f'column "{column}", row {row}: row {first[name]} carries the same account: {shown}',
                code="duplicate_account",
                column=column,
                row=row,
                value=shown,
            )
    return accounts
