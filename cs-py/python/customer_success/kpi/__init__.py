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

from .catalogue import catalogue
from .formulas import *  # noqa: F403  (the generated list is the public one)
from .formulas import __all__ as _formulas

__all__ = [*_formulas, "catalogue"]
