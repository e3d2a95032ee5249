"""Writes tests/vectors/revenue/<name>.json: ledgers and the movements in them, and ledgers that are refused.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from random import Random
from typing import Any

from exact import Refused, publish
from revenue_definitions import month_name, report

INTEGERS = {"account": "text", "month": "text", "mrr": "integer"}


def case(
    name: str, columns: dict[str, list[Any]], types: dict[str, str] = INTEGERS, **options: Any
) -> dict[str, Any]:
    one = {"name": name, "options": options, "types": types, "columns": columns}
    try:
        return one | {"expected": report(one)}
    except Refused as refused:
        return one | {"error": refused.code} | ({"path": refused.place} if refused.place else {})


def ledger(rows: str) -> dict[str, list[Any]]:
    """Rows `account month mrr`, separated by commas."""
    parts = [row.split() for row in rows.split(",") if row.strip()]
    return {
        "account": [a for a, _, _ in parts],
        "month": [m for _, m, _ in parts],
        "mrr": [int(v) for _, _, v in parts],
    }


FOUR = "a 2025-01 100, b 2025-01 100, c 2025-01 100, a 2025-02 60, d 2025-02 50, a 2025-03 120, c 2025-03 80, d 2025-03 50"


def monthly() -> list[dict[str, Any]]:
    """Every movement, one by one and together."""
    day_types = INTEGERS | {"month": "day"}
    number_types = INTEGERS | {"month": "integer"}
    days = ledger(FOUR)
    days["month"] = [
        month + day
        for month, day in zip(days["month"], "-01 -31 -15 -28 -01 -31 -02 -30".split(), strict=True)
    ]
    numbers = ledger(FOUR)
    numbers["month"] = [int(month[5:]) - 2 for month in numbers["month"]]
    ids = ledger(FOUR)
    ids["account"] = [
        {"a": 2**63 + 1, "b": 2**63 + 2, "c": 2**64 - 1, "d": 0}[name] for name in ids["account"]
    ]
    signed = ledger(FOUR)
    signed["account"] = [{"a": -(2**63), "b": 2**63 - 1, "c": 0, "d": -1}[name] for name in signed["account"]]
    return [
        case("four accounts", ledger(FOUR)),
        case("four accounts, sorted", ledger(", ".join(sorted(FOUR.split(", "))))),
        case("four accounts, days of the month do not matter", days, day_types),
        case("four accounts, months by number", numbers, number_types),
        case("accounts beyond 2^63", ids, INTEGERS | {"account": "unsigned"}),
        case("accounts at both ends of 64 bits", signed, INTEGERS | {"account": "integer"}),
        case("in cents", ledger(FOUR), places=2),
        case(
            "rows of one month are summed",
            ledger("a 2025-01 60, a 2025-01 40, a 2025-02 70, a 2025-02 30, b 2025-01 5"),
        ),
        case("a credit within a month", ledger("a 2025-01 60, a 2025-01 -10, b 2025-02 5, a 2025-02 50")),
        case(
            "a month that sums to 0 is no revenue",
            ledger("a 2025-01 60, a 2025-02 10, a 2025-02 -10, a 2025-03 60"),
        ),
        case("rows of 0 are no revenue", ledger("a 2025-01 0, b 2025-01 10, a 2025-02 5, b 2025-02 0")),
        case(
            "a gap is churn and reactivation", ledger("a 2025-01 10, a 2025-03 12, a 2025-06 12, b 2025-06 1")
        ),
        case("nothing churns after the last month", ledger("a 2025-01 10, b 2025-02 10")),
        case("all churn", ledger("a 2025-01 10, b 2025-01 10"), last="2025-02"),
        case("all new", ledger("a 2025-01 10, b 2025-01 10")),
        case("one account that stays", ledger("a 2025-01 10, a 2025-02 10")),
        case("only expansion has no quick ratio", ledger("a 2025-01 10, a 2025-02 11")),
        case("below 0", ledger("a 2025-01 10, b 2025-02 5, b 2025-02 -6")),
        case(
            "below 0 after the last month is not looked at",
            ledger("a 2025-01 10, b 2025-02 5, b 2025-02 -6"),
            last="2025-01",
        ),
        case(
            "columns by other names",
            {"customer": ["x", "x"], "period": ["2025-01", "2025-02"], "amount": [1, 2]},
            {"customer": "text", "period": "text", "amount": "integer"},
            account="customer",
            month="period",
            mrr="amount",
        ),
        case("no rows", ledger(""), first="2025-01", last="2025-02"),
        case("first cuts the result, not the history", ledger(FOUR), first="2025-03"),
        case("first before the ledger", ledger(FOUR), first="2024-11"),
        case("last before the ledger", ledger(FOUR), first="2024-11", last="2024-12"),
        case("last cuts what comes after", ledger(FOUR), last="2025-02"),
        case("first after last", ledger(FOUR), first="2025-03", last="2025-02"),
        case("over a year's end", ledger("a 2024-12 10, a 2025-01 12, b 2024-11 5")),
    ]


def money() -> list[dict[str, Any]]:
    """Amounts in every form."""

    def typed(kind: str, values: list[Any]) -> tuple[dict[str, list[Any]], dict[str, str]]:
        return {
            "account": ["a", "b", "a", "b", "c"],
            "month": ["2025-01"] * 2 + ["2025-02"] * 3,
            "mrr": values,
        }, INTEGERS | {"mrr": kind}

    large = 9 * 10**17
    return [
        case("decimals", *typed("decimal", ["100.10", "50.05", "99.99", "50.05", "0.01"])),
        case("decimals without places", *typed("decimal", ["100", "50", "99", "50", "1"])),
        case("decimals with twelve places", *typed("decimal", ["0.000000000001", "0.000000000003", "0.000000000002", "0.000000000003", "0.000000000007"])),
        case("floats", *typed("float", [100.1, 50.05, 99.99, 50.05, 0.01]), places=2),
        case("floats with places to spare", *typed("float", [0.1, 0.2, 0.3, 0.2, 1e-06]), places=6),
        case("sums beyond 64 bits", *typed("integer", [large * 10, large * 10, large * 9, large * 10, large])),
        case("amounts of 2^62 cents", *typed("integer", [2**62, 1, 2**62 - 1, 2, 2**62]), places=2),
        case("the smallest amount beside its opposite", {"account": ["a", "a", "a"], "month": ["2025-01"] * 3, "mrr": [-(2**63), 2**63 - 1, 1 + 5]}),
        case("decimals of 38 digits", *typed("decimal", ["12345678901234567890.123456", "1.000000", "12345678901234567890.123455", "2.000000", "0.000001"])),
    ]  # fmt: skip


def periods() -> list[dict[str, Any]]:
    """Quarters and years at their own edges, beginning in any month."""
    year = "a 2024-12 10, a 2025-01 12, a 2025-02 9, a 2025-03 11, b 2025-01 7, b 2025-02 7, c 2025-03 4, c 2025-05 4, c 2025-06 5, a 2025-06 11, d 2025-04 3, d 2025-05 3, b 2025-06 6, a 2025-09 1, b 2025-12 2, a 2025-12 9"
    cases = [
        case(f"{period} that begins in month {begins}", ledger(year), period=period, year_begins=begins)
        for period in ("quarter", "year")
        for begins in range(1, 13)
    ]
    numbers = ledger(year)
    numbers["month"] = [12 * (int(month[:4]) - 2025) + int(month[5:]) - 1 for month in numbers["month"]]
    cases += [
        case("quarters of months by number", numbers, INTEGERS | {"month": "integer"}, period="quarter"),
        case("a first month within a quarter", ledger(year), period="quarter", first="2025-02"),
        case("a last month within a quarter", ledger(year), period="quarter", last="2025-08"),
        case("no quarter is complete", ledger("a 2025-01 5, a 2025-02 5"), period="quarter"),
        case(
            "seen between the edges only",
            ledger("a 2025-02 5, a 2025-05 6, a 2025-06 6, b 2025-12 1"),
            period="quarter",
        ),
    ]
    return cases


def drawn() -> list[dict[str, Any]]:
    """Drawn ledgers: gaps, credits, several rows of a month, shuffled."""
    random, cases = Random(20250131), []
    for at in range(30):
        accounts, span = random.randint(1, 9), random.choice([2, 5, 24, 24, 64, 65, 90])
        rows: list[tuple[Any, int, int]] = []
        for account in range(accounts):
            own = random.randint(1, 500)
            for month in range(random.randrange(span), span):
                if random.random() < 0.7:
                    rows.append((account * 7, month, own))
                    if random.random() < 0.3:
                        rows.append((account * 7, month, random.randint(-min(own, 50), 50)))
                own = max(0, own + random.choice([0, 0, 0, 5, -5, 40, -40]))
        if not rows:
            rows = [(0, 0, 1)]
        random.shuffle(rows)
        kind = random.choice(["integer", "text", "day"])
        months = [month_name(month + 660, kind) if kind != "integer" else month for _, month, _ in rows]
        columns = {"account": [a for a, _, _ in rows], "month": months, "mrr": [v for _, _, v in rows]}
        options = {
            "period": random.choice(["month", "month", "quarter", "year"]),
            "year_begins": random.randint(1, 12),
        }
        cases.append(
            case(f"drawn {at}", columns, {"account": "integer", "month": kind, "mrr": "integer"}, **options)
        )
    return cases


def main() -> bool:
    files = {"monthly": monthly(), "money": money(), "periods": periods(), "drawn": drawn()}
    document = {
        name: {"room": "revenue", "count": len(cases), "cases": cases} for name, cases in files.items()
    }
    published = [publish(f"revenue/{name}.json", own, lines=True) for name, own in document.items()]
    return all(published)


if __name__ == "__main__":
    sys.exit(not main())
