"""Scorecards fitted on a portfolio part by part, on any number of machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _core
from .part import Part

if TYPE_CHECKING:
    from .scorecard import Scorecard


class Fitting(Part):
    """What the percentiles of a card need of a part of a portfolio: distinct values, counted; immutable.

    Parts may be gathered anywhere and merged in any order: the fitted card is the same document, bit for bit,
    as that of `Scorecard.fit` on the whole. A part pickles, so Spark, Dask and Ray can ship it.

    >>> import customer_success as cs
    >>> card = cs.Scorecard({
    ...     "kind": "scorecard", "version": 1, "name": "size",
    ...     "indicators": [{"name": "seats", "input": "seats", "scale": {"percentile": {}}}],
    ... })
    >>> parts = [card.fit_part({"seats": seats}, as_of="2026-10-31") for seats in ([10, 40], [20, 20])]
    >>> fitted = parts[0].merge(parts[1]).finish()
    >>> fitted == card.fit({"seats": [10, 40, 20, 20]}, as_of="2026-10-31")
    True
    >>> fitted.score({"seats": [20]}, as_of="2026-10-31")["health_score"]
    [50.0]
    """

    __slots__ = ()
    _part: _core.Fitting

    def __init__(self, json: str) -> None:
        """Reads a document of kind ``scorecard_fitting``.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version`` or ``limit``, with the place.
        """
        self._part = _core.Fitting(json)

    def finish(self) -> Scorecard:
        """The fitted card, an ordinary document.

        Raises:
            UndefinedError: ``no_population`` where a percentile has no value to rank among.
        """
        from .scorecard import Scorecard

        return Scorecard._of(self._part.finish())
