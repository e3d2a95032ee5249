"""Staffing by its definitions (docs/definitions.md 7), in exact fractions; nothing here knows the library."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

from exact import Refused, rounded

TIERS = ("high", "medium", "low", "tech", "community")
PER_MONTH = {"week": Fraction(13, 3), "month": Fraction(1), "quarter": Fraction(1, 3), "year": Fraction(1, 12)}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
PRESETS = {preset["id"]: preset for preset in json.loads((Path(__file__).parents[2] / "cs-core/src/staffing/presets.json").read_text(encoding="utf-8"))}


def number(value: Any) -> Fraction:
    """A number of a request: whole, decimal text, or float by its shortest text."""
    return Fraction(str(value))


def text(value: Fraction | None) -> str | None:
    return None if value is None else rounded(value)


def carried(value: Fraction) -> Fraction:
    return Fraction(round(value * 10**12), 10**12)


def month(text_: str) -> int:
    year, of_year = text_.split("-")
    return 12 * int(year) + int(of_year) - 1


def month_text(at: int) -> str:
    return f"{at // 12:04}-{at % 12 + 1:02}"


# --- budget, ratios, supply


def budgeted_headcount(request: dict[str, Any]) -> dict[str, Any]:
    budget = number(request["arr"]) * number(request.get("cost_ratio", "0.08"))
    cost = number(request.get("monthly_cost_per_head", 450_000))
    return {"budget": text(budget), "headcount": text(budget / (12 * cost))}


def ratios_of(request: dict[str, Any]) -> dict[str, Any]:
    """By tier; under `overall` the one ratio of a preset that does not tell tiers apart."""
    if "ratios" in request:
        return request["ratios"]
    preset = PRESETS[request.get("preset", "five_step_guide")]
    overall = preset.get("accounts_per_csm_overall")
    return preset.get("accounts_per_csm", {}) | ({"overall": overall} if overall else {})


def total_by_ratio(ratios: dict[str, Any], accounts: dict[str, Fraction]) -> tuple[Fraction, Fraction] | None:
    if "overall" in ratios:
        return heads_by_ratio(ratios, "overall", sum(accounts.values(), Fraction(0)))
    found = [heads_by_ratio(ratios, tier, count) for tier, count in accounts.items() if count]
    if None in found:
        return None
    return sum((pair[0] for pair in found if pair), Fraction(0)), sum((pair[1] for pair in found if pair), Fraction(0))


def heads_by_ratio(ratios: dict[str, Any], tier: str, accounts: Fraction) -> tuple[Fraction, Fraction] | None:
    if tier not in ratios:
        return None
    most = ratios[tier].get("most")
    return (accounts / number(most) if most is not None else Fraction(0), accounts / number(ratios[tier]["least"]))


def required_headcount(request: dict[str, Any]) -> dict[str, Any]:
    ratios, tiers = ratios_of(request), []
    for tier in TIERS:
        if tier in request["accounts"]:
            accounts = number(request["accounts"][tier])
            found = heads_by_ratio(ratios, tier, accounts)
            fewest, most = found or (None, None)
            tiers.append({
                "tier": tier, "accounts": int(accounts), "fewest": text(fewest), "most": text(most),
                "fewest_whole": None if fewest is None else math.ceil(fewest), "most_whole": None if most is None else math.ceil(most),
            })  # fmt: skip
    total = total_by_ratio(ratios, {tier: number(count) for tier, count in request["accounts"].items()})
    if total is None:
        whole: dict[str, Any] = {"fewest_whole": None, "most_whole": None}
    elif "overall" in ratios:
        whole = {"fewest_whole": math.ceil(total[0]), "most_whole": math.ceil(total[1])}
    else:
        whole = {end: sum(tier[end] or 0 for tier in tiers) for end in ("fewest_whole", "most_whole")}
    return {"tiers": tiers, "fewest": text(total[0]) if total else None, "most": text(total[1]) if total else None} | whole


def supply(request: dict[str, Any]) -> dict[str, Any]:
    hours = number(request["hours"]["amount"]) * PER_MONTH[request["hours"]["per"]] * MONTHS[request.get("period", "month")]
    one = hours * (1 - number(request.get("overhead", 0))) * number(request.get("utilisation", 1)) * number(request.get("ramp", 1))
    all_of_it = number(request.get("heads", 1)) * max(Fraction(0), one - number(request.get("leave_hours", 0)))
    need = request.get("hours_per_account")
    return {"hours": text(all_of_it), "accounts": None if need is None else math.floor(all_of_it / number(need))}


# --- the document and the portfolio


class Team:
    """Assumptions and accounts."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.doc, self.portfolio = request["staffing"], request["portfolio"]
        self.cost = number(self.doc.get("monthly_cost_per_head", 450_000))
        self.ratio = number(self.doc.get("cost_ratio", "0.08"))

        self.tiers = [tier for tier in TIERS if tier in self.doc["tiers"] or self.rows(tier)]

    def full(self, ramp: Fraction = Fraction(1)) -> Fraction:
        hours = number(self.doc["hours"]["amount"]) * PER_MONTH[self.doc["hours"]["per"]]
        gross = hours * (1 - number(self.doc.get("overhead", 0))) * number(self.doc.get("utilisation", 1)) * ramp
        return max(Fraction(0), gross - number(self.doc.get("leave_hours", 0)))

    def month_of_one(self) -> Fraction:
        if self.full() == 0:
            raise Refused("zero_denominator")
        return self.full()

    def one(self, tier: str, row: dict[str, Any]) -> Fraction:
        """Recurring hours a month of one account."""
        factor = Fraction(1)
        for field, table in (("stage", "stages"), ("health", "health"), ("complexity", "complexity")):
            if row.get(field) is not None:
                if row[field] not in self.doc.get(table, {}):
                    raise Refused("unknown_name")
                factor *= number(self.doc[table][row[field]])
        service = self.doc["tiers"].get(tier)
        if service is None:
            return Fraction(0)
        hours = sum((number(touch["per_month"]) * number(touch["hours"]) for touch in service.get("touches", [])), Fraction(0))
        return hours * number(service.get("complexity", 1)) * (1 - number(service.get("automation", 0))) * factor

    def rows(self, tier: str) -> list[dict[str, Any]]:
        return [row for row in self.portfolio["accounts"] if row["tier"] == tier]

    def count(self, tier: str) -> Fraction:
        return sum((number(row["accounts"]) for row in self.rows(tier)), Fraction(0))

    def arr(self, tier: str | None = None) -> Fraction | None:
        rows = self.portfolio["accounts"] if tier is None else self.rows(tier)
        return sum((number(row["arr"]) for row in rows), Fraction(0)) if rows and all(row.get("arr") is not None for row in rows) else None

    def recurring(self, tier: str) -> Fraction:
        return sum((number(row["accounts"]) * self.one(tier, row) for row in self.rows(tier)), Fraction(0))

    def dated(self, tier: str, at: int, more_starts: list[tuple[int, Fraction]] = []) -> tuple[Fraction, Fraction]:  # noqa: B006
        service = self.doc["tiers"].get(tier, {})
        found = []
        for field, list_, sign, extra in (("onboarding", "starts", 1, more_starts), ("renewal", "renewals", -1, [])):
            work = service.get(field)
            events = [(month(row["month"]), number(row["accounts"])) for row in self.portfolio.get(list_, []) if row["tier"] == tier]
            length = int(number(work.get("months", 1))) if work else 1
            hit = sum((accounts for when, accounts in [*events, *extra] if 0 <= sign * (at - when) < length), Fraction(0))
            found.append(hit * number(work["hours"]) / length if work else Fraction(0))
        return found[0], found[1]


def workload(request: dict[str, Any]) -> dict[str, Any]:
    team, first = Team(request), month(request["first_month"])
    rows = []
    for at in range(first, first + int(request.get("months", 12))):
        for tier in team.tiers:
            recurring, (onboarding, renewal) = team.recurring(tier), team.dated(tier, at)
            hours = recurring + onboarding + renewal
            rows.append({"month": month_text(at), "tier": tier, "recurring": text(recurring), "onboarding": text(onboarding), "renewal": text(renewal), "hours": text(hours)})
    tiers = []
    for tier in team.tiers:
        count, hours = team.count(tier), team.recurring(tier)
        tiers.append({"tier": tier, "accounts": int(count), "hours": text(hours), "hours_per_account": text(hours / count) if count else None})
    return {"tiers": tiers, "hours": text(sum((team.recurring(tier) for tier in team.tiers), Fraction(0))), "months": rows, "unassigned": team.portfolio.get("unassigned", 0)}


# --- the plan


def plan(request: dict[str, Any]) -> dict[str, Any]:
    team, first = Team(request), month(request["first_month"])
    doc, full, months = team.doc, team.month_of_one(), range(first, first + int(request.get("months", 12)))
    planned = [tier for tier in TIERS if tier in team.tiers or any(row["tier"] == tier for row in request.get("staff", []))]
    courses = {tier: course(request, team, tier, months) for tier in planned}
    rows = [
        {
            "month": month_text(at), "tier": tier, "accounts": text(point["accounts"]), "demand_hours": text(point["demand"]),
            "heads": text(point["heads"]), "supply_hours": text(point["supply"]), "required": text(point["demand"] / full),
            "required_whole": math.ceil(point["demand"] / full),
            "shortage_hours": text(point["shortage"]), "shortage_heads": text(point["shortage"] / full),
            "surplus_hours": text(point["surplus"]), "surplus_heads": text(point["surplus"] / full), "surplus_cost": text(point["surplus"] / full * team.cost),
        }
        for at in months
        for tier in planned
        for point in [courses[tier][at - first]]
    ]  # fmt: skip
    tiers = []
    for tier, points in courses.items():
        demands = [point["demand"] for point in points]
        peak = demands.index(max(demands))
        hires, hired = [], 0
        for at, point in zip(months, points, strict=True):
            needed = math.ceil(point["shortage"] / full)
            if needed > hired:
                starts = at - len(doc.get("ramp", []))
                decided = starts - int(number(doc.get("hiring_lead_months", 0)))
                hires.append({
                    "needed_on": month_text(at), "heads": needed - hired, "starts_on": month_text(starts),
                    "hire_by": f"{month_text(decided)}-01", "late": decided < first,
                })  # fmt: skip
                hired = needed
        surplus = sum((point["surplus"] for point in points), Fraction(0)) / full * team.cost
        tiers.append({
            "tier": tier, "peak_required": text(demands[peak] / full), "peak_month": month_text(months[peak]),
            "hires": hires, "surplus_cost": text(surplus), "outsourcing": outsourcing(team, demands),
        })  # fmt: skip
    return {"months": rows, "tiers": tiers, "comparison": comparison(team, courses), "unassigned": team.portfolio.get("unassigned", 0)}


def course(request: dict[str, Any], team: Team, tier: str, months: range) -> list[dict[str, Fraction]]:
    growth = team.doc.get("growth", {}).get(tier, {})
    new, churn = number(growth.get("new_per_month", 0)), number(growth.get("churn", 0))
    opening = team.count(tier)
    of_one = team.recurring(tier) / opening if opening else team.one(tier, {})
    won = [(at, new) for at in months[1:]]
    accounts, points = opening, []
    for at in months:
        if at > months[0]:
            accounts = carried(accounts * (1 - churn) + new)
        onboarding, renewal = team.dated(tier, at, won)
        heads, supplied = present(request, team, tier, at, months[0])
        demand = accounts * of_one + onboarding + renewal
        points.append({"accounts": accounts, "demand": demand, "heads": heads, "supply": supplied, "shortage": max(Fraction(0), demand - supplied), "surplus": max(Fraction(0), supplied - demand)})
    return points


def present(request: dict[str, Any], team: Team, tier: str, at: int, first: int) -> tuple[Fraction, Fraction]:
    heads = supplied = Fraction(0)
    ramp, stays = team.doc.get("ramp", []), 1 - number(team.doc.get("attrition", 0))
    for row in request.get("staff", []):
        since = month(row["since"]) if row.get("since") else None
        if row["tier"] != tier or (since is not None and since > at):
            continue
        left = number(row["heads"])
        for _ in range(at - max(first, since or first)):
            left = carried(left * stays)
        served = len(ramp) if since is None else at - since
        share = number(ramp[served]) if served < len(ramp) else Fraction(1)
        heads += left
        supplied += left * team.full(share)
    return heads, supplied


def outsourcing(team: Team, demands: list[Fraction]) -> dict[str, Any] | None:
    """By trying every number of heads from nobody to the peak."""
    if team.doc.get("outsourced_hourly_cost") is None:
        return None
    full, price = team.full(), number(team.doc["outsourced_hourly_cost"])

    def mix(heads: int) -> tuple[Fraction, int, Fraction]:
        hours = sum((max(Fraction(0), demand - heads * full) for demand in demands), Fraction(0))
        return len(demands) * heads * team.cost + hours * price, heads, hours

    def shown(mixed: tuple[Fraction, int, Fraction]) -> dict[str, Any]:
        return {"heads": mixed[1], "outsourced_hours": text(mixed[2]), "cost": text(mixed[0])}

    in_house = mix(math.ceil(max(demands) / full))
    cheapest = min(mix(heads) for heads in range(in_house[1] + 1))
    return {"in_house": shown(in_house), "base": shown(mix(math.floor(min(demands) / full))), "cheapest": shown(cheapest), "saving": text(in_house[0] - cheapest[0])}


def comparison(team: Team, courses: dict[str, list[dict[str, Fraction]]]) -> dict[str, Any]:
    full, doc = team.full(), team.doc
    need = {tier: points[0]["demand"] / full for tier, points in courses.items()}
    there = {tier: points[0]["heads"] for tier, points in courses.items()}
    required, present_ = sum(need.values()), sum(there.values())
    arr, yearly = team.arr(), 12 * team.cost
    ratios = ratios_of(doc)
    by_ratio = total_by_ratio(ratios, {tier: team.count(tier) for tier in team.tiers})
    budget = arr * team.ratio / yearly if arr is not None and yearly else None
    ways = []
    for method, heads in (("ratios", by_ratio), ("budget", None if budget is None else (budget, budget)), ("present", (present_, present_))):
        difference = None
        if heads and required:
            difference = (min(max(required, heads[0]), heads[1]) - required) / required
        agrees = None if difference is None else abs(difference) <= number(doc.get("tolerance", "0.25"))
        ways.append({"method": method, "heads": text(heads[0]) if heads else None, "most": text(heads[1]) if heads else None, "difference": text(difference), "agrees": agrees})
    checks = [check("arr_per_csm", None, arr / present_ if arr is not None and present_ else None, doc.get("arr_per_csm"))]
    for tier in team.tiers:
        if team.count(tier):
            checks.append(check("accounts_per_csm", tier, team.count(tier) / there[tier] if there[tier] else None, ratios.get(tier)))
    checks.append(check("cost_share", None, present_ * yearly / arr if arr else None, {"least": "0.06", "most": "0.1"}))
    whole = sum(math.ceil(heads) for heads in need.values())
    return {"required": text(required), "required_whole": whole, "ways": ways, "agree": all(way["agrees"] is not False for way in ways), "checks": checks}


def check(measure: str, tier: str | None, value: Fraction | None, range_: dict[str, Any] | None) -> dict[str, Any]:
    verdict = "unknown"
    if value is not None and range_ is not None:
        most = range_.get("most")
        verdict = "below" if value < number(range_["least"]) else "above" if most is not None and value > number(most) else "within"
    return {"measure": measure, "tier": tier, "value": text(value), "verdict": verdict}


# --- cost to serve, what if


def cost_to_serve(request: dict[str, Any]) -> dict[str, Any]:
    team = Team(request)
    hourly = team.cost / team.month_of_one()
    tiers = []
    for tier in team.tiers:
        count, hours, arr = team.count(tier), team.recurring(tier), team.arr(tier)
        one = hours * hourly / count if count else None
        even = 12 * one / team.ratio if one is not None and team.ratio else None
        each = arr / count if arr is not None and count else None
        service = team.doc["tiers"].get(tier, {})
        once = {name: number(service[name]["hours"]) * hourly if service.get(name) else Fraction(0) for name in ("onboarding", "renewal")}
        tiers.append({
            "tier": tier, "accounts": int(count), "hours": text(hours), "monthly_cost": text(hours * hourly), "cost_per_account": text(one),
            "onboarding_cost": text(once["onboarding"]), "renewal_cost": text(once["renewal"]), "break_even_contract_value": text(even),
            "arr_per_account": text(each), "cost_share": text(12 * hours * hourly / arr) if arr else None,
            "pays": None if each is None or even is None else each >= even,
        })  # fmt: skip
    total = sum((team.recurring(tier) for tier in team.tiers), Fraction(0)) * hourly
    return {"tiers": tiers, "monthly_cost": text(total), "hourly_cost": text(hourly)}


def what_if(request: dict[str, Any]) -> dict[str, Any]:
    rows = [dict(row) for row in request["portfolio"]["accounts"]]
    moved = 0
    for one in request["moves"]:
        left, arrived = number(one["accounts"]) if "accounts" in one else None, []
        for row in rows:
            fits = row["tier"] == one["from"] and all(name not in one or one[name] == row.get(name) for name in ("stage", "health", "complexity"))
            there = number(row["accounts"])
            taken = (there if left is None else min(there, left)) if fits else 0
            if taken:
                part = None if row.get("arr") is None else number(row["arr"]) * taken / there
                arrived.append(row | {"tier": one["to"], "accounts": taken})
                row["accounts"] = there - taken
                if part is not None:
                    arrived[-1]["arr"], row["arr"] = part, number(row["arr"]) - part
                left = None if left is None else left - taken
                moved += int(taken)
        if left:
            raise Refused("inconsistent")
        rows += arrived
    before, after = Team(request), Team(request | {"portfolio": request["portfolio"] | {"accounts": rows}})
    (shown, old), (new_shown, new) = state(before), state(after)
    changes = {name: text(new[name] - old[name]) for name in ("hours", "heads", "monthly_cost")}
    return {"before": shown, "after": new_shown, "moved": moved} | changes


def state(team: Team) -> tuple[dict[str, Any], dict[str, Fraction]]:
    full, tiers = team.month_of_one(), []
    total = Fraction(0)
    for tier in team.tiers:
        hours = team.recurring(tier)
        total += hours
        tiers.append({"tier": tier, "accounts": int(team.count(tier)), "hours": text(hours), "heads": text(hours / full), "monthly_cost": text(hours / full * team.cost)})
    sums = {"hours": total, "heads": total / full, "monthly_cost": total / full * team.cost}
    return {"tiers": tiers} | {name: text(value) for name, value in sums.items()}, sums


# --- Erlang C


def erlang_c(agents: int, load: Fraction) -> Fraction:
    """The probability of waiting, by the sum of the definition, exactly."""
    term, total = Fraction(1), Fraction(0)
    for k in range(agents):
        total += term
        term = term * load / (k + 1)
    last = term * agents / (agents - load)
    return last / (total + last)


def exponential(value: Fraction) -> Fraction:
    """e^value to 40 digits, by halving and its series."""
    halvings = 0
    while abs(value) > Fraction(1, 2):
        value, halvings = value / 2, halvings + 1
    value, scale = Fraction(round(value * 10**60), 10**60), 10**60
    term = total = Fraction(1)
    for k in range(1, 50):
        term = Fraction(round(term * value / k * scale), scale)
        total += term
    for _ in range(halvings):
        total = Fraction(round(total * total * scale), scale)
    return total


def pool(request: dict[str, Any]) -> dict[str, Any]:
    minutes = number(request["minutes_per_request"])
    load = number(request["requests_per_hour"]) * minutes / 60
    target, shrinkage = number(request.get("target", "0.8")), number(request.get("shrinkage", 0))
    given = request.get("agents")

    def found(agents: int) -> tuple[Fraction, Fraction]:
        waiting = erlang_c(agents, load)
        return waiting, 1 - waiting * exponential(-(agents - load) * number(request["answer_within_minutes"]) / minutes)

    if load == 0:
        agents, waiting, in_time = int(given or 0), Fraction(0), Fraction(1)
        wait = Fraction(0)
    else:
        agents = int(given) if given is not None else math.floor(load) + 1
        if agents <= load:
            raise Refused("inconsistent")
        waiting, in_time = found(agents)
        while given is None and in_time < target:
            agents += 1
            waiting, in_time = found(agents)
        wait = waiting * minutes / (agents - load)
    return {
        "offered_load": text(load), "agents": agents, "on_payroll": math.ceil(agents / (1 - shrinkage)),
        "occupancy": float(load / agents) if agents else None, "waiting_probability": float(waiting),
        "mean_wait_minutes": float(wait), "answered_in_time": float(in_time), "meets_target": in_time >= target,
    }  # fmt: skip


CALLS = {call.__name__: call for call in (budgeted_headcount, required_headcount, supply, workload, plan, cost_to_serve, what_if, pool)}
