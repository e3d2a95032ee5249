"""Writes tests/vectors/kpi/report.json: reports of a period, effects on lifetime value, weighted surveys, comparisons.

A report is written again here: figures are named and typed in a second time, and values are fractions of fractions.
"""

from __future__ import annotations

import itertools
import sys
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Any

from exact import Refused, publish, rounded
from kpi_definitions import CHOICES, DEFINITIONS

# The figure that an input is, where it has not the input's own name.
FIGURES = {
    "churn_rate": {"opening": "opening_customers", "churned": "churned_customers"},
    "retention_rate": {"opening": "opening_customers", "churned": "churned_customers"},
    "upsell_rate": {"upsold": "upsold_customers"},
    "cross_sell_rate": {"cross_sold": "cross_sold_customers"},
    "expansion_rate": {"expanded": "expanded_customers"},
    "onboarding_completion_rate": {"started": "started_onboardings", "completed": "completed_onboardings"},
    "adoption_rate": {"licensed": "licensed_users", "active": "active_users"},
    "stickiness": {"monthly_active": "monthly_active_users", "daily_active": "daily_active_users"},
    "cohort_retention_rate": {
        "started": "cohort_customers",
        "retained": "retained_customers",
        "age_months": "cohort_age_months",
    },
    "csat": {"responses": "survey_responses", "satisfied": "satisfied_responses"},
    "quick_ratio": {"new_business": "new_mrr"},
    "cac": {"spend": "acquisition_spend"},
    "ltv_growth_rate": {"opening": "opening_ltv", "closing": "closing_ltv"},
    "ltv_from_customers": {"opening": "opening_customers", "churned": "churned_customers"},
}
LOWER = {
    "churn_rate",
    "gross_revenue_churn_rate",
    "net_revenue_churn_rate",
    "cac",
    "cac_payback_months",
    "cs_cost_ratio",
}
NEITHER = {"arr_per_csm"}
UNDEFINED = ("zero_denominator", "no_losses", "no_population", "too_young")
NO_NUMBERS = ("NaN", "-inf", "Infinity")
MRR_FAMILY = {"opening", "expansion", "contraction", "churned", "reactivation", "closing"}


class NoNumber(Refused):
    """A figure that is no number; others may be missing beside it."""

    def __init__(self, place: str, missing: list[str]) -> None:
        super().__init__("non_finite", place)
        self.missing = missing


def figure(kpi: str, name: str) -> str:
    if DEFINITIONS[kpi].family == "revenue" and name in MRR_FAMILY:
        return f"{name}_mrr"
    return FIGURES.get(kpi, {}).get(name, name)


def values(figures: dict[str, Any], monthly: bool, opening_ltv: Fraction | None) -> dict[str, Any]:
    """A value, a refusal or the missing figures of every KPI."""
    found: dict[str, Any] = {}
    for kpi, definition in DEFINITIONS.items():
        inputs, missing, no_number = {}, [], None
        for name in definition.inputs:
            own = figure(kpi, name)
            source = {"closing_ltv": "ltv"} | ({"monthly_churn": "churn_rate"} if monthly else {})
            computed = found.get(source.get(own, own))
            if own in figures:
                if definition.inputs[name] in CHOICES:
                    inputs[name] = figures[own]
                elif figures[own] in NO_NUMBERS:
                    no_number = no_number or own
                else:
                    inputs[name] = Fraction(str(figures[own]))
            elif isinstance(computed, Fraction):
                inputs[name] = computed
            elif own == "opening_ltv" and opening_ltv is not None:
                inputs[name] = opening_ltv
            elif name not in definition.defaults:
                missing.append(own)
        if missing or no_number:
            found[kpi] = NoNumber(no_number, missing) if no_number else missing
            continue
        try:
            found[kpi] = definition.evaluate(inputs)
            rounded(found[kpi])
        except Refused as refused:
            found[kpi] = Refused(refused.code, figure(kpi, refused.place) if refused.place else None)
    return found


def direction(kpi: str, change: Fraction) -> str:
    if change == 0:
        return "unchanged"
    if kpi in NEITHER:
        return "moved"
    return "improved" if (change < 0) == (kpi in LOWER) else "worsened"


def report(request: dict[str, Any], verdicts: dict[str, str | Refused | None]) -> dict[str, Any]:
    """Rows by id; verdicts on targets are typed in by hand, for those KPIs that are looked at."""
    monthly = request.get("period") == "month"
    before = values(request["previous"], monthly, None) if "previous" in request else {}
    opening = before.get("ltv")
    now = values(request["figures"], monthly, opening if isinstance(opening, Fraction) else None)
    rows = {}
    for kpi, value in now.items():
        row: dict[str, Any] = {"value": None, "missing": [], "change": None, "previous": None, "reason": None}
        if isinstance(value, Fraction):
            row |= {"status": "computed", "value": rounded(value)}
        elif isinstance(value, Refused):
            row |= {"status": "undefined" if value.code in UNDEFINED else "refused"}
            row["reason"] = {"code": value.code, "place": value.place}
            row["missing"] = value.missing if isinstance(value, NoNumber) else []
        else:
            row |= {"status": "missing", "missing": value}
        past = before.get(kpi)
        if isinstance(past, Fraction):
            row["previous"] = rounded(past)
            if isinstance(value, Fraction):
                row["change"] = rounded(value - past)
                row["direction"] = direction(kpi, value - past)
        if kpi in verdicts:
            verdict = verdicts[kpi]
            no_target = {"code": verdict.code, "place": verdict.place} if isinstance(verdict, Refused) else None
            row["target"] = None if no_target or verdict is None else {"verdict": verdict}
            row["no_target"] = no_target
        rows[kpi] = row
    return rows


FULL = {
    "opening_customers": 200, "churned_customers": 6, "customers": 210, "upsold_customers": 40, "cross_sold_customers": 7,
    "expanded_customers": 45, "started_onboardings": 12, "completed_onboardings": 11, "licensed_users": 900, "active_users": 700,
    "monthly_active_users": 650, "daily_active_users": 120, "survey_responses": 40, "satisfied_responses": 31, "promoters": 30,
    "passives": 20, "detractors": 10, "mrr": "125000.50", "accounts": 214, "opening_mrr": "118000", "closing_mrr": "125000.50",
    "new_mrr": "6000", "expansion_mrr": "4000.5", "contraction_mrr": "1000", "churned_mrr": "2000", "gross_margin": "0.8",
    "service_cost": "35", "acquisition_spend": "90000", "new_customers": 14, "cs_cost": "110000", "csms": "2.5",
}  # fmt: skip
LAST = FULL | {"churned_customers": 9, "mrr": "118000", "acquisition_spend": "70000", "closing_mrr": "118000"}
OWN = {"kpi": "csat", "segment": "all", "period": "month", "at_least": "0.8", "source": "our own"}
REPORTS: list[tuple[str, dict[str, Any], dict[str, str | Refused | None]]] = [
    ("a month with all figures and the month before", {"figures": FULL, "previous": LAST, "period": "month", "segment": "smb", "currency": "USD"},
     {"churn_rate": "within", "retention_rate": Refused("period_mismatch", "period"), "onboarding_completion_rate": "within", "cs_cost_ratio": "within", "ltv_to_cac": "worse", "arr_per_csm": "worse", "csat": None}),
    ("targets of one's own come first", {"figures": FULL, "period": "month", "segment": "smb", "targets": [OWN]}, {"csat": "worse", "churn_rate": "within"}),
    ("a segment of one's own", {"figures": FULL, "period": "month", "segment": "healthcare", "targets": [OWN | {"segment": "healthcare"}]}, {"csat": "worse", "churn_rate": None, "cs_cost_ratio": "within"}),
    ("a preset of one's own", {"figures": FULL, "period": "month", "preset": "ours", "targets": [OWN | {"preset": "ours"}]}, {"csat": "worse"}),
    ("a preset that is shipped", {"figures": FULL, "currency": "USD", "preset": "brighteye"}, {"arr_per_csm": "within"}),
    ("money is not compared without its currency", {"figures": FULL, "period": "month"}, {"arr_per_csm": Refused("inconsistent", "currency"), "cs_cost_ratio": "within"}),
    ("a year's churn gives no monthly lifetime", {"figures": {"opening_customers": 200, "churned_customers": 12, "mrr": 1000, "accounts": 4}, "period": "year", "segment": "b2b"}, {"churn_rate": "within"}),
    ("a figure that is given is not computed", {"figures": {"cac": "100", "acquisition_spend": "500", "new_customers": 1, "ltv": "350"}}, {"ltv_to_cac": "within"}),
    ("nobody left", {"figures": {"opening_customers": 10, "churned_customers": 0, "mrr": 10, "accounts": 2}, "period": "month"}, {}),
    ("contradictions are rows", {"figures": {"opening_customers": 10, "churned_customers": 11, "mrr": "-1", "accounts": "1.5"}}, {}),
    ("a figure that is no number refuses its own KPIs alone", {"figures": {"opening_customers": "NaN", "churned_customers": 6, "mrr": 50, "accounts": 2}}, {}),
    ("infinite figures", {"figures": {"opening_mrr": "-inf", "closing_mrr": 5, "promoters": "Infinity", "passives": 1, "detractors": 1, "opening_customers": 8, "churned_customers": 2}}, {}),
    ("nothing is known", {"figures": {}}, {}),
    ("choices are words", {"figures": {"rate": "0.02", "from_period": "month", "to_period": "year", "margin": 40, "monthly_churn": "0.02", "discount_rate": "0.01", "timing": "end_of_period"}}, {}),
    ("a choice that there is not", {"figures": {"rate": "0.02", "from_period": "month", "to_period": "decade"}}, {}),
    ("a third is handed on unrounded", {"figures": {"acquisition_spend": 1, "new_customers": 3, "ltv": 1}}, {"ltv_to_cac": "within"}),
]  # fmt: skip
BAD_REPORTS = [
    ("a figure that no KPI has", {"figures": {"openning_customers": 1}}, "unknown_name", "figures.openning_customers"),
    ("a figure of the past that no KPI has", {"figures": {}, "previous": {"mmr": 1}}, "unknown_name", "previous.mmr"),
    ("a figure twice", '{"figures": {"mrr": 1, "mrr": 2}}', "duplicate", None),
    ("a number that a float would round", '{"figures": {"mrr": 123456789012345678901234}}', "invalid_document", "figures.mrr"),
    ("a segment that no target is for", {"figures": FULL, "segment": "Enterprise"}, "unknown_name", "segment"),
    ("a segment unlike any", {"figures": FULL, "segment": "healthcare", "targets": [OWN]}, "unknown_name", "segment"),
    ("a preset that no target has", {"figures": FULL, "preset": "gainsite"}, "unknown_name", "preset"),
    ("a preset of another list", {"figures": {}, "preset": "ours", "targets": [OWN]}, "unknown_name", "preset"),
    ("no figures", {}, "invalid_document", None),
    ("an unknown field", {"figures": {}, "periods": "month"}, "invalid_document", None),
]

YEARS = [
    {"product": "crm", "year": 2024, "arpa": "100", "monthly_churn": "0.05", "gross_margin": "0.7", "service_cost": "10"},
    {"product": "erp", "year": 2025, "arpa": "900", "monthly_churn": "0.01"},
    {"product": "crm", "year": 2026, "arpa": "130", "monthly_churn": "0.04", "gross_margin": "0.75", "service_cost": "12.5"},
    {"product": "crm", "year": 2025, "arpa": "120", "monthly_churn": "0.03", "gross_margin": "0.7", "service_cost": "10"},
    {"product": "erp", "year": 2027, "arpa": "600", "monthly_churn": "0.03", "gross_margin": "-0.1"},
]  # fmt: skip
BAD_YEARS = [
    ("nobody leaves", [YEARS[0], YEARS[1] | {"monthly_churn": "0"}], "no_losses", "rows[1].monthly_churn"),
    ("a year twice", [YEARS[0], YEARS[0]], "duplicate", "rows[1].year"),
    ("a churn above 1", [YEARS[0] | {"monthly_churn": "5"}], "out_of_range", "rows[0].monthly_churn"),
]


def ltv(row: dict[str, Any], later: dict[str, Any], changed: set[str]) -> Fraction:
    def pick(cause: str, name: str, default: str = "0") -> Fraction:
        return Fraction((later if cause in changed else row).get(name, default))

    revenue = pick("price", "arpa") * pick("cost", "gross_margin", "1") - pick("cost", "service_cost")
    return revenue / pick("churn", "monthly_churn")


def effects(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every order of the three causes, one after the other; the mean of what each adds."""
    steps = []
    for product in dict.fromkeys(row["product"] for row in rows):
        own = sorted((row for row in rows if row["product"] == product), key=lambda row: row["year"])
        for before, after in itertools.pairwise(own):
            added = dict.fromkeys(("churn", "price", "cost"), Fraction(0))
            for order in itertools.permutations(added):
                for at, cause in enumerate(order):
                    gain = ltv(before, after, {*order[: at + 1]}) - ltv(before, after, {*order[:at]})
                    added[cause] += gain / 6
            old, new = ltv(before, after, set()), ltv(before, after, {"churn", "price", "cost"})
            assert sum(added.values()) == new - old
            numbers = {"before": old, "after": new, "change": new - old} | added
            step = {"product": product, "from_year": before["year"], "to_year": after["year"]}
            steps.append(step | {name: rounded(value) for name, value in numbers.items()})
    return steps


# Answers, weights; null is missing: a row that lacks one of both is not looked at. A weight that is none is always refused.
WEIGHED: list[tuple[str, list[Any], list[Any], str]] = [
    ("equal weights change nothing", [10, 9, 7, 0, 3], ["1", "1", "1", "1", "1"], "error"),
    ("one promoter stands for three", [10, 8, 0], ["1.5", "0.5", "0.5"], "error"),
    ("a tenth and two tenths", [10, 0], ["0.1", "0.2"], "error"),
    ("missing answers and weights", [10, None, 0, 9], ["1", "1", None, "2.25"], "error"),
    ("code 11 is left out", [10, 11, 0, 99, -1], ["1", "9", "3", "9", "9"], "missing"),
    ("infinite answers are left out", [10, "inf", 0, "-inf"], ["1", "9", "3", "9"], "missing"),
    ("answers beyond any decimal, halves and crumbs are left out", [10, 1e300, 0, -1e300, 7.5, 5e-324], ["1", "9", "3", "9", "9", "9"], "missing"),
    ("an infinite answer without a weight is missing", [10, "inf", 11, 8], ["1", None, None, "1"], "missing"),
    ("what lacks a weight is not looked at", [10, "inf", 11, 8], ["1", None, None, "1"], "error"),
    ("what lacks an answer is not looked at", [10, None, 8], ["1", "-1", "1"], "error"),
    ("a weight of nothing", [10, 0], ["2", "0"], "error"),
    ("all agree", [10, 10, 9], ["1", "2", "3"], "error"),
]
BAD_WEIGHED = [
    ("an answer of 11", [10, 11], ["1", "1"], "error", "out_of_range", "answers", 1),
    ("an infinite answer with a weight", [10, "-inf"], ["1", "1"], "error", "non_finite", "answers", 1),
    ("an answer beyond any decimal", [10, 1e300], ["1", "1"], "error", "out_of_range", "answers", 1),
    ("a crumb of an answer", [10, 5e-324], ["1", "1"], "error", "out_of_range", "answers", 1),
    ("a weight below 0", [10, 9], ["1", "-0.5"], "error", "out_of_range", "weights", 1),
    ("a weight below 0 of an answer that is left out", [10, 11], ["1", "-0.5"], "missing", "out_of_range", "weights", 1),
    ("a weight below 0 of an infinite answer", [10, "inf"], ["1", "-0.5"], "missing", "out_of_range", "weights", 1),
    ("an infinite weight", [10, 9], ["1", "inf"], "missing", "non_finite", "weights", 1),
    ("only infinite answers", ["inf"], ["1"], "missing", "no_population", None, None),
    ("nobody weighs anything", [10], ["0"], "error", "no_population", None, None),
]


def weighed(answers: list[Any], weights: list[Any]) -> dict[str, Any]:
    sums = dict.fromkeys(("promoters", "passives", "detractors"), Fraction(0))
    count = missing = invalid = 0
    squares = Fraction(0)
    for answer, weight in zip(answers, weights, strict=True):
        if answer is None or weight is None:
            missing += 1
        elif answer not in range(11):
            invalid += 1
        else:
            group = "promoters" if answer >= 9 else "passives" if answer >= 7 else "detractors"
            sums[group] += Fraction(weight)
            squares += Fraction(weight) ** 2
            count += 1
    everybody = sum(sums.values())
    p, d = sums["promoters"] / everybody, sums["detractors"] / everybody
    effective = everybody**2 / squares
    error = 100 * sqrt((p + d - (p - d) ** 2) / effective)
    p_more, d_more = ((share * effective + Fraction(3, 4)) / (effective + 3) for share in (p, d))
    spread = 100 * sqrt((p_more + d_more - (p_more - d_more) ** 2) / (effective + 3))
    centre, reach = float(100 * (p_more - d_more)), NormalDist().inv_cdf(0.975) * spread
    return {
        "score": rounded(100 * (p - d)),
        "promoter_share": rounded(p),
        "detractor_share": rounded(d),
        "weight": rounded(Fraction(everybody)),
        "answers": count,
        "missing": missing,
        "invalid": invalid,
        "effective_answers": float(effective),
        "standard_error": error,
        "interval": [max(centre - reach, -100), min(centre + reach, 100)],
    }


# The survey of now and the earlier one, each with answers and weights, and the level.
CHANGED: list[tuple[str, tuple[list[Any], list[Any]], tuple[list[Any], list[Any]], float]] = [
    ("a survey that got better", ([10, 8, 0, 9], ["1.5", "1", "0.5", "2"]), ([10, 8, 0, 0], ["1", "1", "1", "2"]), 0.95),
    ("a survey that got worse", ([10, 8, 0, 0], ["1", "1", "1", "2"]), ([10, 8, 0, 9], ["1.5", "1", "0.5", "2"]), 0.8),
    ("scores of thirds", ([10, 8, 0], ["2", "0.5", "0.5"]), ([10, 8, 0], ["1", "4", "1"]), 0.9),
    ("thirds against sevenths", ([10, 8], ["1", "2"]), ([8, 0], ["4", "3"]), 0.95),
    ("more than a score can rise", ([10] * 9 + [0], ["1"] * 10), ([0] * 9 + [10], ["1"] * 10), 0.9999),
    ("unanimous both", ([10, 9], ["1", "5"]), ([3, 0], ["2", "0.1"]), 0.95),
]


def changed(now: dict[str, Any], before: dict[str, Any], level: float) -> dict[str, Any]:
    """The difference of two scores as they stand, each rounded once; both errors' squares added up."""
    points = Fraction(now["score"]) - Fraction(before["score"])
    error = sqrt(now["standard_error"] ** 2 + before["standard_error"] ** 2)
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    ends = {"low": max(float(points) - reach, -200), "high": min(float(points) + reach, 200)}
    return {"points": rounded(points), "standard_error": error, "interval": ends}


DOCUMENT = {"kind": "benchmarks", "version": 1, "name": "ours", "benchmarks": [OWN, OWN | {"segment": "smb", "at_least": "0.7"}]}
COST = {"kpi": "cac", "segment": "all", "source": "ours"}
CURRENCIES = DOCUMENT | {"benchmarks": [COST | {"below": "1000", "currency": "USD"}, COST | {"below": "150000", "currency": "JPY"}]}
COMPARED: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"kpi": "csat", "value": "0.75", "period": "month", "benchmarks": DOCUMENT}, {"verdict": "worse", "by": "0.05"}),
    ({"kpi": "csat", "value": 0.75, "period": "month", "segment": "smb", "benchmarks": DOCUMENT}, {"verdict": "better", "by": "0.05"}),
    ({"kpi": "csat", "value": "0.75", "period": "year", "benchmarks": DOCUMENT}, {"error": "period_mismatch", "path": "period"}),
    ({"kpi": "churn_rate", "value": "0.75", "benchmarks": DOCUMENT}, {"error": "unknown_name", "path": "kpi"}),
    ({"kpi": "arr_per_csm", "value": 2500000, "currency": "USD", "preset": "gainsight"}, {"verdict": "worse", "by": "500000"}),
    ({"kpi": "arr_per_csm", "value": 2500000, "currency": "USD", "preset": "commune", "segment": "low_touch"}, {"verdict": "better", "by": "500000"}),
    ({"kpi": "arr_per_csm", "value": 900000, "currency": "USD", "preset": "brighteye"}, {"verdict": "within", "by": "0"}),
    ({"kpi": "arr_per_csm", "value": 900000, "currency": "USD", "preset": "commune", "segment": "high_touch"}, {"verdict": "worse", "by": "100000"}),
    ({"kpi": "arr_per_csm", "value": 2500000, "currency": "USD", "preset": "gainsite"}, {"error": "unknown_name", "path": "preset"}),
    ({"kpi": "arr_per_csm", "value": 2500000, "currency": "JPY"}, {"error": "inconsistent", "path": "currency"}),
    ({"kpi": "arr_per_csm", "value": 2500000}, {"error": "inconsistent", "path": "currency"}),
    ({"kpi": "csat", "value": "0.75", "benchmarks": DOCUMENT | {"kind": "scorecard"}}, {"error": "version", "path": "benchmarks.kind"}),
    ({"kpi": "csat", "value": "0.75", "benchmarks": DOCUMENT | {"version": 2}}, {"error": "version", "path": "benchmarks.version"}),
    ({"kpi": "cac", "value": 1200, "currency": "USD", "benchmarks": CURRENCIES}, {"verdict": "worse", "by": "200"}),
    ({"kpi": "cac", "value": 1200, "currency": "JPY", "benchmarks": CURRENCIES}, {"verdict": "within", "by": "0"}),
    ({"kpi": "cac", "value": 1200, "currency": "EUR", "benchmarks": CURRENCIES}, {"error": "inconsistent", "path": "currency"}),
]  # fmt: skip
# arr_per_csm has no better direction: past either bound is worse.
COMPARED[5][1].update(verdict="within", by="0")
COMPARED[1][1].update(verdict="within", by="0")

# Targets of one's own with ends that belong to them and ends that do not: a value before, on, and past each.
RANGES: list[tuple[str, dict[str, str]]] = [
    ("csat", {"above": "0.5"}),
    ("csat", {"above": "0.5", "below": "0.75"}),
    ("csat", {"above": "0.5", "at_most": "0.75"}),
    ("csat", {"at_least": "0.5", "below": "0.75"}),
    ("csat", {"at_least": "0.5", "at_most": "0.5"}),
    ("churn_rate", {"above": "0.5"}),
    ("churn_rate", {"at_least": "0.5", "below": "0.75"}),
]
EMPTY_RANGES = [
    {"at_least": "0.5", "below": "0.5"},
    {"above": "0.5", "at_most": "0.5"},
    {"above": "0.5", "below": "0.5"},
    {"at_least": "0.75", "at_most": "0.5"},
]


def ours(kpi: str, ends: dict[str, str]) -> dict[str, Any]:
    return DOCUMENT | {"benchmarks": [{"kpi": kpi, "segment": "all", "source": "our own"} | ends]}


def ranged() -> list[dict[str, Any]]:
    cases = []
    for kpi, ends in RANGES:
        for text in ("0.25", "0.5", "0.625", "0.75", "0.8"):
            value = Fraction(text)
            low, high = (Fraction(ends[one]) if one in ends else None for one in ("above", "below"))
            least, most = (Fraction(ends[one]) if one in ends else None for one in ("at_least", "at_most"))
            verdict, by = "within", Fraction(0)
            if (low is not None and value <= low) or (least is not None and value < least):
                verdict, by = "better" if kpi in LOWER else "worse", (least if low is None else low) - value
            elif (high is not None and value >= high) or (most is not None and value > most):
                verdict, by = "worse" if kpi in LOWER else "better", value - (most if high is None else high)
            name = f"{kpi} {text}: {' '.join(f'{end} {bound}' for end, bound in ends.items())}"
            request = {"kpi": kpi, "value": text, "benchmarks": ours(kpi, ends)}
            expected = {"verdict": verdict, "by": rounded(by)}
            cases.append({"name": name, "compare": request, "expected": expected})
    for ends in EMPTY_RANGES:
        name = f"a target that nothing meets: {' '.join(f'{end} {bound}' for end, bound in ends.items())}"
        request = {"kpi": "csat", "value": "0.5", "benchmarks": ours("csat", ends)}
        refused = {"error": "invalid_document", "path": "benchmarks.benchmarks[0]"}
        cases.append({"name": name, "compare": request} | refused)
    return cases


def main() -> None:
    cases: list[dict[str, Any]] = []
    for name, request, verdicts in REPORTS:
        cases.append({"name": name, "report": request, "expected": report(request, verdicts)})
    for name, request, code, path in BAD_REPORTS:
        cases.append({"name": name, "report": request, "error": code} | ({"path": path} if path else {}))
    cases.append({"name": "three products", "effects": {"rows": YEARS}, "expected": effects(YEARS)})
    for name, rows, code, path in BAD_YEARS:
        cases.append({"name": name, "effects": {"rows": rows}, "error": code, "path": path})
    for name, answers, weights, invalid in WEIGHED:
        case = {"name": name, "weighed": {"answers": answers, "weights": weights, "invalid": invalid}}
        cases.append(case | {"expected": weighed(answers, weights)})
    for name, answers, weights, invalid, code, column, row in BAD_WEIGHED:
        case = {"name": name, "weighed": {"answers": answers, "weights": weights, "invalid": invalid}, "error": code}
        cases.append(case | ({} if column is None else {"column": column, "row": row}))
    for name, now, before, level in CHANGED:
        own, earlier = weighed(*now), weighed(*before)
        said = {field: earlier[field] for field in ("score", "standard_error")}
        case = {"name": name, "weighed": dict(zip(("answers", "weights"), now, strict=True)) | {"invalid": "error"}}
        case |= {"level": level, "earlier": dict(zip(("answers", "weights"), before, strict=True)) | said}
        cases.append(case | {"expected": {"score": own["score"], "change": changed(own, earlier, level)}})
    for request, outcome in COMPARED:
        name = " ".join(str(value) for value in request.values() if not isinstance(value, dict))
        own = outcome if "error" in outcome else {"expected": outcome}
        cases.append({"name": name, "compare": request} | own)
    cases += ranged()
    document = {"room": "kpi", "count": len(cases), "tolerance": 1e-9, "cases": cases}
    print("kpi reports:", len(cases))
    sys.exit(0 if publish("kpi/report.json", document, lines=True) else 1)


if __name__ == "__main__":
    main()
