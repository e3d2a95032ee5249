"""Writes tests/vectors/health/{dialects,handbooks}.json: what platforms and handbooks publish of how they compute.

`--check` compares the file instead. Published numbers are compared with the definitions before anything is written, and
the presets with the library's data.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from exact import publish
from health import TOLERANCE, card, case, indicator
from health_dialects import PRESETS
from health_drawn import accounts

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "cs-core/src/health/dialects.json"
HANDBOOKS = ROOT / "examples/published_cards"
TEN = {"scale": {"linear": {"from": 0, "to": 10}}}
COLORS = {"scale": {"choices": {"scores": {"good": 100, "average": 60, "poor": 0}}}}
Case = dict[str, Any]


def gainsight() -> list[Case]:
    source = "Gainsight, Calculation of Measure Group Scores and Overall Score"
    support = card(indicator("tickets", 20), indicator("resolution", 15), indicator("logging", 22), dialect="gainsight")
    cases = [case("Gainsight, a group of 40.122", support, {"tickets": 47, "resolution": 59, "logging": 21}, score=40.1228, shown=40, band="red", source=source)]
    one = card(indicator("a"), dialect="gainsight")
    for score, band in ((50, "red"), (51, "yellow"), (75, "yellow"), (76, "green"), (15, "red"), (54, "yellow")):
        cases.append(case(f"Gainsight, {score} is {band}", one, {"a": score}, band=band, shown=score, source="Gainsight, Scorecard FAQs"))
    ci = card(*(indicator(name) for name in ("deployments", "per_user", "pipelines")), dialect="gainsight")
    facts = {"deployments": 62.5, "per_user": 87.5, "pipelines": 62.5}
    cases.append(case("GitLab's CI on Gainsight, 70.83 is yellow", ci, facts, score=70.8333, band="yellow", source="GitLab handbook, Health Scoring: Calculations and Methodology"))
    return cases


def totango() -> list[Case]:
    names = ("usage", "adoption", "support")
    account = card(*(indicator(name, **COLORS) for name in names), dialect="totango_account")
    source = "Totango, Configure profiles for account health"
    cases = []
    for states, band in (("good good good", "good"), ("good average good", "average"), ("good average poor", "poor"), ("good - good", "good"), ("- average -", "average"), ("- - -", "unknown")):
        facts = {name: state for name, state in zip(names, states.split(), strict=True) if state != "-"}
        cases.append(case(f"Totango, accounts that are {states}", account, facts, band=band, source=source))
    source = "Totango, Configure profiles for multidimensional health"
    parts = [indicator(f"u{at}", group="usage", **COLORS) for at in range(3)] + [indicator("csat", group="voice", **COLORS)]
    dimensions = card(*parts, groups=[{"name": "usage", "weight": 60}, {"name": "voice", "weight": 40}], dialect="totango_multidimensional")
    # (100 + 60 + 0) ÷ 3 = 53.33, rounded to 53; 0.6 · 53 + 0.4 · 60 = 55.8, rounded to 56
    facts = {"u0": "good", "u1": "average", "u2": "poor", "csat": "average"}
    cases.append(case("Totango, dimensions are rounded before they are weighted", dimensions, facts, score=56, shown=56, source=source))
    cases.append(case("Totango, a dimension without values is ignored", dimensions, {"u0": "good", "u1": "average", "u2": "poor"}, score=53, source=source))
    cases.append(case("Totango, a metric without a value is ignored", dimensions, {"u0": "good", "u1": "average", "csat": "poor"}, score=48, source=source))
    return cases


def vitally() -> list[Case]:
    source = "Vitally, Health scores"
    states = {"scale": {"flag": {"true": 100, "false": 0}}}
    document = card(*(indicator(name, **states) for name in "abc"), dialect="vitally")
    cases = [case("Vitally, two integrations of three: 6.67", document, {"a": True, "b": True, "c": False}, shown=6.67, band="healthy", source=source)]
    cases.append(case("Vitally, nulls are ignored", document, {"a": True}, shown=10, source=source))
    cases.append(case("Vitally, one of three is concerning", document, {"a": True, "b": False, "c": False}, shown=3.33, band="concerning", source=source))
    weighed = card(*(indicator(name, weight, **TEN) for name, weight in (("first", 40), ("second", 40), ("third", 20))), dialect="vitally")
    cases += [case(f"Vitally, weights of 40, 40 and 20: {facts}", weighed, facts) for facts in ({"first": 10, "second": 5, "third": 0}, {"second": 5, "third": 0}, {})]
    return cases


def churnzero() -> list[Case]:
    """Five factors of 20 points; the top of a tier belongs to it."""
    tiers = {"scale": {"steps": [{"at_most": 0, "score": 0}, {"at_most": 4, "score": 40}, {"below": 10, "score": 70}, {"otherwise": 100}]}}
    document = card(*(indicator(f"factor_{at}", 20, **tiers) for at in range(5)), dialect="churnzero")
    source = "ChurnZero, Setting up ChurnScore Factors"
    posts = [(10, 100), (12, 100), (0, 0)]
    cases = [case(f"ChurnZero, {count} posts in all five factors", document, {f"factor_{at}": count for at in range(5)}, shown=shown, source=source) for count, shown in posts]
    cases.append(case("ChurnZero, factors of 20 points add up", document, {"factor_0": 10, "factor_1": 0, "factor_2": 4, "factor_3": 5, "factor_4": 0}, shown=42))
    return cases


def catalyst() -> list[Case]:
    source = "Catalyst, Health scoring (groups)"
    parts = [indicator(name, **TEN) for name in ("a", "b", "c")]
    facts = {"a": 9.8, "b": 9.4, "c": 7}
    cases = [
        case(f"Catalyst, the {word} of a group", card(*parts, dialect="catalyst", combine=combine), facts, shown=shown, source=source)
        for word, combine, shown in (("average", "weighted_mean", 8.7), ("highest", "best", 9.8), ("lowest", "worst", 7))
    ]
    source = "Catalyst, Health scoring (account)"
    groups = {"goal_attainment": 50, "engagement": 30, "maturity": 20}
    account = card(
        *(indicator(name, group=name, **TEN) for name in groups),
        groups=[{"name": name, "weight": weight} for name, weight in groups.items()],
        dialect="catalyst",
    )
    facts = {"goal_attainment": 10, "engagement": 7.5, "maturity": 6}
    cases.append(case("Catalyst, an account of 8.45 shows 8.5", account, facts, score=84.5, shown=8.5, band="healthy", source=source))
    cases.append(case("Catalyst, a group without values is ignored", account, {"engagement": 7.5, "maturity": 6}, score=69.0, shown=6.9, source="Catalyst, Configure health profiles"))
    return cases


def planhat() -> list[Case]:
    source = "Planhat, How health is calculated; Setting up your health factors"
    sliding = indicator("nps", 100, **TEN)
    hard = indicator("nps", 60, scale={"steps": [{"below": 6, "score": 0}, {"otherwise": 50}]})
    document = card(sliding, dialect="planhat")
    cases = [case(f"Planhat, an NPS of {nps} from -5 to +5", document, {"nps": nps}, shown=shown, source=source) for nps, shown in ((7, 7), (0, 0), (10, 10))]
    cases.append(case("Planhat, without a value health is neutral", document, {}, shown=5, source=source))
    cases += [case(f"Planhat, an NPS of {nps} below 6 costs 3", card(hard, dialect="planhat"), {"nps": nps}, shown=shown, source=source) for nps, shown in ((5, 2), (6, 5))]
    both = card(sliding, indicator("logins", 40, scale={"steps": [{"at_least": 20, "score": 100}, {"otherwise": 50}]}), dialect="planhat")
    cases += [case(f"Planhat, points stay within 0 and 10: {facts}", both, facts) for facts in ({"nps": 10, "logins": 30}, {"nps": 0, "logins": 30}, {"nps": 0}, {"logins": 30}, {"nps": 6, "logins": 3})]
    group = card(*(indicator(name, **TEN) for name in ("falcon", "north", "south", "west")), shown={"highest": 10})
    for falcon, shown in ((10, 6), (0, 4)):
        facts = {"falcon": falcon, "north": 5, "south": 5, "west": 5}
        cases.append(case(f"Planhat, a group whose parent has {falcon}", group, facts, shown=shown, source=source))
    counted = card(sliding, indicator("logins", 30, missing="keep_weight"), points={"start": 20, "neutral": 40}, min_coverage=0, missing={"as_score": 90})
    cases += [case(f"counted, with policies of their own: {facts}", counted, facts) for facts in ({"nps": 4}, {"logins": 100}, {}, {"nps": 8, "logins": 10})]
    required = card(sliding, indicator("logins", 30, missing="refuse"), points={"start": 20, "neutral": 40})
    cases += [case(f"counted, with one that is required: {facts}", required, facts) for facts in ({"nps": 4}, {"nps": 4, "logins": 10})]
    return cases


def hubspot() -> list[Case]:
    """The default groups; the most points of all groups add up to 100."""
    met = {"scale": {"flag": {"true": 100, "false": 0}}}
    points = {"engagement": 20, "calls": 20, "tickets": 20, "sentiment": 20, "nps": 20}
    document = card(*(indicator(name, most, **met) for name, most in points.items()), dialect="hubspot")
    source = "HubSpot, Create a health score in the customer success workspace"
    cases = [case("HubSpot, every criterion met: 100", document, dict.fromkeys(points, True), shown=100, band="healthy", source=source)]
    cases.append(case("HubSpot, a criterion without a value is not met", document, {"engagement": True, "calls": True}, shown=40, band="neutral", source=source))
    cases.append(case("HubSpot, nothing known", document, {}, shown=0, band="at_risk"))
    return cases


def natero() -> list[Case]:
    source = "Natero, Define health criteria"
    session = card(indicator("session", scale={"linear": {"from": 7, "to": 30}}), dialect="natero")
    cases = [case(f"Natero, a session of {minutes} minutes", session, {"session": minutes}, score=score, shown=score, source=source) for minutes, score in ((18, 48), (5, 0), (35, 100))]
    # Printed is 78 for product usage, from 33 % three times; "weighted equally", it is 79, and the account 75 either way.
    weights = {"churn": 7, "engagement": 5, "usage": 8, "csm": 3}
    scores = {"churn": {"p": 83}, "engagement": {"daily": 76, "monthly": 65}, "usage": {"accounts": 81, "dashboard": 65, "report": 90}, "csm": {"c": 54}}
    document = card(
        *(indicator(name, group=group) for group, metrics in scores.items() for name in metrics),
        groups=[{"name": name, "weight": weight} for name, weight in weights.items()],
        dialect="natero",
    )
    facts = {name: score for metrics in scores.values() for name, score in metrics.items()}
    found = case("Natero, an account of 75", document, facts, score=75, shown=75, source="Natero, Calculation of Account Health Score")
    assert [group["score"] for group in found["expected"]["groups"]] == [83, 71, 79, 54]
    return [*cases, found]


def stages() -> list[Case]:
    """Each stage of rounding alone and together, with what is missing, capped and excepted."""
    groups = [{"name": "g", "weight": 2}, {"name": "h", "weight": 1, "within": "g"}, {"name": "i", "weight": 3, "combine": "worst"}]
    parts = [indicator("a", 1, group="g"), indicator("b", 2, group="h"), indicator("c", 1, group="h", applies_when={"fact": "live", "is": True}), indicator("d", 1, group="i"), indicator("e", 2, group="i")]
    facts = {"a": 12.34, "b": 56.78, "c": 91.01, "d": 65.45, "e": 49.95, "live": True}
    cases = []
    for rounded in ([], ["indicator"], ["group"], ["total"], ["indicator", "group", "total"]):
        for highest, places in ((100, 0), (10, 1), (10, 0), (7, 2)):
            document = card(*parts, groups=groups, min_coverage=0, shown={"highest": highest, "places": places, "rounded": rounded})
            for gone in ("", "a", "bd", "live", "abcde"):
                known = {name: value for name, value in facts.items() if name not in gone}
                cases.append(case(f"of {highest} to {places} places, rounded {'+'.join(rounded) or 'nowhere'}, without {gone or 'none'}", document, known))
    one = {"highest": 10, "places": 0, "rounded": ["total"]}
    for score in (64.999, 65, 65 - 0.5e-9, 34.9, 35, 0, 100, 4.9, 5):
        cases.append(case(f"a total of {score} rounded to tens meets its band", card(indicator("a"), shown=one), {"a": score}))
    document = card(indicator("a", 3), indicator("b"), no_inflation=True, min_coverage=0, shown=one)
    cases += [case(f"rounded and not inflated: {known}", document, known) for known in ({"a": 96, "b": 10}, {"a": 96}, {"b": 12})]
    exception = {"when": {"computed": "score", "at_least": 70}, "cap": 61.5, "reason": "seventy"}
    cases += [case(f"exceptions see the rounded score: {score}", card(indicator("a"), shown=one, exceptions=[exception]), {"a": score}) for score in (64, 66, 90)]
    return cases


def handbooks() -> list[Case]:
    """The published cards of examples/published_cards, on drawn accounts and on the handbook's own words."""
    cases = []
    for file in sorted(HANDBOOKS.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        for at, facts in enumerate(accounts(document, 16, file.stem)):
            facts |= {"plan": ("premium", "ultimate")[at % 2], "tenure_months": (0, 1, 2, 5, 6, 9, 10, 30)[at % 8]}
            cases.append(case(f"{file.stem}, account {at}", document, facts))
        if file.stem == "gitlab":
            ultimate = {"tenure_months": 12, "plan": "ultimate", "billable_users": 100, "ci_pipelines_28d": 100, "scanner_users_28d": 25}
            for scans, scanners, band in ((90, 2, "green"), (90, 3, "green"), (90, 1, "yellow"), (30, 2, "yellow")):
                facts = ultimate | {"scans_28d": scans, "scanners": scanners}
                source = "GitLab handbook, two of three green and one yellow or green are green"
                cases.append(case(f"gitlab, security of {scans} scans and {scanners} scanners", document | {"min_coverage": 0}, facts, band=band, source=source))
    return cases


def main() -> int:
    data = {dialect["name"]: dialect["preset"] for dialect in json.loads(DATA.read_text(encoding="utf-8"))}
    assert data == PRESETS, "dialects.json differs from what the platforms say"
    builders = [gainsight, totango, vitally, churnzero, catalyst, planhat, hubspot, natero, stages]
    cases = [one for build in builders for one in build()]
    same = True
    for name, own in (("dialects", cases), ("handbooks", handbooks())):
        document = {"room": "health", "count": len(own), "tolerance": TOLERANCE, "cases": own}
        same &= publish(f"health/{name}.json", document, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
