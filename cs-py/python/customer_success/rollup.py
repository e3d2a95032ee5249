"""Roll-ups: the health of a family of accounts, over a hierarchy of parents and children."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from . import _core, document
from .frames import open_table


def rollup(
    df: Any,
    *,
    account: str = "account",
    parent: str = "parent",
    score: str = "health_score",
    value: str | None = None,
    band: str | None = None,
    bands: Iterable[str] | None = None,
    include_parent: bool | None = None,
    unknown_parent: Literal["error", "root"] | None = None,
) -> Any:
    """The health of every account's family: all accounts below it, at any depth, each counted once.

    ::

        mean          = Σ score ÷ number, over those that have a score
        weighted mean = Σ value · score ÷ Σ value, over those that have a score and a value
        worst         = the lowest score; of equal ones the account whose name comes first
        share         = accounts in the band ÷ accounts

    >>> import customer_success as cs
    >>> families = cs.health.rollup(
    ...     {
    ...         "account": ["group", "north", "south"],
    ...         "parent": [None, "group", "group"],
    ...         "health_score": [None, 80, 50],
    ...         "arr": [0, 300, 100],
    ...     },
    ...     value="arr",
    ... )
    >>> families["rollup_mean"], families["rollup_weighted_mean"][0], families["rollup_worst_account"][0]
    ([65.0, 80.0, 50.0], 72.5, 'south')

    Args:
        df: a table with one row for each account, as for `Scorecard.score`.
        account: the column that names the account: texts or whole numbers.
        parent: the column that names its parent; missing where it has none.
        score: the column of scores.
        value: the column of what an account weighs, such as its contract value.
        band: the column of bands, whose shares are counted.
        bands: the bands to count; those that are found unless said otherwise.
        include_parent: whether an account counts in its own family; True unless said otherwise.
        unknown_parent: what a parent that is not among the accounts gets: an error, or the account counts as
            one without a parent; an error unless said otherwise.

    Returns:
        The same kind of table with ``rollup_accounts``, ``rollup_scored`` (accounts of the family, and those
        with a score), ``rollup_mean``, ``rollup_weighted_mean``, ``rollup_worst``, ``rollup_worst_account``,
        and with `band` a ``rollup_share_<band>`` for each band and for unknown.

    Raises:
        CustomerSuccessError: ``cycle`` (accounts are each other's parents in a circle, which is named),
            ``unknown_name`` (a parent that is not among the accounts), ``duplicate_account``,
            ``missing_column``, ``type_mismatch``, ``non_finite``, ``out_of_range`` (a value below 0),
            ``invalid_argument`` (a band that is not listed), ``overflow``, with column and row.

    Source: docs/definitions.md 3.5.
    """
    frame = open_table(df)
    choices = {
        "account": account,
        "parent": parent,
        "score": score,
        "value": value,
        "band": band,
        "bands": None if bands is None else list(bands),
        "include_parent": include_parent,
        "unknown_parent": unknown_parent,
    }
    request = document.to_text({name: given for name, given in choices.items() if given is not None})
    columns = [name for name in (account, parent, score, value, band) if name is not None]
    return frame.with_columns(_core.rollup(frame.needed(columns), request))
