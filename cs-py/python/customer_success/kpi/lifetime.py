"""Lifetime value, over a given lifetime or one that follows from churn."""

from __future__ import annotations

from decimal import Decimal
from typing import overload

from customer_success.errors import CustomerSuccessError
from customer_success.number import Number, Plain

from . import formulas


@overload
def ltv(  # type: ignore[overload-overlap]
    *,
    arpa: Plain,
    lifetime_months: Plain | None = None,
    monthly_churn: Plain | None = None,
    gross_margin: Plain = 1,
    service_cost: Plain = 0,
    acquisition_cost: Plain = 0,
) -> float: ...
@overload
def ltv(
    *,
    arpa: Number,
    lifetime_months: Number | None = None,
    monthly_churn: Number | None = None,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> Decimal: ...
def ltv(
    *,
    arpa: Number,
    lifetime_months: Number | None = None,
    monthly_churn: Number | None = None,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> float | Decimal:
    """Lifetime value: (arpa · gross_margin − service_cost) · lifetime − acquisition_cost.

    Args:
        arpa: average revenue per account and month.
        lifetime_months: the lifetime, or
        monthly_churn: the churn rate it follows from: 1 ÷ monthly_churn. Exactly one of the two.
        gross_margin: share of the revenue that is left after its costs.
        service_cost: cost of serving an account for a month.
        acquisition_cost: cost of winning it.

    Raises:
        UndefinedError: ``no_losses`` where nobody churns: the lifetime has no end.
        CustomerSuccessError: ``invalid_argument`` unless exactly one of lifetime and churn is given.

    >>> ltv(arpa=50_000, gross_margin=0.75, lifetime_months=12)
    450000.0
    >>> ltv(arpa=Decimal(50), monthly_churn=Decimal("0.05"))
    Decimal('1000')
    """
    common = {
        "arpa": arpa,
        "gross_margin": gross_margin,
        "service_cost": service_cost,
        "acquisition_cost": acquisition_cost,
    }
    if lifetime_months is not None and monthly_churn is None:
        return formulas.ltv(lifetime_months=lifetime_months, **common)
    if monthly_churn is not None and lifetime_months is None:
        return formulas.ltv_from_churn(monthly_churn=monthly_churn, **common)
    raise CustomerSuccessError(
        "lifetime_months: exactly one of lifetime_months and monthly_churn is needed", path="lifetime_months"
    )
