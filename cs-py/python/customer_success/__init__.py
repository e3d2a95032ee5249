"""Customer-success numbers, exact and explained.

>>> import customer_success as cs
>>> cs.kpi.churn_rate(opening=200, churned=6)
0.03
"""

from __future__ import annotations

from . import kpi
from .errors import CustomerSuccessError, UndefinedError

__all__ = ["CustomerSuccessError", "UndefinedError", "kpi"]
