"""KPI formulas: keyword arguments in, one exact value out.

Every function takes numbers of any kind and gives a float, or a `Decimal` if one of its arguments is one.
A value that does not exist is an `UndefinedError`, never 0, NaN or infinity.

>>> import customer_success as cs
>>> cs.kpi.churn_rate(opening=200, churned=6)
0.03
>>> from decimal import Decimal
>>> cs.kpi.churn_rate(opening=Decimal(3), churned=1)
Decimal('0.3333333333333333333333333333')
"""

from .formulas import *  # noqa: F403  (the generated list is the public one)
from .formulas import __all__ as _formulas
from .lifetime import ltv
from .listing import catalogue
from .report import Report, ltv_effects, report
from .surveys import Nps, WeightedNps, nps, nps_from_answers
from .table import table
from .targets import Assessment, Benchmarks, assess, benchmarks

__all__ = [
    *_formulas,
    "Assessment",
    "Benchmarks",
    "Nps",
    "Report",
    "WeightedNps",
    "assess",
    "benchmarks",
    "catalogue",
    "ltv",
    "ltv_effects",
    "nps",
    "nps_from_answers",
    "report",
    "table",
]
