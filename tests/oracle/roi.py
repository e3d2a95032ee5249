"""Writes tests/vectors/roi/<name>.json: questions of the room with their answers, and what is refused.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from random import Random
from typing import Any

from exact import Refused, publish
from roi_definitions import CALLS

Case = dict[str, Any]

GUIDE = {"mrr": 10_000_000, "before": {"churn": "0.03"}, "after": {"churn": "0.02"}}
BOTH = {"mrr": "8250.50", "before": {"churn": "0.031", "upsell": "0.004"}, "after": {"churn": "0.024", "upsell": "0.0095"}}
PLAN = GUIDE | {"gross_margin": "0.8", "one_off_cost": 1_000_000, "monthly_cost": 150_000}


def case(name: str, call: str, request: Case, **more: Any) -> Case:
    try:
        return {"name": name, "call": call, "request": request, "expected": CALLS[call](request)} | more
    except Refused as refused:
        return {"name": name, "call": call, "request": request, "error": refused.code, "path": refused.place} | more


def refused(name: str, call: str, request: Case, error: str, path: str | None = None) -> Case:
    return {"name": name, "call": call, "request": request, "error": error} | ({"path": path} if path else {})


def money(text: str) -> str:
    """To the cent."""
    return str(Decimal(text).quantize(Decimal("0.01")))


def revenue() -> list[Case]:
    """Courses of recurring revenue, and those that are none."""
    published = "https://www.knowmba.com/tools/churn-impact-simulator, published_kpi_cases WI-01"
    simulated = {share: case(f"100 new customers a month at {share} churn", "revenue", {"mrr": 5_000, "new_mrr": 5_000, "churn": share}, source=published) for share in ("0.08", "0.04")}
    last, totals = ({share: Decimal(own["expected"][name]) for share, own in simulated.items()} for name in ("last_mrr", "revenue"))
    assert (round(last["0.08"]), round(last["0.04"])) == (39_521, 48_411), "what the page prints"
    assert abs(totals["0.04"] - totals["0.08"] - 42_619) <= Decimal("0.5"), "what the page prints"
    base = {"mrr": 1_000, "churn": "0.1"}
    paid = case("payments of one customer in a year", "revenue", {"mrr": 1, "churn": "0.03"}, source="published_kpi_cases WI-03: 10.205254633485")
    assert abs(Decimal(paid["expected"]["revenue"]) - Decimal("10.205254633485")) < Decimal("1e-12")
    return [
        *simulated.values(),
        paid,
        case("a year unless said", "revenue", base),
        case("one month is what is there", "revenue", base | {"months": 1}),
        case("two months", "revenue", base | {"months": 2, "new_mrr": 70}),
        case("nobody leaves", "revenue", base | {"churn": 0}),
        case("nobody leaves and some join", "revenue", base | {"churn": 0, "new_mrr": "12.5", "months": 24}),
        case("upsell makes up for churn", "revenue", base | {"upsell": "0.1", "new_mrr": 3}),
        case("upsell beyond churn", "revenue", base | {"upsell": "0.13", "months": 36}),
        case("everybody leaves", "revenue", base | {"churn": 1}),
        case("everybody leaves and some join", "revenue", base | {"churn": 1, "new_mrr": 40}),
        case("all is lost and added again", "revenue", base | {"churn": 1, "upsell": 1}),
        case("all is added", "revenue", base | {"churn": 0, "upsell": 1, "months": 10}),
        case("nothing is there", "revenue", base | {"mrr": 0}),
        case("ten years", "revenue", base | {"churn": "0.0123", "months": 120}),
        case("ten years with new customers", "revenue", base | {"churn": "0.0123", "new_mrr": "17.5", "months": 120}),
        case("a float enters by its shortest text", "revenue", {"mrr": 0.1, "churn": 0.07}),
        case("more digits than a float has", "revenue", {"mrr": "123456789012345678901.25", "churn": "0.0333"}),
        case("months as a text", "revenue", base | {"months": "6"}),
        refused("revenue below 0", "revenue", base | {"mrr": -1}, "out_of_range", "mrr"),
        refused("new revenue below 0", "revenue", base | {"new_mrr": "-0.01"}, "out_of_range", "new_mrr"),
        refused("a percentage", "revenue", base | {"churn": 3}, "out_of_range", "churn"),
        refused("churn below 0", "revenue", base | {"churn": "-0.01"}, "out_of_range", "churn"),
        refused("upsell above 1", "revenue", base | {"upsell": "1.01"}, "out_of_range", "upsell"),
        refused("no month", "revenue", base | {"months": 0}, "out_of_range", "months"),
        refused("half a month", "revenue", base | {"months": 1.5}, "out_of_range", "months"),
        refused("more than ten years", "revenue", base | {"months": 121}, "limit", "months"),
        refused("powers of more digits than are kept", "revenue", base | {"churn": "0.0123456789", "months": 120}, "overflow"),
        refused("more than 28 digits", "revenue", base | {"mrr": "9" * 28, "churn": 0}, "overflow"),
        refused("no churn", "revenue", {"mrr": 1}, "invalid_document"),
        refused("an unknown field", "revenue", base | {"mmr": 0}, "invalid_document", "mmr"),
        refused("text that is no number", "revenue", base | {"mrr": "1,000"}, "invalid_document", "mrr"),
    ]  # fmt: skip


def effects() -> list[Case]:
    """What changes of churn and upsell are worth, in revenue and in lifetime value."""
    guide = case("3 % to 2 % churn", "effect", GUIDE, source="guide on LTV and five activities: 102,052,546.33, 107,641,638.13, 5,589,091.80")
    assert [money(guide["expected"][name]) for name in ("before", "after", "impact")] == ["102052546.33", "107641638.13", "5589091.80"]
    five = {"arpa": 50_000, "gross_margin": "0.75", "before": {"churn": "0.05"}, "after": {"churn": "0.05", "upsell": "0.01"}}
    sides = {"arpa": 100, "before": {"churn": "0.05", "upsell": "0.03"}, "after": {"churn": "0.02", "upsell": "0.01"}}
    return [
        guide,
        case("churn and upsell together", "effect", BOTH),
        case("over three years with new customers", "effect", BOTH | {"months": 36, "new_mrr": 410}),
        case("upsell alone", "effect", GUIDE | {"after": {"churn": "0.03", "upsell": "0.05"}}),
        case("over ten years", "effect", BOTH | {"months": 120}),
        case("nothing changes", "effect", GUIDE | {"after": GUIDE["before"]}),
        case("it gets worse", "effect", GUIDE | {"after": {"churn": "0.07"}}),
        case("in one month nothing shows", "effect", BOTH | {"months": 1}),
        refused("a rate before that is none", "effect", GUIDE | {"before": {"churn": 2}}, "out_of_range", "before.churn"),
        refused("a rate after that is none", "effect", GUIDE | {"after": {"churn": 0, "upsell": -1}}, "out_of_range", "after.upsell"),
        refused("no rates after", "effect", {"mrr": 1, "before": {"churn": 0}}, "invalid_document"),
        refused("an unknown rate", "effect", GUIDE | {"after": {"churn": 0, "wieght": 0}}, "invalid_document", "after.wieght"),
        case("upsell lengthens a life", "lifetime_value", five),
        case("half the churn", "lifetime_value", five | {"after": {"churn": "0.025"}}),
        case("churn and upsell of a life", "lifetime_value", sides | {"after": {"churn": "0.04", "upsell": "0.035"}}),
        case("what lies between has no value", "lifetime_value", sides),
        case("thirds", "lifetime_value", {"arpa": 100, "before": {"churn": "0.03"}, "after": {"churn": "0.07"}}),
        case("a life without end before", "lifetime_value", five | {"before": {"churn": "0.01", "upsell": "0.01"}}),
        case("a life without end after", "lifetime_value", five | {"after": {"churn": "0.01", "upsell": "0.02"}}),
        case("nobody leaves", "lifetime_value", five | {"after": {"churn": 0}}),
        refused("a margin above 1", "lifetime_value", five | {"gross_margin": "1.1"}, "out_of_range", "gross_margin"),
        refused("revenue of an account below 0", "lifetime_value", five | {"arpa": -5}, "out_of_range", "arpa"),
    ]  # fmt: skip


def programmes() -> list[Case]:
    """Gain against cost, and when it is paid back."""
    return [
        case("a programme that pays", "programme", PLAN),
        case("one that does not", "programme", PLAN | {"monthly_cost": 400_000}),
        case("one that never could", "programme", PLAN | {"one_off_cost": 1_000_000_000_000}),
        case("one that costs nothing", "programme", GUIDE),
        case("one that costs nothing and harms", "programme", GUIDE | {"after": {"churn": "0.04"}}),
        case("churn and upsell", "programme", BOTH | {"one_off_cost": 900, "monthly_cost": "55.5", "months": 24, "new_mrr": 120, "gross_margin": "0.82"}),
        case("paid back in the last month", "programme", {"mrr": 100, "before": {"churn": "0.2"}, "after": {"churn": "0.1"}, "months": 3, "one_off_cost": 27}),
        case("a cent more and it is not", "programme", {"mrr": 100, "before": {"churn": "0.2"}, "after": {"churn": "0.1"}, "months": 3, "one_off_cost": "27.01"}),
        case("one month brings nothing", "programme", PLAN | {"months": 1}),
        case("nothing is left of the revenue", "programme", PLAN | {"gross_margin": 0}),
        refused("a cost below 0", "programme", PLAN | {"one_off_cost": -1}, "out_of_range", "one_off_cost"),
        refused("a monthly cost below 0", "programme", PLAN | {"monthly_cost": "-0.5"}, "out_of_range", "monthly_cost"),
        refused("a margin that is no share", "programme", PLAN | {"gross_margin": 80}, "out_of_range", "gross_margin"),
        refused("too many months", "programme", PLAN | {"months": 240}, "limit", "months"),
    ]  # fmt: skip


def grids() -> list[Case]:
    """Revenue over churn and upsell."""
    grid = {"mrr": 10_000_000, "churn": ["0.01", "0.02", "0.03"], "upsell": [0, "0.005", 0.01]}
    return [
        case("three by three", "sensitivity", grid),
        case("against the rates before", "sensitivity", grid | {"before": {"churn": "0.03"}, "months": 24, "new_mrr": 50_000}),
        case("churn alone", "sensitivity", {"mrr": 500, "churn": ["0.5", 1, 0]}),
        case("no churn at all", "sensitivity", {"mrr": 500, "churn": []}),
        refused("a churn that is none", "sensitivity", grid | {"churn": ["0.01", 2]}, "out_of_range", "churn[1]"),
        refused("an upsell that is none", "sensitivity", grid | {"upsell": ["-0.01"]}, "out_of_range", "upsell[0]"),
        refused("rates before that are none", "sensitivity", grid | {"before": {"churn": 7}}, "out_of_range", "before.churn"),
        refused("more values than are looked at", "sensitivity", grid | {"churn": ["0.01"] * 101}, "limit", "churn"),
    ]  # fmt: skip


def drawn() -> list[Case]:
    """Questions drawn at random."""
    random = Random(20261127)

    def share(most: float) -> str:
        return f"{random.uniform(0, most):.{random.randint(2, 4)}f}"

    def both() -> Case:
        return {"churn": share(0.12)} | ({"upsell": share(0.08)} if random.random() < 0.6 else {})

    cases = []
    for at in range(40):
        call = random.choice(["revenue", "effect", "effect", "lifetime_value", "programme"])
        base: Case = {"mrr": f"{random.uniform(0, 10**random.randint(2, 9)):.2f}", "months": random.randint(1, 18)}
        if random.random() < 0.5:
            base["new_mrr"] = random.randint(0, 5_000)
        if call == "revenue":
            request = base | both()
        elif call == "lifetime_value":
            request = {"arpa": base["mrr"], "gross_margin": share(1), "before": both(), "after": both()}
        else:
            request = base | {"before": both(), "after": both()}
        if call == "programme":
            request |= {"gross_margin": share(1), "one_off_cost": random.randint(0, 10**6), "monthly_cost": share(500)}
        cases.append(case(f"drawn {at}", call, request))
    return cases


FILES = [revenue, effects, programmes, grids, drawn]


def main() -> int:
    same = True
    for build in FILES:
        cases = build()
        same &= publish(f"roi/{build.__name__}.json", {"room": "roi", "count": len(cases), "cases": cases}, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
