"""Writes tests/vectors/staffing/<name>.json: questions of the room with their answers, and what is refused.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from random import Random
from typing import Any

from exact import Refused, publish
from staffing_books import books as best_books
from staffing_books import drawn as drawn_books
from staffing_definitions import CALLS, TIERS, budgeted_headcount, month_text

Case = dict[str, Any]

HOURS = {"amount": 40, "per": "week"}
HEAD = {"kind": "staffing", "version": 1, "name": "vector"}
SERVICE = {
    "high": {
        "touches": [{"name": "review", "per_month": "0.25", "hours": 6}, {"name": "call", "per_month": 2, "hours": 1.5}],
        "complexity": 1.25, "automation": 0.1, "onboarding": {"hours": 40, "months": 3}, "renewal": {"hours": 12, "months": 2},
    },
    "medium": {"touches": [{"name": "call", "per_month": 0.5, "hours": 2}], "onboarding": {"hours": 12}, "renewal": {"hours": 4, "months": 1}},
    "tech": {"touches": [{"name": "webinar", "per_month": "0.02", "hours": "1.1"}], "automation": 0.75},
}  # fmt: skip
DOCUMENT = HEAD | {
    "tiers": SERVICE, "hours": HOURS, "overhead": 0.25, "utilisation": 0.85, "leave_hours": 10.5, "ramp": [0.25, 0.5, 0.75],
    "stages": {"adoption": 1.2, "retention": 1}, "health": {"danger": 1.5, "caution": 1.2, "healthy": 0.9}, "complexity": {"complex": 1.4},
    "hiring_lead_months": 3, "attrition": "0.015", "growth": {"high": {"new_per_month": 1.5, "churn": 0.01}, "tech": {"churn": "0.03"}},
    "outsourced_hourly_cost": 6000,
}  # fmt: skip
PORTFOLIO = {
    "accounts": [
        {"tier": "high", "accounts": 30, "stage": "adoption", "health": "danger", "arr": 240_000_000},
        {"tier": "high", "accounts": 12, "complexity": "complex", "arr": "90000000.50"},
        {"tier": "medium", "accounts": 90, "health": "healthy", "arr": 180_000_000},
        {"tier": "tech", "accounts": 4000, "arr": 60_000_000},
    ],
    "starts": [{"tier": "high", "month": "2026-10", "accounts": 3}, {"tier": "high", "month": "2027-02", "accounts": 5}, {"tier": "medium", "month": "2026-12", "accounts": 7}],
    "renewals": [{"tier": "high", "month": "2026-12", "accounts": 9}, {"tier": "medium", "month": "2027-03", "accounts": 30}],
    "unassigned": 4,
}  # fmt: skip
STAFF = [{"tier": "high", "heads": 1.5}, {"tier": "high", "heads": 1, "since": "2026-10"}, {"tier": "medium", "heads": 1}, {"tier": "tech", "heads": 2}]


def case(name: str, call: str, request: Case) -> Case:
    try:
        return {"name": name, "call": call, "request": request, "expected": CALLS[call](request)}
    except Refused as refused:
        return {"name": name, "call": call, "request": request, "error": refused.code}


def refused(name: str, call: str, request: Case, error: str, path: str | None = None) -> Case:
    return {"name": name, "call": call, "request": request, "error": error} | ({"path": path} if path else {})


def budget() -> list[Case]:
    """The ten rows of the guide, and other currencies and ratios."""
    shown = ["1.5", "3.0", "4.4", "5.9", "7.4", "8.9", "10.4", "11.9", "13.3", "14.8"]
    for row, text in enumerate(shown, 1):
        exact = Fraction(budgeted_headcount({"arr": row * 10**8})["headcount"])
        assert f"{(int(exact * 10 + Fraction(1, 2))) / 10:.1f}" == text, "the guide's table"
    cases = [case(f"guide D: ARR of {row}00 million yen", "budgeted_headcount", {"arr": row * 10**8}) for row in range(1, 11)]
    cases += [
        case("no revenue pays for nobody", "budgeted_headcount", {"arr": 0}),
        case("nothing of it", "budgeted_headcount", {"arr": 10**9, "cost_ratio": 0}),
        case("all of it", "budgeted_headcount", {"arr": "1", "cost_ratio": 1, "monthly_cost_per_head": "0.01"}),
        case("euros and cents", "budgeted_headcount", {"arr": "2345678.91", "cost_ratio": "0.095", "monthly_cost_per_head": "6250.75"}),
        case("a float enters by its shortest text", "budgeted_headcount", {"arr": 0.1, "cost_ratio": 0.07}),
        case("more digits than a float has", "budgeted_headcount", {"arr": "123456789012345678901234567", "monthly_cost_per_head": 3}),
        refused("negative revenue", "budgeted_headcount", {"arr": -1}, "out_of_range", "arr"),
        refused("a percentage", "budgeted_headcount", {"arr": 1, "cost_ratio": 8}, "out_of_range", "cost_ratio"),
        refused("heads for nothing", "budgeted_headcount", {"arr": 1, "monthly_cost_per_head": 0}, "out_of_range", "monthly_cost_per_head"),
        refused("more heads than digits", "budgeted_headcount", {"arr": "9999999999999999999999999999", "monthly_cost_per_head": "0.0001"}, "overflow"),
    ]  # fmt: skip
    return cases


def ratios() -> list[Case]:
    """Ranges by presets and by one's own ratios."""
    accounts = {"high": 30, "medium": 140, "low": 0, "tech": 1200}
    own = {"high": {"least": 7, "most": 13}, "low": {"least": "0.5"}}
    call = "required_headcount"
    return [
        case("the touch model's", call, {"accounts": accounts}),
        *(case(f"preset {preset}", call, {"accounts": accounts, "preset": preset}) for preset in ("five_step_guide", "dbt_ventures_2018", "lyniro", "prescriptive_outcomes", "clientsuccess_survey_2021", "saastr")),
        case("one's own, thirds of a head", call, {"accounts": accounts, "ratios": own}),
        case("one's own with as many as least", call, {"accounts": {"high": 100}, "ratios": {"high": {"least": 8, "most": 8}}}),
        case("nobody", call, {"accounts": {"high": 0, "tech": 0}}),
        case("an empty portfolio", call, {"accounts": {}}),
        case("the only account of a tier that the ratios leave out", call, {"accounts": {"high": 1, "low": 3}, "ratios": {"low": {"least": 3}}}),
        case("a count as text", call, {"accounts": {"low": "18446744073709551615"}}),
        refused("least above most", call, {"accounts": accounts, "ratios": {"low": {"least": 20, "most": 5}}}, "inconsistent", "ratios.low"),
        refused("a least of 0", call, {"accounts": accounts, "ratios": {"high": {"least": 0, "most": 5}}}, "out_of_range", "ratios.high.least"),
        refused("a negative least", call, {"accounts": accounts, "ratios": {"high": {"least": -5}}}, "out_of_range", "ratios.high.least"),
        refused("half an account", call, {"accounts": {"tech": 0.5}}, "out_of_range", "accounts.tech"),
        refused("fewer than no accounts", call, {"accounts": {"high": -1}}, "out_of_range", "accounts.high"),
        refused("an unknown preset", call, {"accounts": accounts, "preset": "five_steps"}, "unknown_name", "preset"),
        refused("a preset and one's own", call, {"accounts": accounts, "preset": "lyniro", "ratios": own}, "inconsistent", "preset"),
        case("community touch", call, {"accounts": {"community": 1500}}),
        refused("an unknown tier", call, {"accounts": {"premium": 3}}, "invalid_document", "accounts.premium"),
        refused("no number", call, {"accounts": {"high": "many"}}, "invalid_document", "accounts.high"),
    ]  # fmt: skip


def supplies() -> list[Case]:
    """Hours of success managers: the published quarter, ramps, leave, other periods."""
    quarter = {"hours": HOURS, "overhead": 0.25, "utilisation": 0.85, "period": "quarter"}
    cases = [
        case("40 h for 13 weeks at 0.75 and 0.85 are 331.5 h, 20 accounts of 16 h", "supply", quarter | {"hours_per_account": 16}),
        case("a head and a half", "supply", quarter | {"heads": 1.5, "hours_per_account": 16}),
        case("nobody", "supply", quarter | {"heads": 0, "hours_per_account": 16}),
        case("leave", "supply", quarter | {"leave_hours": "40.25"}),
        case("leave for longer than the hours", "supply", quarter | {"ramp": 0.1, "leave_hours": 100, "hours_per_account": 1}),
        case("nothing but hours", "supply", {"hours": {"amount": 160, "per": "month"}}),
        case("all overhead", "supply", {"hours": HOURS, "overhead": 1}),
    ]
    for per in ("week", "month", "quarter", "year"):
        for period in ("month", "quarter", "year"):
            cases.append(case(f"hours a {per}, asked for a {period}", "supply", {"hours": {"amount": "37.5", "per": per}, "utilisation": "0.8", "period": period, "ramp": 0.5}))
    cases += [
        refused("no hours", "supply", {"hours": {"amount": 0, "per": "week"}}, "out_of_range", "hours.amount"),
        refused("overhead above 1", "supply", quarter | {"overhead": 1.25}, "out_of_range", "overhead"),
        refused("negative utilisation", "supply", quarter | {"utilisation": -0.1}, "out_of_range", "utilisation"),
        refused("a ramp in percent", "supply", quarter | {"ramp": 50}, "out_of_range", "ramp"),
        refused("negative leave", "supply", quarter | {"leave_hours": -1}, "out_of_range", "leave_hours"),
        refused("negative heads", "supply", quarter | {"heads": -1}, "out_of_range", "heads"),
        refused("accounts that need no time", "supply", quarter | {"hours_per_account": 0}, "out_of_range", "hours_per_account"),
        refused("hours a day", "supply", {"hours": {"amount": 8, "per": "day"}}, "invalid_document", "hours.per"),
        refused("an unknown period", "supply", quarter | {"period": "week"}, "invalid_document", "period"),
    ]
    return cases


BASE = {"staffing": DOCUMENT, "portfolio": PORTFOLIO, "first_month": "2026-11"}


def with_portfolio(**fields: Any) -> Case:
    return BASE | {"portfolio": PORTFOLIO | fields}


def segment(**fields: Any) -> Case:
    return with_portfolio(accounts=[PORTFOLIO["accounts"][0] | fields])


def workloads() -> list[Case]:
    """Recurring work by kind of account, dated work in its months."""
    call = "workload"
    alone = {"accounts": [{"tier": "high", "accounts": 1}]}
    dates = [case(f"an account that starts and renews in {at}", call, BASE | {"months": 6, "portfolio": alone | {event: [{"tier": "high", "month": at, "accounts": 1}] for event in ("starts", "renewals")}}) for at in ("2026-08", "2026-09", "2026-11", "2027-04", "2027-05", "2027-06")]
    dates += [
        case("a year", call, BASE),
        case("one month", call, BASE | {"months": 1}),
        case("no month: an ordinary one by tier", call, BASE | {"months": 0}),
        case("an empty portfolio", call, BASE | {"portfolio": {"accounts": []}, "months": 2}),
        case("a tier that the document leaves out needs nothing", call, BASE | {"portfolio": {"accounts": [{"tier": "low", "accounts": 70}]}, "months": 1}),
        case("tiers without touches", call, BASE | {"staffing": DOCUMENT | {"tiers": {"high": {}}}, "months": 1}),
        case("everything automatic", call, BASE | {"staffing": DOCUMENT | {"tiers": {"high": SERVICE["high"] | {"automation": 1}}}, "months": 2}),
        case("a multiplier of 0", call, BASE | {"staffing": DOCUMENT | {"health": DOCUMENT["health"] | {"danger": 0}}, "months": 1}),
        case("to the end of time", call, BASE | {"first_month": "9999-11", "months": 2}),
        refused("an unknown stage", call, segment(stage="adoptoin"), "unknown_name", "portfolio.accounts[0].stage"),
        refused("an unknown band", call, segment(health="red"), "unknown_name", "portfolio.accounts[0].health"),
        refused("an unknown level", call, segment(complexity="simple"), "unknown_name", "portfolio.accounts[0].complexity"),
        refused("an unknown stage in a tier that needs nothing", call, segment(tier="low", stage="adoptoin"), "unknown_name", "portfolio.accounts[0].stage"),
        refused("half an account", call, segment(accounts=0.5), "out_of_range", "portfolio.accounts[0].accounts"),
        refused("fewer than no accounts", call, segment(accounts=-3), "out_of_range", "portfolio.accounts[0].accounts"),
        refused("negative ARR", call, segment(arr="-0.01"), "out_of_range", "portfolio.accounts[0].arr"),
        refused("fewer than no starts", call, with_portfolio(starts=[{"tier": "high", "month": "2026-11", "accounts": -1}]), "out_of_range", "portfolio.starts[0].accounts"),
        refused("no such month", call, with_portfolio(renewals=[{"tier": "high", "month": "2026-13", "accounts": 1}]), "invalid_date", "portfolio.renewals[0].month"),
        refused("a day", call, BASE | {"first_month": "2026-11-01"}, "invalid_date", "first_month"),
        refused("too many months", call, BASE | {"months": 121}, "limit", "months"),
        refused("part of a month", call, BASE | {"months": 1.5}, "out_of_range", "months"),
        refused("beyond the end of time", call, BASE | {"first_month": "9999-11", "months": 3}, "invalid_date", "months"),
        refused("a typing slip", call, with_portfolio(accuonts=[]), "invalid_document", "portfolio.accuonts"),
        refused("a document of another kind", call, BASE | {"staffing": DOCUMENT | {"kind": "scorecard"}}, "version", "staffing.kind"),
        refused("a document's number out of range", call, BASE | {"staffing": DOCUMENT | {"overhead": 2}}, "out_of_range", "staffing.overhead"),
    ]  # fmt: skip
    return dates


def plans() -> list[Case]:
    """Demand against supply: shortage and surplus, ramps, attrition, growth, hires, peaks, cross-checks."""
    call, full = "plan", BASE | {"staff": STAFF}

    def document(**fields: Any) -> Case:
        return full | {"staffing": DOCUMENT | fields, "months": 4}

    bare = {name: value for name, value in DOCUMENT.items() if name not in ("outsourced_hourly_cost", "growth", "attrition", "ramp", "hiring_lead_months")}
    swing = {"accounts": [{"tier": "high", "accounts": 40}], "renewals": [{"tier": "high", "month": f"2027-{at:02}", "accounts": 11 * (at % 4)} for at in range(1, 13)]}
    no_arr = {"accounts": [{"tier": "high", "accounts": 5}]}
    cases = [
        case("a year", call, full),
        case("nobody is there: all of it is a shortage", call, BASE | {"months": 3}),
        case("an empty portfolio: all of it is a surplus", call, full | {"portfolio": {"accounts": []}, "months": 3}),
        case("nobody and nothing", call, BASE | {"portfolio": {"accounts": []}, "months": 1}),
        case("far too few", call, full | {"staff": [{"tier": "high", "heads": 0.1}], "months": 2}),
        case("far too many", call, full | {"staff": [{"tier": tier, "heads": 50} for tier in TIERS], "months": 2}),
        case("nothing but touches and hours", call, full | {"staffing": bare}),
        case("a joiner in the middle, through the ramp", call, full | {"staff": [{"tier": "high", "heads": 2, "since": "2027-01"}], "months": 6}),
        case("a hire that has to be decided in 1900-01", call, document() | {"first_month": "1900-07", "months": 1}),
        refused("a hire that had to be decided before 1900-01", call, document() | {"first_month": "1900-06", "months": 1}, "invalid_date", "first_month"),
        case("everybody leaves", call, document(attrition=1)),
        case("every account leaves", call, document(growth={"high": {"churn": 1, "new_per_month": 2}})),
        case("the first accounts of a tier", call, document(growth={"low": {"new_per_month": 3}}, tiers=SERVICE | {"low": SERVICE["medium"]})),
        case("many digits are carried at 12 places", call, document(attrition="0.0123456789012345", growth={"high": {"new_per_month": "0.3333333333333333", "churn": "0.0123456789"}}) | {"months": 40}),
        case("one's own ratios and a target of ARR", call, document(ratios={"high": {"least": 10, "most": 15}, "medium": {"least": 80}, "tech": {"least": 900, "most": 3000}}, arr_per_csm={"least": 50_000_000, "most": 150_000_000})),
        case("a preset that leaves tiers out", call, document(preset="dbt_ventures_2018")),
        case("no tolerance", call, document(tolerance=0)),
        case("ARR that is not known", call, full | {"portfolio": no_arr, "months": 1}),
        case("no ARR", call, full | {"portfolio": {"accounts": [{"tier": "high", "accounts": 5, "arr": 0}]}, "months": 1}),
        case("heads that cost nothing", call, document(monthly_cost_per_head=0)),
        case("no hiring lead", call, document(hiring_lead_months=0, ramp=[])),
        case("hours for accounts are all taken", call, document(overhead=1)),
        refused("no months", call, full | {"months": 0}, "out_of_range", "months"),
        refused("negative heads", call, full | {"staff": [STAFF[0], {"tier": "high", "heads": -1}]}, "out_of_range", "staff[1].heads"),
        refused("too early to hire", call, BASE | {"first_month": "1900-02"}, "invalid_date", "first_month"),
    ]  # fmt: skip
    for price in (0, 1000, 3000, 5000, 10_000, 10**6):
        cases.append(case(f"peaks at {price} an hour", call, {"staffing": bare | {"outsourced_hourly_cost": price, "leave_hours": 0}, "portfolio": swing, "staff": STAFF, "first_month": "2027-01"}))
    return cases


def costs() -> list[Case]:
    """Cost to serve, break-even values, and accounts moved to another tier."""
    two = {"staffing": DOCUMENT, "portfolio": PORTFOLIO}
    moves = [{"from": "high", "to": "tech"}]
    return [
        case("cost by tier", "cost_to_serve", two),
        case("a cost ratio of 0 breaks even nowhere", "cost_to_serve", two | {"staffing": DOCUMENT | {"cost_ratio": 0}}),
        case("ARR that pays to the cent", "cost_to_serve", {"staffing": HEAD | {"tiers": {"high": {"touches": [{"name": "call", "per_month": 4, "hours": 2}]}}, "hours": {"amount": 100, "per": "month"}}, "portfolio": {"accounts": [{"tier": "high", "accounts": 10, "arr": 54_000_000}]}}),
        case("an empty portfolio costs nothing", "cost_to_serve", {"staffing": DOCUMENT, "portfolio": {"accounts": []}}),
        case("a team without hours", "cost_to_serve", two | {"staffing": DOCUMENT | {"leave_hours": 200}}),
        case("a whole tier goes to tech touch", "what_if", two | {"moves": moves}),
        case("so many", "what_if", two | {"moves": [moves[0] | {"accounts": 35}]}),
        case("only those in danger", "what_if", two | {"moves": [moves[0] | {"health": "danger", "accounts": 7}]}),
        case("only a stage, only a level", "what_if", two | {"moves": [moves[0] | {"stage": "adoption"}, {"from": "high", "to": "medium", "complexity": "complex"}]}),
        case("there and back again", "what_if", two | {"moves": [moves[0], {"from": "tech", "to": "high", "accounts": 4042}]}),
        case("to the same tier", "what_if", two | {"moves": [{"from": "medium", "to": "medium"}]}),
        case("nobody matches, all are meant", "what_if", two | {"moves": [{"from": "low", "to": "tech"}]}),
        case("no moves", "what_if", two | {"moves": []}),
        refused("half an account", "cost_to_serve", two | {"portfolio": {"accounts": [{"tier": "high", "accounts": 0.5}]}}, "out_of_range", "portfolio.accounts[0].accounts"),
        refused("more than there are", "what_if", two | {"moves": [moves[0], {"from": "medium", "to": "tech", "accounts": 91}]}, "inconsistent", "moves[1].accounts"),
        refused("part of an account", "what_if", two | {"moves": [moves[0] | {"accounts": 1.5}]}, "out_of_range", "moves[0].accounts"),
        refused("too many moves", "what_if", two | {"moves": moves * 65}, "limit", "moves"),
    ]  # fmt: skip


def drawn() -> list[Case]:
    """Drawn documents, portfolios and staff."""
    random, cases = Random(20261125), []

    def decimal(most: int, places: int) -> str:
        return f"{random.randint(0, most * 10**places) / 10**places:.{places}f}"

    for at in range(14):
        tiers = random.sample(TIERS, random.randint(1, 4))
        names = ["a", "b", "c"]
        document = HEAD | {
            "tiers": {
                tier: {
                    "touches": [{"name": f"t{k}", "per_month": decimal(3, 2), "hours": decimal(4, 1)} for k in range(random.randint(0, 3))],
                    "complexity": decimal(2, 1), "automation": decimal(1, 2),
                    "onboarding": {"hours": random.randint(0, 50), "months": random.randint(1, 5)}, "renewal": {"hours": decimal(20, 1), "months": random.randint(1, 4)},
                }
                for tier in tiers
            },
            "stages": {name: decimal(2, 1) for name in names}, "health": {name: decimal(2, 2) for name in names},
            "hours": {"amount": random.randint(100, 200), "per": "month"}, "overhead": decimal(1, 1) if random.random() < 0.1 else "0.2",
            "utilisation": "0.9", "leave_hours": decimal(20, 1), "ramp": [decimal(1, 1) for _ in range(random.randint(0, 4))],
            "monthly_cost_per_head": decimal(9000, 2), "hiring_lead_months": random.randint(0, 6), "attrition": decimal(1, 3) if random.random() < 0.2 else "0.02",
            "growth": {tier: {"new_per_month": decimal(9, 1), "churn": f"0.0{random.randint(0, 9)}"} for tier in tiers},
            "outsourced_hourly_cost": decimal(90, 2), "tolerance": decimal(1, 1),
        }  # fmt: skip
        when = lambda: month_text(12 * 2027 + random.randint(-6, 14))  # noqa: E731
        rows = [{"tier": random.choice(tiers), "accounts": random.randint(0, 200), "stage": random.choice([None, *names]), "health": random.choice([None, *names]), "arr": decimal(10**6, 2)} for _ in range(random.randint(0, 8))]
        events = {event: [{"tier": random.choice(tiers), "month": when(), "accounts": random.randint(0, 20)} for _ in range(random.randint(0, 6))] for event in ("starts", "renewals")}
        staff = [{"tier": random.choice(TIERS), "heads": decimal(6, 1), "since": random.choice([None, when()])} for _ in range(random.randint(0, 5))]
        both = {"staffing": document, "portfolio": {"accounts": rows} | events}
        request = both | {"staff": staff, "first_month": "2027-01", "months": random.randint(1, 6)}
        cases.append(case(f"drawn plan {at}", "plan", request))
        cases.append(case(f"drawn costs {at}", "cost_to_serve", both))
    return cases


def pools() -> list[Case]:
    """Erlang C: a published example, small pools by hand, large ones, ends of ranges."""
    published = {"requests_per_hour": 720, "minutes_per_request": 4, "answer_within_minutes": "0.25"}
    cases = [case("360 calls in half an hour, 4 minutes each, 55 agents: 0.239, 8.18 s, 0.846", "pool", published | {"agents": 55})]
    expected = cases[0]["expected"]
    assert (round(expected["waiting_probability"], 3), round(60 * expected["mean_wait_minutes"], 2), round(expected["answered_in_time"], 3)) == (0.239, 8.18, 0.846)
    cases[0]["source"] = "The Erlang-C Formula, worked example"
    for agents in (49, 50, 60, 100, 400):
        cases.append(case(f"the same with {agents}", "pool", published | {"agents": agents}))
    for load in ("0.01", "0.5", 1, "4.999", 20, 150, 400):
        for target in ("0.5", "0.8", "0.99", "0.999999"):
            cases.append(case(f"a load of {load} to {target}", "pool", {"requests_per_hour": load, "minutes_per_request": 60, "answer_within_minutes": 20, "target": target, "shrinkage": "0.3"}))
    hour = {"requests_per_hour": 10, "minutes_per_request": 30, "answer_within_minutes": 60}
    cases += [
        case("mail within a working day", "pool", {"requests_per_hour": "7.5", "minutes_per_request": "22.5", "answer_within_minutes": 480, "target": "0.95"}),
        case("at once", "pool", hour | {"answer_within_minutes": 0}),
        case("no requests need nobody", "pool", hour | {"requests_per_hour": 0}),
        case("no requests, some there", "pool", hour | {"requests_per_hour": 0, "agents": 3}),
        case("a target of 0 needs only more than are busy", "pool", hour | {"target": 0}),
        refused("no more than are busy", "pool", hour | {"agents": 5}, "inconsistent", "agents"),
        refused("nobody for requests", "pool", hour | {"agents": 0}, "inconsistent", "agents"),
        refused("a target of 1", "pool", hour | {"target": 1}, "out_of_range", "target"),
        refused("a target in percent", "pool", hour | {"target": 80}, "out_of_range", "target"),
        refused("nobody ever answers", "pool", hour | {"shrinkage": 1}, "out_of_range", "shrinkage"),
        refused("negative requests", "pool", hour | {"requests_per_hour": -1}, "out_of_range", "requests_per_hour"),
        refused("work that takes no time", "pool", hour | {"minutes_per_request": 0}, "out_of_range", "minutes_per_request"),
        refused("a negative wait", "pool", hour | {"answer_within_minutes": "-0.1"}, "out_of_range", "answer_within_minutes"),
        refused("part of a person", "pool", hour | {"agents": 6.5}, "out_of_range", "agents"),
        refused("more than a hall holds", "pool", hour | {"requests_per_hour": 200_001}, "limit", "requests_per_hour"),
    ]  # fmt: skip
    return cases


def documents() -> list[Case]:
    """Documents that are refused, with the place."""
    call = "assumptions"

    def high(**fields: Any) -> Case:
        return DOCUMENT | {"tiers": {"high": SERVICE["high"] | fields}}

    touch = {"name": "call", "per_month": 1, "hours": 1}
    table: list[tuple[str, Case, str, str | None]] = [
        ("another kind", DOCUMENT | {"kind": "touch_policy"}, "version", "kind"),
        ("a later version", DOCUMENT | {"version": 2}, "version", "version"),
        ("no name", DOCUMENT | {"name": ""}, "invalid_document", "name"),
        ("a typing slip", DOCUMENT | {"utilization": 1}, "invalid_document", "utilization"),
        ("an unknown tier", DOCUMENT | {"tiers": {"premium": {}}}, "invalid_document", "tiers.premium"),
        ("a negative touch", high(touches=[touch | {"per_month": -1}]), "out_of_range", "tiers.high.touches[0].per_month"),
        ("negative hours", high(touches=[touch, touch | {"name": "b", "hours": "-0.5"}]), "out_of_range", "tiers.high.touches[1].hours"),
        ("two touches of one name", high(touches=[touch, touch]), "duplicate", "tiers.high.touches[1].name"),
        ("a touch without a name", high(touches=[touch | {"name": ""}]), "invalid_document", "tiers.high.touches[0].name"),
        ("too many touches", high(touches=[touch | {"name": f"t{at}"} for at in range(65)]), "limit", "tiers.high.touches"),
        ("automation above 1", high(automation=1.1), "out_of_range", "tiers.high.automation"),
        ("negative complexity", high(complexity=-1), "out_of_range", "tiers.high.complexity"),
        ("onboarding in no month", high(onboarding={"hours": 4, "months": 0}), "invalid_document", "tiers.high.onboarding.months"),
        ("onboarding for ever", high(onboarding={"hours": 4, "months": 61}), "limit", "tiers.high.onboarding.months"),
        ("negative renewal work", high(renewal={"hours": -4}), "out_of_range", "tiers.high.renewal.hours"),
        ("a negative multiplier", DOCUMENT | {"health": {"danger": -1}}, "out_of_range", "health.danger"),
        ("a stage without a name", DOCUMENT | {"stages": {"": 1}}, "invalid_document", "stages"),
        ("no contract hours", DOCUMENT | {"hours": {"amount": 0, "per": "week"}}, "out_of_range", "hours.amount"),
        ("overhead above 1", DOCUMENT | {"overhead": 1.01}, "out_of_range", "overhead"),
        ("utilisation in percent", DOCUMENT | {"utilisation": 85}, "out_of_range", "utilisation"),
        ("negative leave", DOCUMENT | {"leave_hours": -1}, "out_of_range", "leave_hours"),
        ("a ramp above 1", DOCUMENT | {"ramp": [0.5, 1.5]}, "out_of_range", "ramp[1]"),
        ("a ramp that never ends", DOCUMENT | {"ramp": [0.5] * 65}, "limit", "ramp"),
        ("a negative cost", DOCUMENT | {"monthly_cost_per_head": -1}, "out_of_range", "monthly_cost_per_head"),
        ("a cost ratio in percent", DOCUMENT | {"cost_ratio": 8}, "out_of_range", "cost_ratio"),
        ("an unknown preset", DOCUMENT | {"preset": "gut_feeling"}, "unknown_name", "preset"),
        ("least above most", DOCUMENT | {"ratios": {"high": {"least": 20, "most": 5}}}, "inconsistent", "ratios.high"),
        ("ARR least above most", DOCUMENT | {"arr_per_csm": {"least": 20, "most": 5}}, "inconsistent", "arr_per_csm"),
        ("half a month of lead", DOCUMENT | {"hiring_lead_months": 0.5}, "out_of_range", "hiring_lead_months"),
        ("a lead of ten years", DOCUMENT | {"hiring_lead_months": 120}, "limit", "hiring_lead_months"),
        ("attrition above 1", DOCUMENT | {"attrition": 2}, "out_of_range", "attrition"),
        ("negative growth", DOCUMENT | {"growth": {"high": {"new_per_month": -1}}}, "out_of_range", "growth.high.new_per_month"),
        ("churn above 1", DOCUMENT | {"growth": {"low": {"churn": 1.5}}}, "out_of_range", "growth.low.churn"),
        ("a negative price", DOCUMENT | {"outsourced_hourly_cost": -5}, "out_of_range", "outsourced_hourly_cost"),
        ("a negative tolerance", DOCUMENT | {"tolerance": -0.1}, "out_of_range", "tolerance"),
        ("no hours", {name: value for name, value in DOCUMENT.items() if name != "hours"}, "invalid_document", None),
    ]  # fmt: skip
    return [refused(name, call, request, error, path) for name, request, error, path in table]


def books() -> list[Case]:
    """Accounts assigned: the best by trying all, who may not, and present owners."""
    CALLS["books"] = best_books
    call, three = "books", [{"csm": "ito"}, {"csm": "kato"}, {"csm": "sato"}]
    hours = [{"account": f"a{at}", "hours": own, "value": 10} for at, own in enumerate([9, 8, 7, 6, 5, 4, 3])]
    needs = [{"account": "plain", "hours": 2}, {"account": "sso", "hours": 2, "skills": ["sso"]}, {"account": "both", "hours": 2, "skills": ["api", "sso"]}, {"account": "none", "hours": 2, "skills": ["cobol"]},
             {"account": "emea", "hours": 2, "region": "emea"}, {"account": "mars", "hours": 2, "region": "mars"}, {"account": "ja", "hours": 2, "language": "ja"}, {"account": "la", "hours": 2, "language": "la"},
             {"account": "ja in emea", "hours": 2, "region": "emea", "language": "ja"}, {"account": "how much", "value": 3}]  # fmt: skip
    able = [{"csm": "ito", "skills": ["sso"], "languages": ["ja"], "regions": ["japan"]}, {"csm": "smith", "skills": ["sso", "api"], "languages": ["en"], "regions": ["emea", "japan"]}]
    cases = [
        case("hours alone, three desks", call, {"accounts": hours, "csms": three, "balance": {"hours": 1}}),
        case("value alone", call, {"accounts": hours, "csms": three, "balance": {"value": 1}}),
        case("half a desk", call, {"accounts": hours, "csms": [{"csm": "ito"}, {"csm": "kato", "fte": 0.5}], "balance": {"hours": 1}}),
        case("one account is more than the mean", call, {"accounts": [{"account": "big", "hours": 50}, *hours[:3]], "csms": three, "balance": {"hours": 1}}),
        case("two more than there are desks", call, {"accounts": [{"account": f"a{at}", "hours": 10} for at in range(5)], "csms": three, "balance": {"hours": 1}}),
        case("who may not", call, {"accounts": needs, "csms": able, "balance": {"hours": 1}}),
        case("nobody is there", call, {"accounts": hours, "csms": []}),
        case("no accounts", call, {"accounts": [], "csms": three}),
        case("nothing to do", call, {"accounts": [{"account": "a", "hours": 0}, {"account": "b", "hours": "0.0"}], "csms": three}),
        case("limits of hours that leave one way", call, {"accounts": hours[:3], "csms": [{"csm": "ito", "hours": 9}, {"csm": "kato", "hours": 8}, {"csm": "sato", "hours": 7}], "balance": {"hours": 1}}),
        case("numbers name accounts too", call, {"accounts": [{"account": 7, "hours": 1.5}, {"account": 12, "hours": "1.5"}], "csms": three[:2], "balance": {"hours": 1}}),
    ]
    cases += [case(f"drawn books {at}", call, request) for at, request in enumerate(drawn_books(25))]
    valued = [{"account": f"a{at}", "hours": 10, "value": 700 if at == 0 else 100} for at in range(4)]
    for weights in ({"hours": 1, "value": 1}, {"hours": 1, "value": 3}, {"hours": 1000, "value": "0.5"}):
        cases.append(case(f"hours and value, {weights['hours']} to {weights['value']}", call, {"accounts": valued, "csms": three[:2], "balance": weights}))
    for part in ("0.0001", 100):
        cases.append(case(f"{part} of a full-time equivalent", call, {"accounts": valued, "csms": [{"csm": "ito", "fte": part}], "balance": {"hours": 1}}))
    owned = [{"account": f"a{at}", "hours": 10, "owner": "ito"} for at in range(6)]

    def kept(name: str, rest: Case, report: Case, accounts: list[Case] = owned) -> Case:
        return {"name": name, "call": call, "request": {"accounts": accounts, "balance": {"hours": 1}} | rest, "expected": {"report": report}}

    two = {"csms": three[:2]}
    cases += [
        kept("three of six change hands for balance", two, {"moves": 3, "max_over_mean": "1", "gap": "0", "reasons": [{"reason": "kept", "accounts": 3}, {"reason": "moved", "accounts": 3}]}),
        kept("no account may change hands", two | {"most_moves": 0}, {"moves": 0, "max_over_mean": "2", "bound_over_mean": "2", "gap": "0"}),
        kept("one may: the bound says that no more is possible", two | {"most_moves": 1}, {"moves": 1, "max_over_mean": "1.666666666666666666666666667", "gap": "0"}),
        kept("the bound leaves out the largest that may move", two | {"most_moves": 1}, {"moves": 1, "max_over_mean": "1.384615384615384615384615385", "bound_over_mean": "1.384615384615384615384615385", "gap": "0"}, [own | {"hours": hours} for own, hours in zip(owned, (10, 12, 14, 16), strict=False)]),
        kept("a tolerance of all", two | {"tolerance": 1}, {"moves": 0, "max_over_mean": "2"}),
        kept("the owner is gone: no move, a new owner", {"csms": three[1:2], "most_moves": 0}, {"moves": 0, "reasons": [{"reason": "reassigned", "accounts": 6}]}),
        kept("the owner may not", {"csms": [{"csm": "ito", "languages": ["ja"]}, {"csm": "kato"}], "most_moves": 0}, {"reasons": [{"reason": "reassigned", "accounts": 6}]}, [own | {"language": "en"} for own in owned]),
        kept("the owner has room for two", {"csms": [{"csm": "ito", "most_accounts": 2}, {"csm": "kato", "hours": 30}], "most_moves": 0}, {"assigned": 5, "unassigned": 1, "reasons": [{"reason": "kept", "accounts": 2}, {"reason": "reassigned", "accounts": 3}, {"reason": "no_room", "accounts": 1}]}),
        kept("room that balance makes is given to who waits", {"csms": [{"csm": "ito", "skills": ["sso"], "most_accounts": 2}, {"csm": "kato"}]}, {"assigned": 3, "unassigned": 0, "moves": 1, "max_over_mean": "1.230769230769230769230769231", "reasons": [{"reason": "kept", "accounts": 1}, {"reason": "placed", "accounts": 1}, {"reason": "moved", "accounts": 1}]}, [{"account": "a", "hours": 5, "owner": "ito"}, {"account": "b", "hours": 5, "owner": "ito"}, {"account": "c", "hours": 3, "skills": ["sso"]}]),
        kept("demand above every capacity is a result", {"csms": [{"csm": "ito", "hours": 5}]}, {"assigned": 0, "unassigned": 6, "gap": None, "reasons": [{"reason": "no_room", "accounts": 6}]}),
        kept("books of 40 and 20 hours, Gini of a sixth", two | {"most_moves": 2}, {"hours": {"max_over_mean": "1.333333333333333333333333333", "gini": "0.1666666666666666666666666667"}, "accounts": {"max_over_mean": "1.333333333333333333333333333", "gini": "0.1666666666666666666666666667"}}),
    ]  # fmt: skip
    rest = {"csms": three, "accounts": hours}
    return [
        *cases,
        refused("an account twice", call, rest | {"accounts": [*hours, hours[2]]}, "duplicate_account", "accounts") | {"row": 7},
        refused("a success manager twice", call, rest | {"csms": [*three, three[1]]}, "duplicate", "csms[3].csm"),
        refused("an account without a name", call, rest | {"accounts": [{"account": "", "hours": 1}]}, "invalid_argument", "accounts[0].account"),
        refused("a success manager without a name", call, rest | {"csms": [{"csm": ""}]}, "invalid_document", "csms[0].csm"),
        refused("negative hours", call, rest | {"accounts": [hours[0], {"account": "b", "hours": -1}]}, "out_of_range", "accounts[1].hours"),
        refused("negative value", call, rest | {"accounts": [{"account": "b", "hours": 1, "value": "-0.01"}]}, "out_of_range", "accounts[0].value"),
        refused("more hours than there are", call, rest | {"accounts": [{"account": "b", "hours": 1_000_001}]}, "out_of_range", "accounts[0].hours"),
        refused("nobody at a desk", call, rest | {"csms": [{"csm": "ito", "fte": 0}]}, "out_of_range", "csms[0].fte"),
        refused("less of a success manager than is told apart", call, rest | {"csms": [{"csm": "ito", "fte": "0.00009"}]}, "out_of_range", "csms[0].fte"),
        refused("more than a hundred success managers in one", call, rest | {"csms": [{"csm": "ito", "fte": "100.0001"}]}, "out_of_range", "csms[0].fte"),
        refused("a weight above a thousand", call, rest | {"balance": {"hours": "1000.5"}}, "out_of_range", "balance.hours"),
        refused("a negative limit", call, rest | {"csms": [{"csm": "ito", "hours": -1}]}, "out_of_range", "csms[0].hours"),
        refused("part of an account", call, rest | {"csms": [{"csm": "ito", "most_accounts": 2.5}]}, "out_of_range", "csms[0].most_accounts"),
        refused("no weight", call, rest | {"balance": {"hours": 0, "value": 0}}, "out_of_range", "balance"),
        refused("a negative weight", call, rest | {"balance": {"hours": -1}}, "out_of_range", "balance.hours"),
        refused("part of a move", call, rest | {"most_moves": 0.5}, "out_of_range", "most_moves"),
        refused("a negative tolerance", call, rest | {"tolerance": -1}, "out_of_range", "tolerance"),
        refused("a typing slip", call, rest | {"csms": [{"csm": "ito", "skill": []}]}, "invalid_document", "csms[0].skill"),
    ]  # fmt: skip


EXACT = [books, budget, ratios, supplies, workloads, plans, costs, drawn, documents]


def main() -> int:
    same = True
    for build in EXACT:
        cases = build()
        same &= publish(f"staffing/{build.__name__}.json", {"room": "staffing", "count": len(cases), "cases": cases}, lines=True)
    cases = pools()
    # Floats after up to 500 steps of a recursion, against exact fractions.
    same &= publish("staffing/pools.json", {"room": "staffing", "count": len(cases), "tolerance": 1e-12, "cases": cases}, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
