"""Touch policies fitted on a portfolio part by part, on any number of machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from . import _core
from .frames import open_table
from .part import Part

if TYPE_CHECKING:
    from .touch import TouchPolicy


class TouchFitting(Part):
    """The distinct measures of a part of a portfolio, counted; immutable.

    Parts may be gathered anywhere and merged in any order: the fitted policy is the same document, bit for
    bit, as that of `TouchPolicy.fit` on the whole. A part pickles, so Spark, Dask and Ray can ship it. It
    keeps no names of accounts: an account that is in two parts counts twice, and where ties are split by
    account, `ties` begin a second round.

    >>> import customer_success as cs
    >>> policy = cs.TouchPolicy.shares("seats", high=0.25, tech=0.75)
    >>> parts = [policy.fit_part({"seats": seats}) for seats in ([10, 40], [20, 30])]
    >>> fitted = parts[0].merge(parts[1]).finish()
    >>> fitted == policy.fit({"seats": [10, 40, 20, 30]})
    True
    >>> fitted.apply({"seats": [40, 30]})["tier"]
    ['high', 'tech']
    """

    __slots__ = ()
    _part: _core.TouchFitting

    def __init__(self, json: str) -> None:
        """Reads a document of kind ``touch_fitting``.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version`` or ``limit``, with the place.
        """
        self._part = _core.TouchFitting(json)

    def finish(self) -> TouchPolicy:
        """The fitted policy, an ordinary document.

        Raises:
            UndefinedError: ``no_population`` where no account has a measure.
            CustomerSuccessError: ``invalid_argument`` where ties are split by account: that takes `ties`.
        """
        from .touch import TouchPolicy

        return TouchPolicy._of(self._part.finish())

    def ties(self) -> TouchTies:
        """Where the tiers of the merged parts end: the second round, in which the accounts there are named.

        Raises:
            UndefinedError: ``no_population`` where no account has a measure.
        """
        return TouchTies._of(self._part.ties())


class TouchTies(Part):
    """The accounts of a portfolio that have the measures at which its tiers end; immutable.

    Where ties are split by account, the counted measures of all parts say where the tiers end, but not which
    of the accounts with that measure are still in them. So each part is read once more: of each measure as
    many names are kept as the tier takes. The fitted policy is the document of the whole, bit for bit.

    An account that is twice in a part is refused. One that is in two parts is seen only where both are kept
    here: whoever cuts a portfolio into parts keeps each account in one.

    >>> import customer_success as cs
    >>> policy = cs.TouchPolicy.shares("seats", high=0.5, tech=0.5, split_ties_by="id")
    >>> tables = [{"id": [4, 3], "seats": [5, 9]}, {"id": [2, 1], "seats": [5, 5]}]
    >>> first = [policy.fit_part(table) for table in tables]
    >>> ties = first[0].merge(*first[1:]).ties()
    >>> second = [ties.fit_part(table) for table in tables]
    >>> fitted = second[0].merge(*second[1:]).finish()
    >>> fitted == policy.fit({"id": [4, 3, 2, 1], "seats": [5, 9, 5, 5]})
    True
    >>> [fitted.apply(table)["tier"] for table in tables]
    [['tech', 'high'], ['tech', 'high']]
    """

    __slots__ = ()
    _part: _core.TouchTies

    def __init__(self, json: str) -> None:
        """Reads a document of kind ``touch_ties``.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version`` or ``limit``, with the place.
        """
        self._part = _core.TouchTies(json)

    def fit_part(self, df: Any) -> Self:
        """These accounts and those of a further part of the portfolio, which is added once.

        Raises:
            CustomerSuccessError: as `TouchPolicy.fit`, ``duplicate_account`` among them; ``inconsistent``
                where there are more accounts of a measure than the first round counted.
        """
        return self._of(self._part.fit_part(open_table(df).needed(self._part.facts)))

    def finish(self) -> TouchPolicy:
        """The fitted policy, an ordinary document.

        Raises:
            CustomerSuccessError: ``inconsistent`` where a part of the portfolio has not been added.
        """
        from .touch import TouchPolicy

        return TouchPolicy._of(self._part.finish())
