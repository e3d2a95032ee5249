"""Migrations: who moved between bands from one day to another, in accounts and in money."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import _core, document
from .frames import open_table


def migration(
    before: Any,
    after: Any,
    *,
    account: str = "account",
    band: str = "health_band",
    value: str | None = None,
    bands: Iterable[str] | None = None,
) -> Any:
    """The band migration matrix of two days, cell by cell.

    Every band, unknown and new by every band, unknown and gone: all cells are there, so that rows and columns
    add up to the two portfolios. Amounts are summed exactly.

    >>> import customer_success as cs
    >>> before = {"account": ["a", "b", "c"], "band": ["healthy", "healthy", "danger"], "arr": [9, 5, 1]}
    >>> after = {"account": ["b", "c", "d"], "band": ["caution", "danger", "healthy"], "arr": [6, 1, 2]}
    >>> cells = cs.health.migration(before, after, band="band", value="arr")
    >>> for row in zip(*cells.values()):
    ...     if row[3]:
    ...         print(row)
    ('danger', 'danger', 'stayed', 1, 1, 1)
    ('healthy', 'caution', 'worsened', 1, 5, 6)
    ('healthy', None, 'gone', 1, 9, 0)
    (None, 'healthy', 'new', 1, 0, 2)

    Args:
        before: a table with one row for each account, as `Scorecard.score` gives it.
        after: the same of a later day.
        account: the column that names the account: texts or whole numbers.
        band: the column of bands; missing or ``unknown`` without a score.
        value: the column of amounts, such as yearly revenue; a missing amount counts as 0.
        bands: the bands from the lowest up, such as `Scorecard.bands`; ``danger``, ``caution``, ``healthy``
            unless said otherwise.

    Returns:
        A new table of the kind of `after`: ``from`` (null for accounts that are new), ``to`` (null for those
        that are gone), ``move`` (``stayed``, ``improved``, ``worsened``, ``became_known``,
        ``became_unknown``, ``new``, ``gone``), ``accounts``, and with `value` ``value_before`` and
        ``value_after``, of the type that the amounts have.

    Raises:
        CustomerSuccessError: ``missing_column``, ``type_mismatch``, ``duplicate_account``,
            ``invalid_argument`` (a band that is not listed), ``non_finite``, ``overflow``, under ``before``
            or ``after``; ``invalid_document`` (the bands).

    Source: docs/definitions.md 3.4.
    """
    choices = {
        "account": account,
        "band": band,
        "value": value,
        "bands": None if bands is None else list(bands),
    }
    request = document.to_text({name: given for name, given in choices.items() if given is not None})
    columns = [name for name in (account, band, value) if name is not None]
    earlier, later = open_table(before), open_table(after)
    return later.new(_core.migration(earlier.needed(columns), later.needed(columns), request))
