"""Touch policies fitted on a portfolio part by part, on any number of machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _core

if TYPE_CHECKING:
    from .touch import TouchPolicy


class TouchFitting:
    """The distinct measures of a part of a portfolio, counted; immutable.

    Parts may be gathered anywhere and merged in any order: the fitted policy is the same document, bit for
    bit, as that of `TouchPolicy.fit` on the whole. A part pickles, so Spark, Dask and Ray can ship it. It
    keeps no names of accounts: an account that is in two parts counts twice.

    >>> import customer_success as cs
    >>> policy = cs.TouchPolicy.shares("seats", high=0.25, tech=0.75)
    >>> parts = [policy.fit_part({"seats": seats}) for seats in ([10, 40], [20, 30])]
    >>> fitted = parts[0].merge(parts[1]).finish()
    >>> fitted == policy.fit({"seats": [10, 40, 20, 30]})
    True
    >>> fitted.apply({"seats": [40, 30]})["tier"]
    ['high', 'tech']
    """

    __slots__ = ("_part",)
    _part: _core.TouchFitting

    def __init__(self, json: str) -> None:
        """Reads a document of kind ``touch_fitting``.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version`` or ``limit``, with the place.
        """
        self._part = _core.TouchFitting(json)

    @classmethod
    def _of(cls, part: _core.TouchFitting) -> TouchFitting:
        own = cls.__new__(cls)
        own._part = part
        return own

    def to_json(self) -> str:
        """The part as a document; reading it gives an equal part."""
        return self._part.to_json()

    def merge(self, *others: TouchFitting) -> TouchFitting:
        """This part and others; all stay as they are.

        Raises:
            CustomerSuccessError: ``inconsistent`` for parts of fits of another policy or on another day.
        """
        merged = self._part
        for other in others:
            merged = merged.merge(other._part)
        return self._of(merged)

    def finish(self) -> TouchPolicy:
        """The fitted policy, an ordinary document.

        Raises:
            UndefinedError: ``no_population`` where no account has a measure.
        """
        from .touch import TouchPolicy

        return TouchPolicy._of(self._part.finish())

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal parts."""
        return isinstance(other, TouchFitting) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[TouchFitting], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)
