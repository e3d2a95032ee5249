"""Every scalar KPI from its definition, in exact fractions: what it takes, what it refuses, what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction

from exact import Refused, plain
from shown import quoted

Values = dict[str, Fraction]
CHOICES = {
    "period": {"month": 1, "quarter": 3, "year": 12},
    "timing": {"immediate": 0, "end_of_period": 1, "on_renewal": 2},
}
# Lowest and highest value by kind.
RANGES: dict[str, tuple[int | None, int | None]] = {
    "count": (0, None),
    "amount": (0, None),
    "balance": (None, None),
    "share": (0, 1),
    "margin": (None, 1),
    "discount": (0, None),
    "months": (0, None),
    "headcount": (0, None),
    "unit_amount": (0, None),
    "unit_balance": (None, None),
}


@dataclass(frozen=True)
class Definition:
    """One KPI: family, inputs with their kinds, value, defaults."""

    family: str
    inputs: dict[str, str]
    value: Callable[[Values], Fraction]
    defaults: dict[str, int] = field(default_factory=dict)

    def evaluate(self, given: dict[str, str]) -> Fraction:
        values: Values = {}
        for name, kind in self.inputs.items():
            values[name] = self.read(name, kind, given)
        return self.value(values)

    def read(self, name: str, kind: str, given: dict[str, str]) -> Fraction:
        if kind in CHOICES:
            if given[name] not in CHOICES[kind]:
                raise Refused("invalid_argument", name, quoted(given[name]))
            return Fraction(CHOICES[kind][given[name]])
        value = Fraction(given[name]) if name in given else Fraction(self.defaults[name])
        low, high = RANGES[kind]
        outside = (low is not None and value < low) or (high is not None and value > high)
        if outside or (kind == "count" and (value.denominator != 1 or value >= 2**64)):
            raise Refused("out_of_range", name, plain(value))
        return value


def part_of(whole: str, part: str, nobody: str = "zero_denominator") -> Callable[[Values], Fraction]:
    """A share: the part cannot exceed the whole, and the whole cannot be nothing."""

    def value(v: Values) -> Fraction:
        if v[part] > v[whole]:
            raise Refused("inconsistent", part, plain(v[part]))
        if v[whole] == 0:
            raise Refused(nobody, whole)
        return v[part] / v[whole]

    return value


def over(top: str, bottom: str) -> Callable[[Values], Fraction]:
    """A ratio of two inputs."""

    def value(v: Values) -> Fraction:
        if v[bottom] == 0:
            raise Refused("zero_denominator", bottom)
        return v[top] / v[bottom]

    return value


def nps(v: Values) -> Fraction:
    answers = v["promoters"] + v["passives"] + v["detractors"]
    if answers == 0:
        raise Refused("no_population", "promoters")
    return 100 * (v["promoters"] - v["detractors"]) / answers


def compound(v: Values) -> Fraction:
    """1 − (1 − r)^(to/from), the power by fractions, the root by decimals of 120 digits."""
    kept = 1 - v["rate"]
    exponent = v["to_period"] / v["from_period"]
    if exponent.denominator == 1:
        return 1 - kept**exponent.numerator
    if kept == 0:
        return Fraction(1)
    with localcontext() as context:
        context.prec = 120
        root = (Decimal(kept.numerator) / Decimal(kept.denominator)) ** (Decimal(1) / exponent.denominator)
        # A root that is a short decimal comes out with a stray last digit; nothing else lies this near one.
        context.prec = 100
        return 1 - Fraction(+root)


def kept_revenue(with_expansion: bool) -> Callable[[Values], Fraction]:
    """What is left of the opening revenue, as a share of it."""

    def value(v: Values) -> Fraction:
        before_churn = v["opening"] + (v["expansion"] if with_expansion else 0) - v["contraction"]
        if v["churned"] > before_churn:
            raise Refused("inconsistent", "churned", plain(v["churned"]))
        if v["opening"] == 0:
            raise Refused("zero_denominator", "opening")
        return (before_churn - v["churned"]) / v["opening"]

    return value


def quick_ratio(v: Values) -> Fraction:
    losses = v["contraction"] + v["churned"]
    if losses == 0:
        raise Refused("no_losses", "contraction")
    return (v["new_business"] + v["expansion"] + v["reactivation"]) / losses


def growth(v: Values) -> Fraction:
    if v["opening"] == 0:
        raise Refused("zero_denominator", "opening")
    return v["closing"] / v["opening"] - 1


def lifetime(v: Values) -> Fraction:
    if v["monthly_churn"] == 0:
        raise Refused("no_losses", "monthly_churn")
    return 1 / v["monthly_churn"]


def cohort(v: Values) -> Fraction:
    if v["retained"] > v["started"]:
        raise Refused("inconsistent", "retained", plain(v["retained"]))
    if v["started"] == 0:
        raise Refused("no_population", "started")
    if v["observed_months"] < v["age_months"]:
        raise Refused("too_young", "observed_months")
    return v["retained"] / v["started"]


def capped(v: Values) -> Fraction:
    if v["monthly_churn"] == 0:
        return v["cap_months"]
    return min(1 / v["monthly_churn"], v["cap_months"])


def from_counts(v: Values) -> Fraction:
    """The lifetime that a month's customers and losses lead to."""
    if v["churned"] > v["opening"]:
        raise Refused("inconsistent", "churned", plain(v["churned"]))
    for name, code in (("opening", "zero_denominator"), ("churned", "no_losses")):
        if v[name] == 0:
            raise Refused(code, name)
    return v["opening"] / v["churned"]


def ltv(months: Callable[[Values], Fraction]) -> Callable[[Values], Fraction]:
    return lambda v: (v["arpa"] * v["gross_margin"] - v["service_cost"]) * months(v) - v["acquisition_cost"]


def discounted(v: Values) -> Fraction:
    """The sum of a geometric series: first payment ÷ (1 − ratio), ratio = (1 − c) ÷ (1 + d)."""
    churn, discount = v["monthly_churn"], v["discount_rate"]
    if churn + discount == 0:
        raise Refused("no_losses", "monthly_churn")
    ratio = (1 - churn) / (1 + discount)
    first = {0: Fraction(1), 1: 1 / (1 + discount), 2: ratio}[int(v["timing"])]
    return v["margin"] * first / (1 - ratio)


def payback(v: Values) -> Fraction:
    for name in ("arpa", "gross_margin"):
        if v[name] == 0:
            raise Refused("zero_denominator", name)
    return v["cac"] / (v["arpa"] * v["gross_margin"])


def less(total: int, value: Callable[[Values], Fraction]) -> Callable[[Values], Fraction]:
    return lambda v: total - value(v)


CUSTOMERS = {"opening": "count", "churned": "count"}
RETAINED = {"opening": "amount", "contraction": "amount", "churned": "amount"}
NET = {"opening": "amount", "expansion": "amount", "contraction": "amount", "churned": "amount"}
COSTS = {"gross_margin": "margin", "service_cost": "unit_amount", "acquisition_cost": "unit_amount"}
NEUTRAL = {"gross_margin": 1, "service_cost": 0, "acquisition_cost": 0}


def share(family: str, whole: str, part: str, nobody: str = "zero_denominator") -> Definition:
    return Definition(family, {whole: "count", part: "count"}, part_of(whole, part, nobody))


DEFINITIONS = {
    "churn_rate": share("customers", "opening", "churned"),
    "retention_rate": Definition("customers", CUSTOMERS, less(1, part_of("opening", "churned"))),
    "upsell_rate": share("customers", "customers", "upsold"),
    "cross_sell_rate": share("customers", "customers", "cross_sold"),
    "expansion_rate": share("customers", "customers", "expanded"),
    "onboarding_completion_rate": share("customers", "started", "completed"),
    "adoption_rate": share("customers", "licensed", "active"),
    "stickiness": share("customers", "monthly_active", "daily_active"),
    "cohort_retention_rate": Definition(
        "customers",
        {"started": "count", "retained": "count", "age_months": "months", "observed_months": "months"},
        cohort,
    ),
    "compound": Definition(
        "customers", {"rate": "margin", "from_period": "period", "to_period": "period"}, compound
    ),
    "csat": share("sentiment", "responses", "satisfied", "no_population"),
    "nps": Definition("sentiment", {"promoters": "count", "passives": "count", "detractors": "count"}, nps),
    "arr": Definition("revenue", {"mrr": "amount"}, lambda v: 12 * v["mrr"]),
    "arpa": Definition("revenue", {"mrr": "amount", "accounts": "count"}, over("mrr", "accounts")),
    "gross_revenue_retention": Definition("revenue", RETAINED, kept_revenue(False)),
    "net_revenue_retention": Definition("revenue", NET, kept_revenue(True)),
    "gross_revenue_churn_rate": Definition("revenue", RETAINED, less(1, kept_revenue(False))),
    "net_revenue_churn_rate": Definition("revenue", NET, less(1, kept_revenue(True))),
    "quick_ratio": Definition(
        "revenue",
        dict.fromkeys(["new_business", "expansion", "reactivation", "contraction", "churned"], "amount"),
        quick_ratio,
        {"reactivation": 0},
    ),
    "growth_rate": Definition("revenue", {"opening": "amount", "closing": "amount"}, growth),
    "lifetime_months": Definition("lifetime", {"monthly_churn": "share"}, lifetime),
    "ltv": Definition(
        "lifetime",
        {"arpa": "unit_amount", "lifetime_months": "months"} | COSTS,
        ltv(lambda v: v["lifetime_months"]),
        NEUTRAL,
    ),
    "ltv_from_churn": Definition(
        "lifetime", {"arpa": "unit_amount", "monthly_churn": "share"} | COSTS, ltv(lifetime), NEUTRAL
    ),
    "ltv_from_customers": Definition(
        "lifetime", {"arpa": "unit_amount"} | CUSTOMERS | COSTS, ltv(from_counts), NEUTRAL
    ),
    "capped_lifetime_months": Definition(
        "lifetime", {"monthly_churn": "share", "cap_months": "months"}, capped
    ),
    "capped_ltv": Definition(
        "lifetime",
        {"arpa": "unit_amount", "monthly_churn": "share", "cap_months": "months"} | COSTS,
        ltv(capped),
        NEUTRAL,
    ),
    "ltv_growth_rate": Definition("lifetime", {"opening": "unit_amount", "closing": "unit_balance"}, growth),
    "discounted_ltv": Definition(
        "lifetime",
        {"margin": "unit_balance", "monthly_churn": "share", "discount_rate": "discount", "timing": "timing"},
        discounted,
    ),
    "cac": Definition(
        "lifetime", {"spend": "amount", "new_customers": "count"}, over("spend", "new_customers")
    ),
    "ltv_to_cac": Definition("lifetime", {"ltv": "unit_balance", "cac": "unit_amount"}, over("ltv", "cac")),
    "cac_payback_months": Definition(
        "lifetime",
        {"cac": "unit_amount", "arpa": "unit_amount", "gross_margin": "share"},
        payback,
        {"gross_margin": 1},
    ),
    "cs_cost_ratio": Definition("lifetime", {"cs_cost": "amount", "arr": "amount"}, over("cs_cost", "arr")),
    "arr_per_csm": Definition("lifetime", {"arr": "amount", "csms": "headcount"}, over("arr", "csms")),
}
