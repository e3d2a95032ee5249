"""Books of business by brute force: the best of all assignments, the lower bound by its definition, and who may not.

Only small portfolios without owners; there the search of the library is expected to find the best.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from random import Random
from typing import Any

from staffing_definitions import number, text

Case = dict[str, Any]


def fits(csm: Case, account: Case) -> bool:
    return (
        set(account.get("skills", [])) <= set(csm.get("skills", []))
        and (not csm.get("regions") or account.get("region") is None or account["region"] in csm["regions"])
        and (not csm.get("languages") or account.get("language") is None or account["language"] in csm["languages"])
    )


def refusal(csms: list[Case], account: Case) -> str | None:
    """Why nobody can look after an account, apart from room."""
    if not csms:
        return "no_csms"
    if account.get("hours") is None:
        return "missing_hours"
    if any(fits(csm, account) for csm in csms):
        return None
    for field, reason in (("skills", "no_skills"), ("region", "no_region"), ("language", "no_language")):
        if not any(fits(csm, {field: account[field]}) for csm in csms if field in account) and field in account:
            return reason
    return "no_match"


def loads(request: Case, accounts: list[Case]) -> list[Fraction]:
    """Hours, value, or both as shares of the portfolio (all accounts whose hours are known)."""
    weights = {name: number(request.get("balance", {"hours": 1, "value": 1}).get(name, 0)) for name in ("hours", "value")}
    known = [account for account in request["accounts"] if account.get("hours") is not None]
    total = {name: sum((number(account.get(name) or 0) for account in known), Fraction(0)) for name in weights}
    used = [name for name in weights if weights[name] and total[name]]
    if len(used) == 1:
        return [number(account.get(used[0]) or 0) for account in accounts]
    return [sum((weights[name] * number(account.get(name) or 0) / total[name] for name in used), Fraction(0)) for account in accounts]


def bound(request: Case, accounts: list[Case], load: list[Fraction]) -> Fraction:
    csms = request["csms"]
    fte = [number(csm.get("fte", 1)) for csm in csms]
    allowed = [frozenset(at for at, csm in enumerate(csms) if fits(csm, account)) for account in accounts]
    bounds = [sum(load, Fraction(0)) / sum(fte)]
    bounds += [own / max(fte[at] for at in who) for own, who in zip(load, allowed, strict=True)]
    if set(fte) == {1}:
        largest = sorted(load, reverse=True)
        bounds += [(k + 1) * largest[k * len(csms)] for k in range(1, len(load)) if k * len(csms) < len(load)]
    for who in set(allowed):
        bounds.append(sum((own for own, other in zip(load, allowed, strict=True) if other <= who), Fraction(0)) / sum(fte[at] for at in who))
    return max(bounds)


def books(request: Case) -> Case:
    csms = request["csms"]
    reasons = [refusal(csms, account) for account in request["accounts"]]
    accounts = [account for account, reason in zip(request["accounts"], reasons, strict=True) if reason is None]
    load = loads(request, accounts)
    best = None
    for way in itertools.product(range(len(csms)), repeat=len(accounts)):
        if not all(fits(csms[at], account) for at, account in zip(way, accounts, strict=True)):
            continue
        taken = [[n for n, at in enumerate(way) if at == csm] for csm in range(len(csms))]
        within = all(
            (csm.get("hours") is None or sum((number(accounts[n]["hours"]) for n in own), Fraction(0)) <= number(csm["hours"]))
            and (csm.get("most_accounts") is None or len(own) <= csm["most_accounts"])
            for csm, own in zip(csms, taken, strict=True)
        )
        if within:
            heavy = [sum((load[n] for n in own), Fraction(0)) / number(csm.get("fte", 1)) for csm, own in zip(csms, taken, strict=True)]
            heaviest = max(heavy, default=Fraction(0))
            best = heaviest if best is None else min(best, heaviest)
    assert best is not None or not accounts, "a case must have an assignment of all"
    mean = sum(load, Fraction(0)) / sum(number(csm.get("fte", 1)) for csm in csms) if csms else Fraction(0)
    counts: dict[str, int] = {}
    order = ["placed", "no_csms", "missing_hours", "no_skills", "no_region", "no_language", "no_match"]
    for reason in reasons:
        counts[reason or "placed"] = counts.get(reason or "placed", 0) + 1
    report = {
        "assigned": len(accounts), "unassigned": len(reasons) - len(accounts), "moves": 0,
        "reasons": [{"reason": name, "accounts": counts[name]} for name in order if name in counts],
        "max_over_mean": text(best / mean) if mean and best is not None else None,
        "bound_over_mean": text(bound(request, accounts, load) / mean) if mean else None,
        "gap": text((best - bound(request, accounts, load)) / bound(request, accounts, load)) if mean and best is not None else None,
    }  # fmt: skip
    names = [{"account": account["account"], "reason": reason} | ({"csm": None} if reason else {}) for account, reason in zip(request["accounts"], reasons, strict=True)]
    return {"report": report, "assignments": [name | ({} if name["reason"] else {"reason": "placed"}) for name in names]}


def drawn(count: int) -> list[Case]:
    """Requests of whole hours: up to eight accounts, three success managers."""
    random, requests = Random(7), []
    for _ in range(count):
        csms: list[Case] = [{"csm": name, "languages": random.choice([[], ["en"], ["en", "ja"]]), "skills": random.choice([[], ["sso"]])} for name in ("ito", "kato", "sato")[: random.randint(1, 3)]]
        accounts: list[Case] = []
        for at in range(random.randint(1, 8)):
            accounts.append({"account": f"a{at}", "hours": random.randint(0, 20), "value": random.randint(0, 9) * 100})
            if random.random() < 0.3:
                accounts[-1]["language"] = random.choice(["en", "ja"])
            if random.random() < 0.2:
                accounts[-1]["skills"] = ["sso"]
        requests.append({"accounts": accounts, "csms": csms, "balance": {"hours": 1}})
    return requests
