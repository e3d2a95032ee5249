"""Recurring revenue over time: from a ledger or contracts to movements, retention and cohorts, exactly.

>>> import customer_success as cs
>>> ledger = {
...     "account": ["a", "b", "c", "a", "b"],
...     "month": ["2025-01", "2025-01", "2025-01", "2025-02", "2025-02"],
...     "mrr": [100, 50, 30, 120, 20],
... }
>>> moves = cs.revenue.movements(ledger)
>>> moves["month"], moves["expansion"], moves["churn"], moves["closing"]
(['2025-01', '2025-02'], [0, 20], [0, 30], [180, 140])
>>> moves["net_revenue_retention"]
[None, 0.7777777777777778]
"""

from __future__ import annotations

from .cohort import Cohorts, cohorts
from .convention import convention_catalogue, conventions
from .movement import Movements, account_movements, movements, retention_between

__all__ = [
    "Cohorts",
    "Movements",
    "account_movements",
    "cohorts",
    "convention_catalogue",
    "conventions",
    "movements",
    "retention_between",
]
