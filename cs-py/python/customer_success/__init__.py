"""Customer-success numbers, exact and explained: health scores, KPIs, touch-model tiers.

>>> import customer_success as cs
>>> cs.kpi.churn_rate(opening=200, churned=6)
0.03
>>> card = cs.scorecards.simple()
>>> card
Scorecard('simple', 3 indicators, bands danger < caution < healthy)
"""

from __future__ import annotations

from .built import __version__ as __version__

# isort: split
from . import dialects, health, kpi, org, retention, revenue, roi, scorecards, staffing
from .errors import CustomerSuccessError, UndefinedError
from .fitting import Fitting
from .health import BandTracker, Contribution, GroupScore, Health
from .lint import Finding
from .overrides import OverriddenScores, Override
from .ready import ReadyCard
from .scorecard import Scorecard
from .scorecard_set import ScorecardSet, SetHealth
from .touch import TierSummary, TouchPolicy
from .touch_fitting import TouchFitting, TouchTies

__all__ = [
    "BandTracker",
    "Contribution",
    "CustomerSuccessError",
    "Finding",
    "Fitting",
    "GroupScore",
    "Health",
    "OverriddenScores",
    "Override",
    "ReadyCard",
    "Scorecard",
    "ScorecardSet",
    "SetHealth",
    "TierSummary",
    "TouchFitting",
    "TouchPolicy",
    "TouchTies",
    "UndefinedError",
    "dialects",
    "health",
    "kpi",
    "org",
    "retention",
    "revenue",
    "roi",
    "scorecards",
    "staffing",
    "touch",
]


def __dir__() -> list[str]:
    """What is public, so that completion offers nothing else."""
    return sorted(__all__)
