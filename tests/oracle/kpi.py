"""Writes tests/vectors/kpi/<family>.json: every scalar KPI, in published, edge and drawn cases.

`--check` compares the files instead. Published values are compared with the definitions before anything is written.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from random import Random
from typing import Any

from exact import Refused, plain, publish, rounded
from kpi_definitions import CHOICES, DEFINITIONS, Definition
from kpi_published import PUBLISHED

LARGE = "9999999999999999999999999999"
TINY = "0.0000000000000000000000000001"

# Cases chosen for what they show.
EDGES: list[tuple[str, str, dict[str, str]]] = [
    ("a third is rounded once", "churn_rate", {"opening": "3", "churned": "1"}),
    ("two thirds end on a rounded digit", "retention_rate", {"opening": "3", "churned": "1"}),
    ("everybody left", "churn_rate", {"opening": "7", "churned": "7"}),
    ("nobody left", "retention_rate", {"opening": "7", "churned": "0"}),
    ("everybody leaves after one period", "lifetime_months", {"monthly_churn": "1"}),
    ("all revenue churned", "net_revenue_retention", {"opening": "100", "expansion": "0", "contraction": "0", "churned": "100"}),
    ("all revenue churned", "gross_revenue_retention", {"opening": "100", "contraction": "0", "churned": "100"}),
    ("one customer who stays", "churn_rate", {"opening": "1", "churned": "0"}),
    ("one customer who leaves", "churn_rate", {"opening": "1", "churned": "1"}),
    ("the largest counts", "churn_rate", {"opening": "18446744073709551615", "churned": "18446744073709551614"}),
    ("contradiction comes before an undefined value", "churn_rate", {"opening": "0", "churned": "1"}),
    ("counts of no whole number", "churn_rate", {"opening": "200", "churned": "1.5"}),
    ("the sum of counts may pass 64 bits", "nps", {"promoters": "18446744073709551615", "passives": "18446744073709551615", "detractors": "0"}),
    ("more detractors than promoters", "nps", {"promoters": "1", "passives": "1", "detractors": "5"}),
    ("28 digits in, 28 out", "arr", {"mrr": "0.0833333333333333333333333333"}),
    ("a smallest step", "arr", {"mrr": TINY}),
    ("more digits than can be kept", "arr", {"mrr": LARGE}),
    ("a share too small to be seen", "growth_rate", {"opening": LARGE, "closing": LARGE}),
    ("a quotient of extremes", "ltv_to_cac", {"ltv": LARGE, "cac": TINY}),
    ("a product that only passes through many digits", "ltv", {"arpa": TINY, "lifetime_months": TINY, "acquisition_cost": "0"}),
    ("a loss stays negative", "ltv", {"arpa": "100", "lifetime_months": "12", "gross_margin": "-0.1", "acquisition_cost": "50"}),
    ("a loss for every customer won", "ltv_to_cac", {"ltv": "-100", "cac": "50"}),
    ("no margin pays nothing back", "cac_payback_months", {"cac": "100", "arpa": "10", "gross_margin": "0"}),
    ("part-time managers", "arr_per_csm", {"arr": "1000000", "csms": "2.5"}),
    ("contraction beyond what there was", "gross_revenue_retention", {"opening": "100", "contraction": "101", "churned": "0"}),
    ("losses covered by expansion", "net_revenue_retention", {"opening": "100", "expansion": "60", "contraction": "80", "churned": "80"}),
    ("reactivation left out is none", "quick_ratio", {"new_business": "50", "expansion": "60", "contraction": "40", "churned": "200"}),
    ("a month's 8 % are not 96 % a year", "compound", {"rate": "0.08", "from_period": "month", "to_period": "year"}),
    ("a year's rate to a month is a root", "compound", {"rate": "0.12", "from_period": "year", "to_period": "month"}),
    ("a root that is a short decimal", "compound", {"rate": "0.271", "from_period": "quarter", "to_period": "month"}),
    ("a year's rate to a quarter", "compound", {"rate": "0.5", "from_period": "year", "to_period": "quarter"}),
    ("a quarter's rate to a year", "compound", {"rate": "0.05", "from_period": "quarter", "to_period": "year"}),
    ("a month's rate to a quarter", "compound", {"rate": "0.01", "from_period": "month", "to_period": "quarter"}),
    ("the same period changes nothing", "compound", {"rate": "0.0333333333333333333333333333", "from_period": "year", "to_period": "year"}),
    ("all lost in one period, all lost in another", "compound", {"rate": "1", "from_period": "year", "to_period": "month"}),
    ("growth compounds too", "compound", {"rate": "-0.02", "from_period": "month", "to_period": "year"}),
    ("a year's growth to a month", "compound", {"rate": "-1.5", "from_period": "year", "to_period": "month"}),
    ("a very small rate", "compound", {"rate": "0.00000000000000000001", "from_period": "year", "to_period": "month"}),
    ("growth beyond every digit", "compound", {"rate": f"-{LARGE}", "from_period": "month", "to_period": "year"}),
    ("observed exactly as long as asked", "cohort_retention_rate", {"started": "1000", "retained": "869", "age_months": "12", "observed_months": "12"}),
    ("asked beyond what was observed", "cohort_retention_rate", {"started": "1000", "retained": "869", "age_months": "12", "observed_months": "11.5"}),
    ("nobody left, and a cap", "capped_ltv", {"arpa": "100", "monthly_churn": "0", "cap_months": "60"}),
    ("a cap that is not reached", "capped_ltv", {"arpa": "100", "monthly_churn": "0.05", "cap_months": "60"}),
    ("a cap exactly as long", "capped_lifetime_months", {"monthly_churn": "0.02", "cap_months": "50"}),
    ("a smallest churn and a largest cap", "capped_lifetime_months", {"monthly_churn": TINY, "cap_months": LARGE}),
    ("a third is not rounded before it is multiplied", "ltv_from_customers", {"arpa": "500", "opening": "3", "churned": "1"}),
    ("a lifetime without losses", "ltv_from_customers", {"arpa": "500", "opening": "3", "churned": "0"}),
    ("a value that became a loss", "ltv_growth_rate", {"opening": "400", "closing": "-100"}),
    ("one of many", "churn_rate", {"opening": "18446744073709551615", "churned": "1"}),
    ("no such period", "compound", {"rate": "0.1", "from_period": "week", "to_period": "year"}),
    ("no such timing", "discounted_ltv", {"margin": "1", "monthly_churn": "0.1", "discount_rate": "0", "timing": "never"}),
    ("payments without end", "discounted_ltv", {"margin": "1", "monthly_churn": "0", "discount_rate": "0", "timing": "immediate"}),
    ("loyal for ever, discounted", "discounted_ltv", {"margin": "1", "monthly_churn": "0", "discount_rate": "0.01", "timing": "end_of_period"}),
]  # fmt: skip


def answer(definition: Definition, inputs: dict[str, str]) -> dict[str, str | None]:
    """What the case must give: a value, or a code with its place."""
    try:
        value = definition.evaluate(inputs)
        text = rounded(value)
        # The nearest float of the value itself, where it is not that of its 28 digits.
        float_ = {} if float(value) == float(text) else {"float": float(value)}
        return {"expected": text} | float_
    except Refused as refused:
        place = {"place": refused.place} if refused.place else {}
        return {"error": refused.code} | place | {"shows": refused.shows}


def drawn(random: Random, kind: str) -> str:
    """A plausible value of a kind, with an awkward number of places."""
    if kind in CHOICES:
        return random.choice(list(CHOICES[kind]))
    if kind == "count":
        return str(random.randint(0, 10 ** random.randint(1, 12)))
    if kind in ("share", "margin", "discount"):
        return plain(Fraction(random.randint(0, 10**6), 10**6))
    return plain(Fraction(random.randint(0, 10 ** random.randint(2, 14)), 10 ** random.randint(0, 6)))


def zeros(definition: Definition) -> dict[str, str]:
    return {
        name: next(iter(CHOICES[kind])) if kind in CHOICES else "0"
        for name, kind in definition.inputs.items()
    }


def edges_of_ranges(kpi: str, definition: Definition) -> list[tuple[str, str, dict[str, str]]]:
    """One step outside each bounded input, all zero, and each input left at its default."""
    cases = [("all zero", kpi, zeros(definition))]
    for name, kind in definition.inputs.items():
        if kind in ("count", "amount", "unit_amount", "share", "discount", "months", "headcount"):
            cases.append((f"{name} below its range", kpi, zeros(definition) | {name: "-1"}))
        if kind in ("share", "margin"):
            cases.append((f"{name} above its range", kpi, zeros(definition) | {name: "1.01"}))
    return cases


def draws(kpi: str, definition: Definition) -> list[tuple[str, str, dict[str, str]]]:
    """Drawn inputs that have a value."""
    random = Random(kpi)
    cases = []
    values = 0
    for number in range(200):
        inputs = {name: drawn(random, kind) for name, kind in definition.inputs.items()}
        if "expected" in answer(definition, inputs):
            values += 1
            cases.append((f"drawn {number}", kpi, inputs))
        if values == 4:
            break
    return cases


def contradictions(kpi: str, definition: Definition) -> list[tuple[str, str, dict[str, str]]]:
    """The part above the whole, where a KPI has both."""
    random = Random(f"{kpi} contradicts")
    for _ in range(200):
        inputs = {name: drawn(random, kind) for name, kind in definition.inputs.items()}
        if answer(definition, inputs).get("error") == "inconsistent":
            return [("contradictory", kpi, inputs)]
    return []


def check_published() -> None:
    for name, kpi, inputs, printed, tolerance, _ in PUBLISHED:
        ours = DEFINITIONS[kpi].evaluate(inputs)
        if abs(ours - Fraction(printed)) > Fraction(tolerance):
            sys.exit(f"{name}: the definition gives {float(ours)}, printed is {printed}")


def main() -> None:
    check_published()
    families: dict[str, list[dict[str, Any]]] = {}
    for kpi, definition in DEFINITIONS.items():
        cases = families.setdefault(definition.family, [])
        for name, published, inputs, _, _, source in PUBLISHED:
            if published == kpi:
                cases.append(
                    {"name": name, "kpi": kpi, "inputs": inputs}
                    | answer(definition, inputs)
                    | {"source": source}
                )
        chosen = [case for case in EDGES if case[1] == kpi] + edges_of_ranges(kpi, definition)
        for name, _, inputs in chosen + draws(kpi, definition) + contradictions(kpi, definition):
            cases.append(
                {"name": f"{kpi}: {name}", "kpi": kpi, "inputs": inputs} | answer(definition, inputs)
            )
    same = [
        publish(f"kpi/{family}.json", {"room": "kpi", "count": len(cases), "cases": cases})
        for family, cases in families.items()
    ]
    print("kpi:", {family: len(cases) for family, cases in families.items()})
    sys.exit(0 if all(same) else 1)


if __name__ == "__main__":
    main()
