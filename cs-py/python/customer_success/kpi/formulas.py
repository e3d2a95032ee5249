# @generated from the kpis! table of cs-core: edit the table, run `make generate`, commit what changed.
# mypy: disable-error-code="overload-overlap"
"""The formulas of the catalogue as typed functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, overload

from customer_success import _core
from customer_success.number import Number, Plain

__all__ = [
    "adoption_rate",
    "arpa",
    "arr",
    "arr_per_csm",
    "cac",
    "cac_payback_months",
    "capped_lifetime_months",
    "capped_ltv",
    "churn_rate",
    "cohort_retention_rate",
    "compound",
    "cross_sell_rate",
    "cs_cost_ratio",
    "csat",
    "discounted_ltv",
    "expansion_rate",
    "gross_revenue_churn_rate",
    "gross_revenue_retention",
    "growth_rate",
    "lifetime_months",
    "ltv_from_churn",
    "ltv_from_customers",
    "ltv_growth_rate",
    "ltv_to_cac",
    "net_revenue_churn_rate",
    "net_revenue_retention",
    "onboarding_completion_rate",
    "quick_ratio",
    "retention_rate",
    "stickiness",
    "upsell_rate",
]


@overload
def churn_rate(*, opening: Plain, churned: Plain) -> float: ...
@overload
def churn_rate(*, opening: Number, churned: Number) -> Decimal: ...
def churn_rate(*, opening: Number, churned: Number) -> float | Decimal:
    """Share of the opening customers that left in the period; customers won in the period do not count.

    Churn rate (解約率) = churned ÷ opening

    Args:
        opening: a whole number from 0 up.
        churned: a whole number from 0 up.

    Returns:
        A share from 0 to 1; lower is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``inconsistent`` unless churned <= opening.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("churn_rate", opening, churned)


@overload
def retention_rate(*, opening: Plain, churned: Plain) -> float: ...
@overload
def retention_rate(*, opening: Number, churned: Number) -> Decimal: ...
def retention_rate(*, opening: Number, churned: Number) -> float | Decimal:
    """Share of the opening customers still there at close; new ones do not count.

    Retention rate (継続率) = (opening − churned) ÷ opening

    Args:
        opening: a whole number from 0 up.
        churned: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``inconsistent`` unless churned <= opening.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("retention_rate", opening, churned)


@overload
def upsell_rate(*, customers: Plain, upsold: Plain) -> float: ...
@overload
def upsell_rate(*, customers: Number, upsold: Number) -> Decimal: ...
def upsell_rate(*, customers: Number, upsold: Number) -> float | Decimal:
    """Share of the customers that bought a higher plan or more of what they have.

    Upsell rate (アップセル率) = upsold ÷ customers

    Args:
        customers: a whole number from 0 up.
        upsold: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where customers == 0.
        CustomerSuccessError: ``inconsistent`` unless upsold <= customers.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("upsell_rate", customers, upsold)


@overload
def cross_sell_rate(*, customers: Plain, cross_sold: Plain) -> float: ...
@overload
def cross_sell_rate(*, customers: Number, cross_sold: Number) -> Decimal: ...
def cross_sell_rate(*, customers: Number, cross_sold: Number) -> float | Decimal:
    """Share of the customers that bought another product.

    Cross-sell rate (クロスセル率) = cross_sold ÷ customers

    Args:
        customers: a whole number from 0 up.
        cross_sold: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where customers == 0.
        CustomerSuccessError: ``inconsistent`` unless cross_sold <= customers.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("cross_sell_rate", customers, cross_sold)


@overload
def expansion_rate(*, customers: Plain, expanded: Plain) -> float: ...
@overload
def expansion_rate(*, customers: Number, expanded: Number) -> Decimal: ...
def expansion_rate(*, customers: Number, expanded: Number) -> float | Decimal:
    """Share of the customers that bought more, by upsell, cross-sell or both; each customer counts once.

    Expansion rate (アップセル・クロスセル率) = expanded ÷ customers

    Args:
        customers: a whole number from 0 up.
        expanded: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where customers == 0.
        CustomerSuccessError: ``inconsistent`` unless expanded <= customers.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("expansion_rate", customers, expanded)


@overload
def onboarding_completion_rate(*, started: Plain, completed: Plain) -> float: ...
@overload
def onboarding_completion_rate(*, started: Number, completed: Number) -> Decimal: ...
def onboarding_completion_rate(*, started: Number, completed: Number) -> float | Decimal:
    """Share of the customers whose onboarding was started that completed it.

    Onboarding completion rate (オンボーディング完了率) = completed ÷ started

    Args:
        started: a whole number from 0 up.
        completed: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where started == 0.
        CustomerSuccessError: ``inconsistent`` unless completed <= started.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to lifetime value and five success activities.
    """
    return _core.kpi("onboarding_completion_rate", started, completed)


@overload
def adoption_rate(*, licensed: Plain, active: Plain) -> float: ...
@overload
def adoption_rate(*, licensed: Number, active: Number) -> Decimal: ...
def adoption_rate(*, licensed: Number, active: Number) -> float | Decimal:
    """Share of the licensed users that are active.

    Adoption rate (活用率) = active ÷ licensed

    Args:
        licensed: a whole number from 0 up.
        active: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where licensed == 0.
        CustomerSuccessError: ``inconsistent`` unless active <= licensed.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("adoption_rate", licensed, active)


@overload
def stickiness(*, monthly_active: Plain, daily_active: Plain) -> float: ...
@overload
def stickiness(*, monthly_active: Number, daily_active: Number) -> Decimal: ...
def stickiness(*, monthly_active: Number, daily_active: Number) -> float | Decimal:
    """Share of a month's active users that are active on a day (DAU ÷ MAU).

    Stickiness (DAU/MAU) (スティッキネス（DAU/MAU）) = daily_active ÷ monthly_active

    Args:
        monthly_active: a whole number from 0 up.
        daily_active: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where monthly_active == 0.
        CustomerSuccessError: ``inconsistent`` unless daily_active <= monthly_active.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("stickiness", monthly_active, daily_active)


@overload
def cohort_retention_rate(
    *,
    started: Plain,
    retained: Plain,
    age_months: Plain,
    observed_months: Plain,
) -> float: ...
@overload
def cohort_retention_rate(
    *,
    started: Number,
    retained: Number,
    age_months: Number,
    observed_months: Number,
) -> Decimal: ...
def cohort_retention_rate(
    *,
    started: Number,
    retained: Number,
    age_months: Number,
    observed_months: Number,
) -> float | Decimal:
    """Share of a cohort that is still there at an age; unknown until the cohort has been observed for so
    long.

    Cohort retention rate (コホート継続率) = retained ÷ started, after age_months; observed_months must have
    reached it

    Args:
        started: a whole number from 0 up.
        retained: a whole number from 0 up.
        age_months: a number of months from 0 up.
        observed_months: a number of months from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``no_population`` where started == 0.
        UndefinedError: ``too_young`` where observed_months < age_months.
        CustomerSuccessError: ``inconsistent`` unless retained <= started.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("cohort_retention_rate", started, retained, age_months, observed_months)


@overload
def compound(
    *,
    rate: Plain,
    from_period: Literal["month", "quarter", "year"],
    to_period: Literal["month", "quarter", "year"],
) -> float: ...
@overload
def compound(
    *,
    rate: Number,
    from_period: Literal["month", "quarter", "year"],
    to_period: Literal["month", "quarter", "year"],
) -> Decimal: ...
def compound(
    *,
    rate: Number,
    from_period: Literal["month", "quarter", "year"],
    to_period: Literal["month", "quarter", "year"],
) -> float | Decimal:
    """A churn rate per one period as the rate per another. Losses compound: 8 % a month are 63.2 % a year,
    not 96 %.

    Churn rate of another period (期間換算した解約率) = 1 − (1 − rate)^(to_period ÷ from_period)

    Args:
        rate: a fraction of at most 1 that may be negative.
        from_period: a period: month (1), quarter (3) or year (12).
        to_period: a period: month (1), quarter (3) or year (12).

    Returns:
        A fraction of at most 1 that may be negative. The nearest float, or a `Decimal` if one was given.

    Raises:
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: compound interest.
    """
    return _core.kpi("compound", rate, from_period, to_period)


@overload
def csat(*, responses: Plain, satisfied: Plain) -> float: ...
@overload
def csat(*, responses: Number, satisfied: Number) -> Decimal: ...
def csat(*, responses: Number, satisfied: Number) -> float | Decimal:
    """Share of the answers that are satisfied: on a scale of five, the two highest.

    Customer satisfaction (CSAT) (顧客満足度（CSAT）) = satisfied ÷ responses

    Args:
        responses: a whole number from 0 up.
        satisfied: a whole number from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``no_population`` where responses == 0.
        CustomerSuccessError: ``inconsistent`` unless satisfied <= responses.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of customer surveys.
    """
    return _core.kpi("csat", responses, satisfied)


@overload
def nps(*, promoters: Plain, passives: Plain, detractors: Plain) -> float: ...
@overload
def nps(*, promoters: Number, passives: Number, detractors: Number) -> Decimal: ...
def nps(*, promoters: Number, passives: Number, detractors: Number) -> float | Decimal:
    """Net promoter score: promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6. Unrounded.

    Net promoter score (NPS) (ネットプロモータースコア（NPS）) = 100 · (promoters − detractors) ÷ (promoters +
    passives + detractors)

    Args:
        promoters: a whole number from 0 up.
        passives: a whole number from 0 up.
        detractors: a whole number from 0 up.

    Returns:
        Points from -100 to 100; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``no_population`` where promoters + passives + detractors == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("nps", promoters, passives, detractors)


@overload
def arr(*, mrr: Plain) -> float: ...
@overload
def arr(*, mrr: Number) -> Decimal: ...
def arr(*, mrr: Number) -> float | Decimal:
    """Annual recurring revenue: twelve times the monthly one.

    Annual recurring revenue (ARR) (年間経常収益（ARR）) = 12 · mrr

    Args:
        mrr: money in one currency, from 0 up.

    Returns:
        Money in one currency, from 0 up; higher is better. The nearest float, or a `Decimal` if one was
        given.

    Raises:
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("arr", mrr)


@overload
def arpa(*, mrr: Plain, accounts: Plain) -> float: ...
@overload
def arpa(*, mrr: Number, accounts: Number) -> Decimal: ...
def arpa(*, mrr: Number, accounts: Number) -> float | Decimal:
    """Average recurring revenue per account.

    Average revenue per account (ARPA) (アカウント平均収益（ARPA）) = mrr ÷ accounts

    Args:
        mrr: money in one currency, from 0 up.
        accounts: a whole number from 0 up.

    Returns:
        Money per customer in one currency, from 0 up; higher is better. The nearest float, or a `Decimal` if
        one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where accounts == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("arpa", mrr, accounts)


@overload
def gross_revenue_retention(*, opening: Plain, contraction: Plain, churned: Plain) -> float: ...
@overload
def gross_revenue_retention(*, opening: Number, contraction: Number, churned: Number) -> Decimal: ...
def gross_revenue_retention(*, opening: Number, contraction: Number, churned: Number) -> float | Decimal:
    """Share of the opening recurring revenue still there at close, before any expansion (GRR).

    Gross revenue retention (GRR) (売上継続率（GRR）) = (opening − contraction − churned) ÷ opening

    Args:
        opening: money in one currency, from 0 up.
        contraction: money in one currency, from 0 up.
        churned: money in one currency, from 0 up.

    Returns:
        A share from 0 to 1; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``inconsistent`` unless churned <= opening - contraction.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("gross_revenue_retention", opening, contraction, churned)


@overload
def net_revenue_retention(
    *,
    opening: Plain,
    expansion: Plain,
    contraction: Plain,
    churned: Plain,
) -> float: ...
@overload
def net_revenue_retention(
    *,
    opening: Number,
    expansion: Number,
    contraction: Number,
    churned: Number,
) -> Decimal: ...
def net_revenue_retention(
    *,
    opening: Number,
    expansion: Number,
    contraction: Number,
    churned: Number,
) -> float | Decimal:
    """Opening recurring revenue at close with the expansion of the same customers, as a share of opening
    (NRR).

    Net revenue retention (NRR) (売上維持率（NRR）) = (opening + expansion − contraction − churned) ÷ opening

    Args:
        opening: money in one currency, from 0 up.
        expansion: money in one currency, from 0 up.
        contraction: money in one currency, from 0 up.
        churned: money in one currency, from 0 up.

    Returns:
        A fraction of either sign; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``inconsistent`` unless churned <= opening + expansion - contraction.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("net_revenue_retention", opening, expansion, contraction, churned)


@overload
def gross_revenue_churn_rate(*, opening: Plain, contraction: Plain, churned: Plain) -> float: ...
@overload
def gross_revenue_churn_rate(*, opening: Number, contraction: Number, churned: Number) -> Decimal: ...
def gross_revenue_churn_rate(*, opening: Number, contraction: Number, churned: Number) -> float | Decimal:
    """Share of the opening recurring revenue lost to contraction and churn: 1 − GRR.

    Gross revenue churn rate (グロスレベニューチャーンレート) = (contraction + churned) ÷ opening

    Args:
        opening: money in one currency, from 0 up.
        contraction: money in one currency, from 0 up.
        churned: money in one currency, from 0 up.

    Returns:
        A share from 0 to 1; lower is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``inconsistent`` unless churned <= opening - contraction.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("gross_revenue_churn_rate", opening, contraction, churned)


@overload
def net_revenue_churn_rate(
    *,
    opening: Plain,
    expansion: Plain,
    contraction: Plain,
    churned: Plain,
) -> float: ...
@overload
def net_revenue_churn_rate(
    *,
    opening: Number,
    expansion: Number,
    contraction: Number,
    churned: Number,
) -> Decimal: ...
def net_revenue_churn_rate(
    *,
    opening: Number,
    expansion: Number,
    contraction: Number,
    churned: Number,
) -> float | Decimal:
    """Recurring revenue lost less expansion, as a share of opening: 1 − NRR. Below 0 where expansion
    outweighs the losses.

    Net revenue churn rate (ネットレベニューチャーンレート) = (contraction + churned − expansion) ÷ opening

    Args:
        opening: money in one currency, from 0 up.
        expansion: money in one currency, from 0 up.
        contraction: money in one currency, from 0 up.
        churned: money in one currency, from 0 up.

    Returns:
        A fraction of at most 1 that may be negative; lower is better. The nearest float, or a `Decimal` if
        one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``inconsistent`` unless churned <= opening + expansion - contraction.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("net_revenue_churn_rate", opening, expansion, contraction, churned)


@overload
def quick_ratio(
    *,
    new_business: Plain,
    expansion: Plain,
    reactivation: Plain = 0,
    contraction: Plain,
    churned: Plain,
) -> float: ...
@overload
def quick_ratio(
    *,
    new_business: Number,
    expansion: Number,
    reactivation: Number = 0,
    contraction: Number,
    churned: Number,
) -> Decimal: ...
def quick_ratio(
    *,
    new_business: Number,
    expansion: Number,
    reactivation: Number = 0,
    contraction: Number,
    churned: Number,
) -> float | Decimal:
    """Recurring revenue gained for each unit lost. Reactivation counts as a gain where it is given.

    Quick ratio (クイックレシオ) = (new_business + expansion + reactivation) ÷ (contraction + churned)

    Args:
        new_business: money in one currency, from 0 up.
        expansion: money in one currency, from 0 up.
        reactivation: money in one currency, from 0 up; 0 if left out.
        contraction: money in one currency, from 0 up.
        churned: money in one currency, from 0 up.

    Returns:
        How many times one amount goes into another, of either sign; higher is better. The nearest float, or a
        `Decimal` if one was given.

    Raises:
        UndefinedError: ``no_losses`` where contraction + churned == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("quick_ratio", new_business, expansion, reactivation, contraction, churned)


@overload
def growth_rate(*, opening: Plain, closing: Plain) -> float: ...
@overload
def growth_rate(*, opening: Number, closing: Number) -> Decimal: ...
def growth_rate(*, opening: Number, closing: Number) -> float | Decimal:
    """Change from opening to close as a share of opening: −0.2 is a fall of 20 %.

    Growth rate (成長率) = (closing − opening) ÷ opening

    Args:
        opening: money in one currency, from 0 up.
        closing: money in one currency, from 0 up.

    Returns:
        A fraction of either sign; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("growth_rate", opening, closing)


@overload
def lifetime_months(*, monthly_churn: Plain) -> float: ...
@overload
def lifetime_months(*, monthly_churn: Number) -> Decimal: ...
def lifetime_months(*, monthly_churn: Number) -> float | Decimal:
    """Expected lifetime of a customer at a steady monthly churn rate.

    Customer lifetime (平均顧客寿命) = 1 ÷ monthly_churn

    Args:
        monthly_churn: a share from 0 to 1.

    Returns:
        A number of months from 0 up; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``no_losses`` where monthly_churn == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to lifetime value and health.
    """
    return _core.kpi("lifetime_months", monthly_churn)


@overload
def capped_lifetime_months(*, monthly_churn: Plain, cap_months: Plain) -> float: ...
@overload
def capped_lifetime_months(*, monthly_churn: Number, cap_months: Number) -> Decimal: ...
def capped_lifetime_months(*, monthly_churn: Number, cap_months: Number) -> float | Decimal:
    """Expected lifetime of a customer, at most a horizon that is trusted; so a month without losses has one
    too.

    Customer lifetime, capped (平均顧客寿命（上限あり）) = the smaller of 1 ÷ monthly_churn and cap_months

    Args:
        monthly_churn: a share from 0 to 1.
        cap_months: a number of months from 0 up.

    Returns:
        A number of months from 0 up; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("capped_lifetime_months", monthly_churn, cap_months)


@overload
def ltv(
    *,
    arpa: Plain,
    lifetime_months: Plain,
    gross_margin: Plain = 1,
    service_cost: Plain = 0,
    acquisition_cost: Plain = 0,
) -> float: ...
@overload
def ltv(
    *,
    arpa: Number,
    lifetime_months: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> Decimal: ...
def ltv(
    *,
    arpa: Number,
    lifetime_months: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> float | Decimal:
    """Lifetime value of a customer over a given lifetime: simple, with gross margin, precise and net form in
    one.

    Lifetime value (LTV) (顧客生涯価値（LTV）) = (arpa · gross_margin − service_cost) · lifetime_months −
    acquisition_cost

    Args:
        arpa: money per customer in one currency, from 0 up.
        lifetime_months: a number of months from 0 up.
        gross_margin: a fraction of at most 1 that may be negative; 1 if left out.
        service_cost: money per customer in one currency, from 0 up; 0 if left out.
        acquisition_cost: money per customer in one currency, from 0 up; 0 if left out.

    Returns:
        Money per customer in one currency, of either sign; higher is better. The nearest float, or a
        `Decimal` if one was given.

    Raises:
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guides to lifetime value and to a success organisation.
    """
    return _core.kpi("ltv", arpa, lifetime_months, gross_margin, service_cost, acquisition_cost)


@overload
def ltv_from_churn(
    *,
    arpa: Plain,
    monthly_churn: Plain,
    gross_margin: Plain = 1,
    service_cost: Plain = 0,
    acquisition_cost: Plain = 0,
) -> float: ...
@overload
def ltv_from_churn(
    *,
    arpa: Number,
    monthly_churn: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> Decimal: ...
def ltv_from_churn(
    *,
    arpa: Number,
    monthly_churn: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> float | Decimal:
    """Lifetime value of a customer whose lifetime follows from a steady monthly churn rate.

    Lifetime value from churn (解約率による顧客生涯価値) = (arpa · gross_margin − service_cost) ÷
    monthly_churn − acquisition_cost

    Args:
        arpa: money per customer in one currency, from 0 up.
        monthly_churn: a share from 0 to 1.
        gross_margin: a fraction of at most 1 that may be negative; 1 if left out.
        service_cost: money per customer in one currency, from 0 up; 0 if left out.
        acquisition_cost: money per customer in one currency, from 0 up; 0 if left out.

    Returns:
        Money per customer in one currency, of either sign; higher is better. The nearest float, or a
        `Decimal` if one was given.

    Raises:
        UndefinedError: ``no_losses`` where monthly_churn == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guides to lifetime value and to a success organisation.
    """
    return _core.kpi("ltv_from_churn", arpa, monthly_churn, gross_margin, service_cost, acquisition_cost)


@overload
def ltv_from_customers(
    *,
    arpa: Plain,
    opening: Plain,
    churned: Plain,
    gross_margin: Plain = 1,
    service_cost: Plain = 0,
    acquisition_cost: Plain = 0,
) -> float: ...
@overload
def ltv_from_customers(
    *,
    arpa: Number,
    opening: Number,
    churned: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> Decimal: ...
def ltv_from_customers(
    *,
    arpa: Number,
    opening: Number,
    churned: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> float | Decimal:
    """Lifetime value of a customer, from a month's customers and losses themselves: no churn rate is rounded
    on the way.

    Lifetime value from customers (顧客数による顧客生涯価値) = (arpa · gross_margin − service_cost) · opening
    ÷ churned − acquisition_cost

    Args:
        arpa: money per customer in one currency, from 0 up.
        opening: a whole number from 0 up.
        churned: a whole number from 0 up.
        gross_margin: a fraction of at most 1 that may be negative; 1 if left out.
        service_cost: money per customer in one currency, from 0 up; 0 if left out.
        acquisition_cost: money per customer in one currency, from 0 up; 0 if left out.

    Returns:
        Money per customer in one currency, of either sign; higher is better. The nearest float, or a
        `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        UndefinedError: ``no_losses`` where churned == 0.
        CustomerSuccessError: ``inconsistent`` unless churned <= opening.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guides to lifetime value and to a success organisation.
    """
    return _core.kpi(
        "ltv_from_customers", arpa, opening, churned, gross_margin, service_cost, acquisition_cost
    )


@overload
def capped_ltv(
    *,
    arpa: Plain,
    monthly_churn: Plain,
    cap_months: Plain,
    gross_margin: Plain = 1,
    service_cost: Plain = 0,
    acquisition_cost: Plain = 0,
) -> float: ...
@overload
def capped_ltv(
    *,
    arpa: Number,
    monthly_churn: Number,
    cap_months: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> Decimal: ...
def capped_ltv(
    *,
    arpa: Number,
    monthly_churn: Number,
    cap_months: Number,
    gross_margin: Number = 1,
    service_cost: Number = 0,
    acquisition_cost: Number = 0,
) -> float | Decimal:
    """Lifetime value of a customer over at most a horizon that is trusted; so a month without losses has one
    too.

    Lifetime value, capped (顧客生涯価値（上限あり）) = (arpa · gross_margin − service_cost) · the smaller of
    1 ÷ monthly_churn and cap_months − acquisition_cost

    Args:
        arpa: money per customer in one currency, from 0 up.
        monthly_churn: a share from 0 to 1.
        cap_months: a number of months from 0 up.
        gross_margin: a fraction of at most 1 that may be negative; 1 if left out.
        service_cost: money per customer in one currency, from 0 up; 0 if left out.
        acquisition_cost: money per customer in one currency, from 0 up; 0 if left out.

    Returns:
        Money per customer in one currency, of either sign; higher is better. The nearest float, or a
        `Decimal` if one was given.

    Raises:
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi(
        "capped_ltv", arpa, monthly_churn, cap_months, gross_margin, service_cost, acquisition_cost
    )


@overload
def ltv_growth_rate(*, opening: Plain, closing: Plain) -> float: ...
@overload
def ltv_growth_rate(*, opening: Number, closing: Number) -> Decimal: ...
def ltv_growth_rate(*, opening: Number, closing: Number) -> float | Decimal:
    """Change of the lifetime value from one time to another, as a share of the former; 10 to 20 % a year is
    the target.

    Growth of lifetime value (顧客生涯価値の成長率) = (closing − opening) ÷ opening

    Args:
        opening: money per customer in one currency, from 0 up.
        closing: money per customer in one currency, of either sign.

    Returns:
        A fraction of either sign; higher is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where opening == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("ltv_growth_rate", opening, closing)


@overload
def discounted_ltv(
    *,
    margin: Plain,
    monthly_churn: Plain,
    discount_rate: Plain,
    timing: Literal["immediate", "end_of_period", "on_renewal"],
) -> float: ...
@overload
def discounted_ltv(
    *,
    margin: Number,
    monthly_churn: Number,
    discount_rate: Number,
    timing: Literal["immediate", "end_of_period", "on_renewal"],
) -> Decimal: ...
def discounted_ltv(
    *,
    margin: Number,
    monthly_churn: Number,
    discount_rate: Number,
    timing: Literal["immediate", "end_of_period", "on_renewal"],
) -> float | Decimal:
    """Present value of a customer's monthly margins under steady churn and a monthly discount rate.

    Discounted lifetime value (割引後の顧客生涯価値) = margin · first ÷ (monthly_churn + discount_rate), first
    by timing: immediate 1 + discount_rate, end_of_period 1, on_renewal 1 − monthly_churn

    Args:
        margin: money per customer in one currency, of either sign.
        monthly_churn: a share from 0 to 1.
        discount_rate: a fraction from 0 up.
        timing: when payments come: immediate (0), end_of_period (1) or on_renewal (2).

    Returns:
        Money per customer in one currency, of either sign; higher is better. The nearest float, or a
        `Decimal` if one was given.

    Raises:
        UndefinedError: ``no_losses`` where monthly_churn + discount_rate == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: Gupta and Lehmann, margin multiple.
    """
    return _core.kpi("discounted_ltv", margin, monthly_churn, discount_rate, timing)


@overload
def cac(*, spend: Plain, new_customers: Plain) -> float: ...
@overload
def cac(*, spend: Number, new_customers: Number) -> Decimal: ...
def cac(*, spend: Number, new_customers: Number) -> float | Decimal:
    """Cost of winning one customer (CAC).

    Customer acquisition cost (CAC) (顧客獲得コスト（CAC）) = spend ÷ new_customers

    Args:
        spend: money in one currency, from 0 up.
        new_customers: a whole number from 0 up.

    Returns:
        Money per customer in one currency, from 0 up; lower is better. The nearest float, or a `Decimal` if
        one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where new_customers == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("cac", spend, new_customers)


@overload
def ltv_to_cac(*, ltv: Plain, cac: Plain) -> float: ...
@overload
def ltv_to_cac(*, ltv: Number, cac: Number) -> Decimal: ...
def ltv_to_cac(*, ltv: Number, cac: Number) -> float | Decimal:
    """Lifetime value for each unit spent on winning the customer; 3 and more is healthy.

    LTV to CAC (LTV/CAC比率) = ltv ÷ cac

    Args:
        ltv: money per customer in one currency, of either sign.
        cac: money per customer in one currency, from 0 up.

    Returns:
        How many times one amount goes into another, of either sign; higher is better. The nearest float, or a
        `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where cac == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to a success organisation in five steps.
    """
    return _core.kpi("ltv_to_cac", ltv, cac)


@overload
def cac_payback_months(*, cac: Plain, arpa: Plain, gross_margin: Plain = 1) -> float: ...
@overload
def cac_payback_months(*, cac: Number, arpa: Number, gross_margin: Number = 1) -> Decimal: ...
def cac_payback_months(*, cac: Number, arpa: Number, gross_margin: Number = 1) -> float | Decimal:
    """Months until a customer's margin has paid for winning it.

    CAC payback (CAC回収期間) = cac ÷ (arpa · gross_margin)

    Args:
        cac: money per customer in one currency, from 0 up.
        arpa: money per customer in one currency, from 0 up.
        gross_margin: a share from 0 to 1; 1 if left out.

    Returns:
        A number of months from 0 up; lower is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where arpa == 0.
        UndefinedError: ``zero_denominator`` where gross_margin == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: common practice of subscription businesses.
    """
    return _core.kpi("cac_payback_months", cac, arpa, gross_margin)


@overload
def cs_cost_ratio(*, cs_cost: Plain, arr: Plain) -> float: ...
@overload
def cs_cost_ratio(*, cs_cost: Number, arr: Number) -> Decimal: ...
def cs_cost_ratio(*, cs_cost: Number, arr: Number) -> float | Decimal:
    """Cost of customer success as a share of annual recurring revenue.

    Customer success cost ratio (カスタマーサクセスコスト比率) = cs_cost ÷ arr

    Args:
        cs_cost: money in one currency, from 0 up.
        arr: money in one currency, from 0 up.

    Returns:
        A fraction of either sign; lower is better. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where arr == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to the size of a success team.
    """
    return _core.kpi("cs_cost_ratio", cs_cost, arr)


@overload
def arr_per_csm(*, arr: Plain, csms: Plain) -> float: ...
@overload
def arr_per_csm(*, arr: Number, csms: Number) -> Decimal: ...
def arr_per_csm(*, arr: Number, csms: Number) -> float | Decimal:
    """Annual recurring revenue that one customer success manager looks after; part-time managers count in
    parts.

    ARR per customer success manager (CSM一人あたりARR) = arr ÷ csms

    Args:
        arr: money in one currency, from 0 up.
        csms: full-time equivalents from 0 up.

    Returns:
        Money per customer in one currency, from 0 up. The nearest float, or a `Decimal` if one was given.

    Raises:
        UndefinedError: ``zero_denominator`` where csms == 0.
        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``.

    Source: guide to the size of a success team.
    """
    return _core.kpi("arr_per_csm", arr, csms)
