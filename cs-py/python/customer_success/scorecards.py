"""Scorecards ready to use and to edit: `card.to_dict()` is the document."""

from __future__ import annotations

from . import _core
from .scorecard import Scorecard


def b2b_saas() -> Scorecard:
    """Relationship, usage with its five typical signals, and satisfaction.

    >>> b2b_saas().name
    'b2b-saas'
    """
    return Scorecard._of(_core.Scorecard.shipped("b2b_saas"))


def plg() -> Scorecard:
    """Product-led growth: usage only.

    >>> plg().name
    'plg'
    """
    return Scorecard._of(_core.Scorecard.shipped("plg"))


def simple() -> Scorecard:
    """Three indicators to begin with.

    >>> len(simple().indicators)
    3
    """
    return Scorecard._of(_core.Scorecard.shipped("simple"))
