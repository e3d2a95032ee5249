"""Drawn scorecards and accounts, the same every time: combinations that nobody thinks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

AS_OF = date(2026, 10, 31)
NUMBERS, DAYS, FLAGS, TEXTS = ["n1", "n2", "n3", "n4"], ["d1", "d2"], ["f1", "f2"], ["t1"]
WORDS = ["pro", "basic", "trial"]
POLICIES: list[Any] = ["redistribute", "keep_weight", {"as_score": 50}, {"as_score": 12.5}, "refuse"]


def score(random: Random) -> float:
    return random.choice([0, 100, 50, 12.5, random.randint(1, 99)])


def scale(random: Random) -> dict[str, Any]:
    """A scale for numbers."""
    cuts = sorted(random.sample(range(-20, 120), 3))
    return random.choice([
        {"linear": dict(zip(("from", "to"), random.sample(cuts, 2), strict=True))},
        {"points": [[cut, score(random)] for cut in cuts]},
        {"steps": [{random.choice(["at_least", "above"]): cuts[2], "score": score(random)},
                   {random.choice(["at_most", "below"]): cuts[0], "score": score(random)}, {"otherwise": score(random)}]},
        {"half_life": {"days": random.choice([0.5, 7, 30]), "grace": random.choice([0, cuts[1]])}},
        {"logistic": {"midpoint": cuts[1], "steepness": random.choice([-0.2, 0.05, 1.5])}},
    ])  # fmt: skip


def source(random: Random) -> Any:
    """An input that gives numbers."""
    one, other = random.sample(NUMBERS, 2)
    return random.choice([
        one, other, {"ratio": {"of": one, "per": other}}, {"ratio": {"of": one, "per": other, "zero": "zero"}},
        {"change": {"now": one, "before": other}}, {"sum": [one, other]}, {"days_since": random.choice(DAYS)}, {"days_until": random.choice(DAYS)},
    ])  # fmt: skip


def rule(random: Random, depth: int = 2) -> dict[str, Any]:
    if depth and random.random() < 0.4:
        word = random.choice(["all", "any", "not"])
        inner = [rule(random, depth - 1) for _ in range(random.randint(1, 3))]
        return {word: inner[0] if word == "not" else inner}
    return random.choice([
        {"fact": random.choice(FLAGS), "is": random.random() < 0.7},
        {"fact": random.choice(TEXTS), "one_of": random.sample(WORDS, 2)},
        {"fact": random.choice(NUMBERS), random.choice(["at_least", "below"]): random.randint(0, 60) + 0.125},
        {"days_since": random.choice(DAYS), "between": [-5, random.randint(0, 90)]},
        {"fact": random.choice(NUMBERS), "is_missing": random.random() < 0.5},
    ])  # fmt: skip


def exception(random: Random, bands: list[str], names: list[str]) -> dict[str, Any]:
    asked = random.choice([
        rule(random), rule(random),
        {"computed": "coverage", "below": 0.77},
        {"computed": "score", random.choice(["above", "below"]): random.randint(20, 80) + 0.3},
        {"indicator": random.choice(names), "below": random.randint(20, 80) + 0.3},
        {"computed": "band", "equals": random.choice(bands)},
    ])  # fmt: skip
    target = random.choice([*bands, score(random)])
    return {"when": asked, random.choice(["set", "floor", "cap", "floor", "cap"]): target, "reason": "drawn"}


def indicator(random: Random, name: str, groups: list[str]) -> dict[str, Any]:
    one: dict[str, Any] = {"name": name, "weight": random.choice([0.1, 1, 2, 3.5, 20])}
    kind = random.random()
    if kind < 0.15:
        one |= {"input": random.choice(FLAGS), "scale": {"flag": {"true": score(random), "false": score(random)}}}
    elif kind < 0.3:
        scores = {word: score(random) for word in random.sample(WORDS, 2)}
        otherwise = random.choice(["missing", "error", score(random)])
        one |= {"input": TEXTS[0], "scale": {"choices": {"scores": scores, "otherwise": otherwise}}}
    else:
        one |= {"input": source(random), "scale": scale(random)}
    if groups:
        one["group"] = random.choice(groups)
    if random.random() < 0.25:
        one["applies_when"] = rule(random)
    if random.random() < 0.25:
        one |= {"valid_for_days": random.choice([0, 30, 400]), "observed_on": random.choice(DAYS)}
    if random.random() < 0.2:
        one["missing"] = random.choice(POLICIES)
    return one


def card(random: Random) -> dict[str, Any]:
    names = [f"i{at}" for at in range(random.randint(1, 7))]
    declared = ["g1", "g2", "g3"][: random.randint(0, 3)]
    indicators = [indicator(random, name, declared) for name in names]
    used = [name for name in declared if any(one["group"] == name for one in indicators)]
    document: dict[str, Any] = {"kind": "scorecard", "version": 1, "name": "drawn", "indicators": indicators}
    if used and random.random() < 0.7:
        document["groups"] = [
            {"name": name, "weight": random.choice([1, 2, 7.5]), "combine": random.choice(["weighted_mean", "worst", "best"])}
            | ({"within": used[at - 1]} if at and random.random() < 0.4 else {})
            for at, name in enumerate(used)
        ]
    document |= {
        "combine": random.choice(["weighted_mean", "weighted_mean", "worst", "best"]),
        "missing": random.choice(POLICIES[:4] * 3 + POLICIES),
        "min_coverage": random.choice([0, 0.33, 0.5, 0.9]),
    }
    bands = ["danger", "caution", "healthy"]
    if random.random() < 0.3:
        bands = ["red", "yellow", "green"]
        document["bands"] = [{"name": "red", "at_least": 0}, {"name": "yellow", "above": 50}, {"name": "green", "at_least": 75}]
    if random.random() < 0.5:
        document["exceptions"] = [exception(random, bands, names) for _ in range(random.randint(1, 4))]
    return document


def fact(random: Random, kind: str) -> Any:
    if kind == "day":
        return str(AS_OF + timedelta(days=random.choice([0, 1, -1, -30, -31, random.randint(-400, 90)])))
    if kind == "flag":
        return random.random() < 0.5
    return random.choice([0, 1, random.randint(1, 12), random.randint(0, 480) / 4, random.randint(-80, 400) / 4])


def kinds(document: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a card reads: a kind, or the texts to choose from."""
    found: dict[str, Any] = {}

    def read(rule: Mapping[str, Any]) -> None:
        for inner in [*rule.get("all", []), *rule.get("any", []), *([rule["not"]] if "not" in rule else [])]:
            read(inner)
        if "is" in rule:
            found[rule["fact"]] = "flag"
        elif "one_of" in rule:
            found[rule["fact"]] = [*rule["one_of"], "other"]
        elif "fact" in rule:
            found.setdefault(rule["fact"], "number")
        for word in {"days_since", "days_until"} & rule.keys():
            found[rule[word]] = "day"

    for one in document["indicators"]:
        if isinstance(one["input"], str):
            choices = one["scale"].get("choices", {}).get("scores")
            found[one["input"]] = [*choices, "other"] if choices else "flag" if "flag" in one["scale"] else "number"
        else:
            [(word, config)] = one["input"].items()
            names = [config] if isinstance(config, str) else config if word == "sum" else [config[key] for key in config if key != "zero"]
            found |= dict.fromkeys(names, "day" if word.startswith("days") else "number")
        if "observed_on" in one:
            found[one["observed_on"]] = "day"
    for asked in [one["applies_when"] for one in document["indicators"] if "applies_when" in one]:
        read(asked)
    for one in document.get("exceptions", []):
        read(one["when"])
    return found


def accounts(document: Mapping[str, Any], count: int, seed: str) -> list[dict[str, Any]]:
    """Accounts for a card, a quarter of their facts missing."""
    random, read = Random(seed), kinds(document)
    return [
        {
            name: random.choice(kind) if isinstance(kind, list) else fact(random, kind)
            for name, kind in read.items()
            if random.random() < 0.75
        }
        for _ in range(count)
    ]


def drawn(count: int) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for at in range(count):
        document = card(Random(f"card {at}"))
        for account, facts in enumerate(accounts(document, 2, f"accounts {at}")):
            yield f"drawn card {at}, account {account}", document, facts
