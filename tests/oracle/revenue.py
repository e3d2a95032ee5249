"""Writes tests/vectors/revenue/<name>.json: ledgers and the movements in them, and ledgers that are refused.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from random import Random
from typing import Any

from exact import Refused, publish
from revenue_definitions import Ledger, cohorts, details, month_name, report, side_by_side

INTEGERS = {"account": "text", "month": "text", "mrr": "integer"}


def minor(one: dict[str, Any]) -> dict[str, Any]:
    """How many places of the expected amounts are minor units, where the ledger has whole numbers."""
    ledger = Ledger(one)
    whole = one["types"].get(one["options"].get("mrr", "mrr"), "integer") == "integer"
    return {"minor": ledger.places} if whole and ledger.places else {}


REPORTS = {"movements": report, "conventions": side_by_side, "cohorts": cohorts, "details": details}


def case(name: str, columns: dict[str, list[Any]], types: dict[str, str] = INTEGERS, report: str = "movements", source: str | None = None, **options: Any) -> dict[str, Any]:
    own = {column: types.get(column, "text") for column in columns}
    one = {"name": name, "report": report, "options": options, "types": own, "columns": columns} | ({"source": source} if source else {})
    try:
        return one | minor(one) | {"expected": REPORTS[report](one)}
    except Refused as refused:
        return one | {"error": refused.code} | place(refused.place)


def refused(name: str, code: str, columns: dict[str, list[Any]], types: dict[str, str] | None = None, report: str = "movements", **more: Any) -> dict[str, Any]:
    where = {key: more.pop(key) for key in ("path", "column", "row") if key in more}
    own = {column: (types or INTEGERS).get(column, "text") for column in columns}
    return {"name": name, "report": report, "options": more, "types": own, "columns": columns, "error": code} | where


def place(of: str | None) -> dict[str, Any]:
    """A path, or `column[row]`."""
    if of is None or "[" not in of:
        return {"path": of} if of else {}
    column, _, row = of.rstrip("]").partition("[")
    return {"column": column, "row": int(row)}


def table(head: str, rows: str) -> dict[str, list[Any]]:
    """Rows of words, separated by commas, under a head of words; `-` is missing, digits are numbers."""
    def read(word: str) -> Any:
        return None if word == "-" else int(word) if word.lstrip("-").isdigit() else word

    parts = [[read(word) for word in row.split()] for row in rows.split(",") if row.strip()]
    return {name: [row[at] for row in parts] for at, name in enumerate(head.split())}


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
        case("first and last before the ledger", ledger(FOUR), first="2024-08", last="2024-10"),
        case("first after last, both before the ledger", ledger(FOUR), first="2024-10", last="2024-08"),
        case("quarters before the ledger", ledger(FOUR), first="2024-01", last="2024-08", period="quarter"),
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
        case("decimals with places to spare", *typed("decimal", ["100.1", "50.0", "99.9", "50.0", "0.1"]), places=4),
        case("floats", *typed("float", [100.1, 50.05, 99.99, 50.05, 0.01]), places=2),
        case("F4 a negative zero is zero", *typed("float", [100.1, -0.0, 99.99, 50.05, -0.0]), places=2),
        case("floats of more than fifteen digits", *typed("float", [12345678901234.5, 90000000000000.25, 12345678901234.75, 1e16, 90071992547409.91]), places=2),
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


HEAD = "account month mrr region product"
MOVES = (
    "a 2025-01 60 eu crm, a 2025-01 40 eu bi, b 2025-01 50 us crm, c 2025-01 30 - crm, a 2025-02 80 eu crm, a 2025-02 60 us crm, "
    "a 2025-02 60 us bi, b 2025-02 20 us crm, b 2025-02 20 eu crm, d 2025-02 10 eu bi, a 2025-03 200 us bi, b 2025-03 90 eu crm, "
    "b 2025-03 30 eu mail, c 2025-03 30 us crm, d 2025-03 10 eu bi, d 2025-03 6 eu crm"
)


def segments() -> list[dict[str, Any]]:
    """Segments that accounts move between, products that they add."""
    moves = table(HEAD, MOVES)
    halves = table(HEAD, "a 2025-01 40 x p, a 2025-01 60 y p, a 2025-02 100 z p, b 2025-01 50 x p, b 2025-02 80 y p")
    contract = "account start end mrr billing region product"
    types = {"account": "text", "start": "day", "end": "day", "mrr": "integer", "billing": "text"}
    billed = {"billing_column": "billing"}
    whole = "a 2025-01-01 2025-02-01 3 month x p, a 2025-02-01 - 2 month y p, a 2025-02-01 - 5 month z q, a 2025-02-01 - 2 month z r"
    among = table(contract, whole + ", b 2025-01-01 - 7 week x p, c 2025-01-01 - 5 year y q")
    parts = table(contract, whole.replace("month", "year"))
    numbers = table(HEAD, "a 2025-01 5 7 p, b 2025-01 6 -3 p, a 2025-02 5 -3 p, b 2025-02 9 -3 q")
    return [
        case("by region", moves, by=["region"]),
        case("by product", moves, by=["product"]),
        case("by region and product", moves, by=["region", "product"]),
        case("upsell and cross-sell", moves, product="product"),
        case("upsell and cross-sell by region", moves, by=["region"], product="product"),
        case("by region, between two months", moves, by=["region"], opening="2025-01", last="2025-03"),
        case("by region, as events", moves, by=["region"], opening="2025-01", last="2025-03", convention="stripe"),
        case("a move is a transfer, the rest expansion", halves, by=["region"]),
        case("a move in parts of the last place", parts, types, by=["region"], product="product", contracts=billed, last="2025-02"),
        case("a move in whole ones, the ledger in parts of the last place", among, types, by=["region"], product="product", contracts=billed, last="2025-02"),
        case("segments by number", numbers, INTEGERS | {"region": "integer"}, by=["region"]),
        refused("a segment below 0", "inconsistent", table(HEAD, "a 2025-01 5 x p, a 2025-01 -1 y p"), by=["region"]),
        refused("no such column", "missing_column", moves, by=["regions"], column="regions"),
        refused("a segment by the name of a line", "duplicate", table("account month mrr closing", "a 2025-01 5 x"), by=["closing"], path="by[0]"),
        refused("a segment by the name of the report's month", "duplicate", moves, by=["region", "month"], path="by[1]"),
        refused("a column that splits twice", "duplicate", moves, by=["region", "region"], path="by[1]"),
    ]


def windows() -> list[dict[str, Any]]:
    """Gaps that are bridged, a time after which who comes back is new, conventions."""
    gaps = ledger("a 2025-01 10, a 2025-03 12, a 2025-06 12, b 2025-01 5, b 2025-05 4, c 2025-02 3, c 2025-06 3, d 2025-01 2, d 2025-06 1")
    events = table("account month mrr", "A 2025-01 100, B 2025-01 100, C 2025-01 100, A 2025-02 60, D 2025-02 50, A 2025-03 120, C 2025-03 80, D 2025-03 50")
    ours = "published_kpi_cases RV-01: one period under every convention"
    both = table(HEAD, MOVES)
    cases = [case(f"gaps of {months} are bridged", gaps, gap_tolerance=months) for months in range(6)]
    cases += [case(f"new after {months} months away", gaps, reactivation_window=months) for months in range(6)]
    cases += [case(f"a quarter, new after {months} months away", gaps, reactivation_window=months, period="quarter") for months in (0, 2, 4)]
    cases += [
        case("bridged and a window", gaps, gap_tolerance=1, reactivation_window=2),
        case("bridged by region", both, gap_tolerance=1, by=["region"]),
        case("every convention", events, report="conventions", opening="2025-01", last="2025-03", source=ours),
        case("every convention, month by month", gaps, report="conventions"),
        case("every convention over a half-year", gaps, report="conventions", opening="2025-01", last="2025-06"),
        case("between months far apart", gaps, opening="2025-01", last="2025-06"),
        case("an opening edge before the ledger", gaps, opening="2024-12", last="2025-06"),
        case("an opening edge after the last month", gaps, opening="2025-06", last="2025-06"),
        case("single movements", gaps, report="details"),
        case("single movements of a half-year", gaps, report="details", opening="2025-01", last="2025-06"),
    ]
    return cases


def contracts() -> list[dict[str, Any]]:
    """Prices of billing periods, normalised; starts, ends and empty contracts."""
    head = "account start end mrr billing"
    types = {"account": "text", "start": "day", "end": "day", "mrr": "integer", "billing": "text"}
    own = {"billing_column": "billing"}
    annual = table(head, "a 2025-01-01 2025-04-01 2000 year, b 2025-01-10 2025-04-01 2000 year, c 2025-01-31 2025-04-01 2000 year")
    thirds = table(head, "a 2025-01-01 2025-05-01 200000 year, b 2025-02-01 2025-04-01 200000 year, a 2025-03-01 2025-05-01 200000 year, c 2025-03-01 2025-04-01 70000 year, d 2025-04-01 - 130000 year")
    halves = table(head, "a 2025-01-01 - 6 year, b 2025-02-01 2025-04-01 12 year, c 2025-03-01 - 6 year, d 2025-03-01 - 6 year")
    sold = table(f"{head} product", "a 2025-01-01 - 20 year seats, a 2025-02-01 - 20 year seats, a 2025-02-01 - 20 year chat, b 2025-01-01 - 8 year seats, b 2025-03-01 - 8 year seats, b 2025-03-01 - 4 year chat, a 2025-03-01 - 7 year mail")
    each = table(head, "a 2025-01-01 - 120 year, b 2025-01-01 - 30 quarter, c 2025-01-01 - 10 month, d 2025-01-01 - 7 week, e 2025-01-01 - 1 day, f 2025-01-01 2025-03-01 60 half-year")
    intervals = table(head, "a 2025-01-01 - 10 day, b 2025-01-01 - 20 week, c 2025-01-01 - 60 month, d 2025-01-01 - 60 month, e 2025-01-01 - 120 year")
    terms = table(head, "a 2025-01-01 2027-01-01 2400 2_years, b 2025-01-01 2028-01-01 2400 3_years, c 2025-01-01 2025-03-01 100 14_days")
    terms["billing"] = [text.replace("_", " ") for text in terms["billing"]]
    dates = table(head, "a 2024-01-31 2024-03-31 10 month, b 2024-02-29 2025-02-28 10 month, c 2024-02-15 2024-02-20 10 month, d 2024-03-01 2024-03-01 10 month, e 2024-01-01 2024-02-01 10 month, f 2023-12-02 2024-02-29 10 month")
    falls = table(head, "a 2025-01-01 2025-02-01 10 month, b 2025-03-01 2025-02-28 10 month")
    split = table(head, "a 2025-01-01 2025-03-01 10 month, a 2025-03-01 2025-05-01 15 month, a 2025-02-01 2025-03-15 5 month")
    cases = [
        case("three annual prices of 2000 are 500.00", annual, types, contracts=own, source="published_kpi_cases EX-01: exact 500, not 500.01"),
        case("three annual prices in cents", annual, types, contracts=own, places=2),
        case("shown lines add up to the shown closing", thirds, types, contracts=own, places=2, source="lines of fractions: 166.67 and 166.66 are 333.33"),
        case("halves round to even at the edges, and the lines follow", halves, types, contracts=own),
        case("single movements of thirds", thirds, types, report="details", contracts=own, places=2),
        case("upsell and cross-sell add up to the shown expansion", sold, types | {"product": "text"}, contracts=own, product="product"),
        case("every billing period", each, types, contracts=own, last="2025-03", places=2),
        case("one billing period for all", annual, types, contracts={"billing": "quarter"}, places=1),
        case("months unless said", annual, types, contracts={}),
        case("intervals", intervals, types, contracts=own, last="2025-02", source="published_kpi_cases NM-02: gregorian constants"),
        case("terms of several years", terms, types, contracts=own, last="2025-04", places=2, source="published_kpi_cases NM-03: 100 and 66.67 a month"),
        case("one subscription after another", split, types, contracts={}),
        case("an end before its start", falls, types, contracts={}),
        case("decimals", annual | {"mrr": ["2000.00", "2000.00", "1999.99"]}, types | {"mrr": "decimal"}, contracts=own),
        case("texts as dates", dates, types | {"start": "text", "end": "text"}, contracts={}),
        case("contracts by quarter", each, types, contracts=own, last="2025-06", places=2, period="quarter"),
        case("cohorts of contracts", dates, types, report="cohorts", contracts={}),
    ]
    cases += [case(f"active on the {on.replace('_', ' ')}", dates, types, contracts={"active_on": on}) for on in ("last_day", "first_day", "any_day")]
    said = own | {"days_per_month": "30.437", "weeks_per_month": "4.345"}
    cases.append(case("days and weeks as said", each, types, contracts=said, last="2025-03", places=3))
    cases.append(case("days as said, weeks as the convention has them", each, types, contracts=own | {"days_per_month": "31"}, last="2025-03", places=3, convention="profitwell"))
    cases += [case(f"days and weeks of {name}", intervals, types, contracts=own, last="2025-02", convention=name) for name in ("profitwell", "recurly", "maxio")]
    return cases


def currencies() -> list[dict[str, Any]]:
    """Revaluation at the closing edge's rates, minor units of each currency, what is refused."""
    head = "account month mrr currency"
    rows = table(head, "a 2025-01 1000 USD, b 2025-01 500 EUR, c 2025-01 90000 JPY, a 2025-02 1200 USD, b 2025-02 500 EUR, d 2025-02 300 USD, a 2025-03 1200 USD, b 2025-03 400 EUR, c 2025-03 50000 JPY, e 2025-03 2500 KWD")
    rates = [{"currency": code, "month": month, "rate": rate} for code, month, rate in [
        ("USD", "2025-01", "0.96"), ("USD", "2025-02", "0.95"), ("USD", "2025-03", "0.925"), ("JPY", "2025-01", "0.0061"), ("JPY", "2025-02", "0.0062"), ("JPY", "2025-03", "0.0062"), ("KWD", "2025-03", "3"),
    ]]  # fmt: skip
    own: dict[str, Any] = {"currency": "currency", "reporting_currency": "EUR", "rates": rates}
    euros = table(head, "a 2025-01 1000 EUR, a 2025-02 1200 EUR")
    both = table(head, "a 2025-01 1000 USD, a 2025-01 1000 EUR, a 2025-02 1000 USD, a 2025-02 1000 EUR, a 2025-03 1500 EUR")
    credit = table(head, "a 2025-01 1000 USD, a 2025-01 -100 EUR")
    unknown = table(head, "a 2025-01 1000 EUR, a 2025-02 1200 EUX")
    return [
        case("minor units of each currency", rows, **own),
        case("at given places", rows, **own, places=0),
        case("decimals", rows | {"mrr": [f"{value / 100:.2f}" for value in rows["mrr"]]}, INTEGERS | {"mrr": "decimal"}, **own),
        case("between two months", rows, **own, opening="2025-01", last="2025-03"),
        case("as events", rows, **own, opening="2025-01", last="2025-03", convention="chartmogul"),
        case("an account in two currencies", both, **own),
        case("cohorts", rows, report="cohorts", **own),
        case("a credit in another currency", credit, **own),
        case("cohorts with a credit in another currency", credit, report="cohorts", **own),
        case("one currency needs no rates", euros, currency="currency"),
        case("yen have no minor unit", euros | {"currency": ["JPY"] * 2}, currency="currency"),
        case("two currencies and no rates", rows, currency="currency"),
        case("no such currency", unknown, currency="currency"),
        case("a rate is missing", rows, **(own | {"rates": rates[:4]})),
        refused("a rate of 0", "missing_rate", euros, **(own | {"rates": [rates[0] | {"rate": "0"}]}), path="rates[0].rate"),
    ]


def followed() -> list[dict[str, Any]]:
    """Cohorts by first month and age."""
    more = ledger("a 2025-01 10, a 2025-02 12, b 2025-01 20, b 2025-03 5, c 2025-02 7, d 2025-04 1, c 2025-04 9, e 2025-02 4")
    rows = {name: values for name, values in more.items() if name != "mrr"}
    random = Random(7)
    drawn_rows = [(account, month) for account in range(60) for month in range(random.randrange(70), 70) if random.random() < 0.5]
    many = {"account": [a for a, _ in drawn_rows], "month": [m for _, m in drawn_rows]}
    published = {"account": [*range(8), 7], "month": [0] * 4 + [1] * 4 + [6]}
    return [
        case("accounts and revenue", more, report="cohorts"),
        case("activity only", rows, report="cohorts", mrr=None),
        case("from a first cohort", more, report="cohorts", first="2025-02"),
        case("from before the ledger", more, report="cohorts", first="2024-12"),
        case("up to a last month", more, report="cohorts", last="2025-06"),
        case("from before the ledger to before it", more, report="cohorts", first="2024-08", last="2024-10"),
        case("a first cohort after the last month", more, report="cohorts", first="2025-03", last="2025-02"),
        case("a first cohort after the last month, before the ledger", more, report="cohorts", first="2024-10", last="2024-08"),
        case("more than 64 months", many, {"account": "integer", "month": "integer"}, report="cohorts", mrr=None),
        case("a cohort that nobody is left of counts", published, {"account": "integer", "month": "integer"}, report="cohorts", mrr=None, source="published_kpi_cases CO-01: the mean of 0 % and 25 % is 12.5 %"),
        case("below 0", ledger("a 2025-01 1, a 2025-01 -2"), report="cohorts"),
        refused("segments have no cohorts", "invalid_argument", more | {"region": ["x"] * 8}, report="cohorts", by=["region"], path="options"),
        refused("a reactivation window makes no cohorts", "invalid_argument", more, report="cohorts", reactivation_window=3, path="options"),
    ]


SEED = [("2018-11", "2018-12", 50), ("2018-12", "2019-03", 25), ("2019-07", "2019-08", 50), ("2019-08", "2019-09", 25), ("2019-09", "2019-10", 50), ("2019-10", "2019-12", 25), ("2019-12", "2020-01", 40)]


def examples() -> list[dict[str, Any]]:
    """Examples that others published, checked against what they print before they are written."""
    columns = {"account": ["5"] * 7, "start": [f"{start}-01" for start, _, _ in SEED], "end": [f"{end}-01" for _, end, _ in SEED], "mrr": [mrr for *_, mrr in SEED]}
    dbt = case("classification of one customer with a gap", columns, {"account": "text", "start": "day", "end": "day", "mrr": "integer"}, convention="dbt", contracts={"active_on": "first_day"}, last="2020-01", source="dbt-labs/mrr-playbook f7921cf, published_kpi_cases DB-03")
    found = dbt["expected"]
    assert {month: new for month, new in zip(found["month"], found["new_business"], strict=True) if new != "0"} == {"2018-11": "50"}
    assert {month: back for month, back in zip(found["month"], found["reactivation"], strict=True) if back != "0"} == {"2019-07": "50"}
    assert {month: up for month, up in zip(found["month"], found["expansion"], strict=True) if up != "0"} == {"2019-09": "25", "2019-12": "15"}
    assert {month: down for month, down in zip(found["month"], found["contraction"], strict=True) if down != "0"} == {"2018-12": "25", "2019-08": "25", "2019-10": "25"}
    assert {month: gone for month, gone in zip(found["month"], found["churn"], strict=True) if gone != "0"} == {"2019-03": "25", "2020-01": "40"}
    billed = table("account start end mrr billing", "a 2025-01-01 - 10.00 day, b 2025-01-01 - 20.00 week, c 2025-01-01 - 60.00 2_months, d 2025-01-01 - 120.00 year")
    billed["billing"] = [text.replace("_", " ") for text in billed["billing"]]
    lengths = {"billing_column": "billing", "days_per_month": "30.437", "weeks_per_month": "4.345"}
    kinds = {"account": "text", "start": "day", "end": "day", "mrr": "decimal", "billing": "text"}
    intervals = case("intervals of other lengths", billed, kinds, contracts=lengths, last="2025-01", source="kachingappz help 12281658, published_kpi_cases NM-01: 431.27")
    assert intervals["expected"]["closing"] == ["431.27"]
    four = table("account start end mrr billing", "s 2024-01-01 2025-01-01 2000 year, s 2024-02-01 2024-03-01 60 month, s 2025-03-01 - 150 month")
    mogul = case("movements of one subscriber", four, {"start": "day", "end": "day", "mrr": "integer"}, places=0, convention="chartmogul", contracts={"billing_column": "billing"}, last="2025-03", source="ChartMogul help 201244842, published_kpi_cases CM-09")
    assert mogul["expected"]["new_business"][0] == "167" and mogul["expected"]["expansion"][1] == "60"
    old = case("logo churn against revenue churn", table("account month mrr", "a 0 1000, b 0 5000, b 1 5000"), {"month": "integer", "mrr": "integer"}, last=1, source="published_kpi_cases SK-02: 50 % and 17 %")
    assert old["expected"]["logo_churn_rate"][1] == "0.5" and old["expected"]["gross_revenue_retention"][1][:6] == "0.8333"
    rv = case("the same facts, every convention", table("account month mrr", "A 0 100, B 0 100, C 0 100, A 1 60, D 1 50, A 2 120, C 2 80, D 2 50"), {"month": "integer", "mrr": "integer"}, report="conventions", opening=0, last=2, source="published_kpi_cases RV-01")
    by = {name: at for at, name in enumerate(rv["expected"]["convention"])}
    pick = lambda column, name: rv["expected"][column][by[name]]  # noqa: E731
    assert pick("gross_revenue_retention", "snapshot") == "0.6" and pick("gross_revenue_retention", "stripe") == "0.2"
    assert pick("net_revenue_retention", "stripe") == "0.4" and pick("net_revenue_retention", "chartmogul")[:6] == "0.6666"
    assert pick("logo_churn_rate", "stripe") == "0.5" and pick("logo_churn_rate", "recurly")[:6] == "0.6666" and pick("logo_churn_rate", "chartmogul")[:6] == "0.3333"
    assert pick("quick_ratio", "stripe")[:6] == "0.4583" and pick("quick_ratio_with_reactivation", "stripe")[:6] == "0.7916"
    return [dbt, intervals, mogul, old, rv]


NUMBER = {"month": "integer", "mrr": "integer"}


def faults() -> list[dict[str, Any]]:
    """What is refused, with its place, and its like that is not."""
    one = {"account": ["a", "b"], "month": ["2025-01", "2025-02"], "mrr": [1, 2]}
    decimal, floats = INTEGERS | {"mrr": "decimal"}, INTEGERS | {"mrr": "float"}
    euros, of_euros = one | {"c": ["EUR"] * 2}, {"currency": "c", "reporting_currency": "EUR"}
    dollar = {"currency": "USD", "month": "2025-01", "rate": "0.95"}
    dated = {"account": ["a", "b"], "start": ["2025-01-01", "2025-01-01"], "end": [None, "2025-02-30"], "mrr": [1, 2]}
    return [
        refused("F1 NaN is no amount", "non_finite", one | {"mrr": [1.5, "NaN"]}, floats, places=1, column="mrr", row=1),
        refused("F1 a missing amount", "non_finite", one | {"mrr": [1, None]}, column="mrr", row=1),
        refused("F3 an infinite amount", "non_finite", one | {"mrr": [1.5, "Infinity"]}, floats, places=1, column="mrr", row=1),
        refused("a missing account", "type_mismatch", one | {"account": [None, "b"]}, column="account", row=0),
        refused("a missing month", "invalid_date", one | {"month": ["2025-01", None]}, column="month", row=1),
        refused("F26 text that looks like a number", "type_mismatch", one | {"mrr": ["1", "2"]}, INTEGERS | {"mrr": "text"}, column="mrr"),
        refused("a fraction is no account", "type_mismatch", one | {"account": [1.5, 2.0]}, INTEGERS | {"account": "float"}, column="account", row=0),
        refused("floats need places", "invalid_argument", one | {"mrr": [1.5, 2.0]}, floats, path="places", column="mrr"),
        refused("more digits than places in a large float", "out_of_range", one | {"mrr": [1.5, 12345678901234.566]}, floats, places=2, column="mrr", row=1),
        refused("F28 a float beyond 64 bits of its last place", "overflow", one | {"mrr": [1.5, 1e17]}, floats, places=2, column="mrr", row=1),
        refused("more digits than places", "out_of_range", one | {"mrr": [1.5, 2.25]}, floats, places=1, column="mrr", row=1),
        refused("F42 more places than amounts have", "out_of_range", one | {"mrr": ["1.0000000000001", "2.0000000000001"]}, decimal, path="places", column="mrr"),
        refused("more places than amounts have, asked for", "out_of_range", one | {"mrr": ["1.0", "2.0"]}, decimal, places=13, path="places", column="mrr"),
        refused("decimals bring their own places", "invalid_argument", one | {"mrr": ["1.00", "2.00"]}, decimal, places=1, path="places", column="mrr"),
        refused("F43 month 13", "invalid_date", one | {"month": ["2025-01", "2025-13"]}, column="month", row=1),
        refused("F43 29 February of another year", "invalid_date", one | {"month": ["2025-01", "2025-02-29"]}, column="month", row=1),
        refused("F49 the year 1899", "invalid_date", one | {"month": ["2025-01", "1899-12"]}, column="month", row=1),
        refused("F49 a day of the year 1899", "invalid_date", one | {"month": ["2025-01-01", "1899-12-31"]}, INTEGERS | {"month": "day"}, column="month", row=1),
        refused("floats for months", "type_mismatch", one | {"month": [1.0, 2.0]}, INTEGERS | {"month": "float"}, column="month"),
        refused("months as 202501", "out_of_range", one | {"month": [1, 202_501]}, INTEGERS | {"month": "integer"}, column="month", row=1),
        refused("more than 1200 months", "limit", one | {"month": [0, 1_200]}, INTEGERS | {"month": "integer"}, column="month"),
        refused("F55 another kind of month", "type_mismatch", one, first=3, path="first"),
        refused("F55 another kind of month for cohorts", "type_mismatch", one, report="cohorts", first=3, path="first"),
        refused("F55 a calendar's month where months are numbers", "type_mismatch", one | {"month": [0, 1]}, INTEGERS | {"month": "integer"}, first="2025-01", path="first"),
        refused("a result of more than 1200 months", "limit", one, first="1925-01", path="first"),
        refused("a month that is none", "invalid_document", one, first="2025-13", path="first"),
        refused("F38 less than nothing", "inconsistent", one | {"mrr": [1, -2]}),
        refused("F60 a row twice", "duplicate_row", one | {"id": ["x", "x"]}, row_id="id", column="id", row=1),
        refused("F68 a misspelt option", "invalid_document", one, mmr="mrr", path="mmr"),
        refused("a month of the year 13", "out_of_range", one, year_begins=13, path="year_begins"),
        refused("an opening edge alone", "invalid_argument", one, opening="2025-01", path="last"),
        refused("an opening edge and a period", "invalid_argument", one, opening="2025-01", last="2025-02", period="quarter", path="opening"),
        refused("rates that lead nowhere", "invalid_argument", euros, currency="c", rates=[dollar], path="reporting_currency"),
        refused("a rate twice", "duplicate", euros, rates=[dollar, dollar | {"rate": "0.9"}], path="rates[1]", **of_euros),
        refused("F31 a rate of a currency that is none", "unknown_currency", euros, rates=[dollar, dollar | {"currency": "EUX"}], path="rates[1].currency", **of_euros),
        refused("F26 a rate that is no number", "invalid_number", euros, rates=[dollar | {"rate": "0,9"}], path="rates[0].rate", **of_euros),
        refused("F55 a rate of another kind of month", "type_mismatch", euros, rates=[dollar | {"month": 3}], path="rates[0].month", **of_euros),
        refused("rates without currencies", "invalid_argument", one, reporting_currency="EUR", path="currency"),
        refused("F31 a reporting currency that is none", "unknown_currency", one | {"c": ["EUR"] * 2}, currency="c", reporting_currency="EURO", path="reporting_currency"),
        refused("movements without amounts", "invalid_argument", one, mrr=None, path="mrr"),
        refused("F43 an end that is no day", "invalid_date", dated, INTEGERS, contracts={}, column="end", row=1),
        refused("F43 a contract without its first day", "invalid_date", dated | {"start": ["2025-01-01", None], "end": [None, None]}, INTEGERS, contracts={}, column="start", row=1),
        refused("F43 a contract whose first day is empty", "invalid_date", dated | {"start": ["2025-01-01", ""], "end": [None, None]}, INTEGERS, contracts={}, column="start", row=1),
        refused("numbers for the days of contracts", "type_mismatch", dated | {"start": [1, 2], "end": [None, None]}, INTEGERS | {"start": "integer"}, contracts={}, column="start"),
        refused("a contract of more than 1200 months", "limit", dated | {"start": ["1925-01-01", "1925-01-01"], "end": ["2025-01-01", "2025-02-01"]}, INTEGERS, contracts={}, column="end", row=1),
        refused("F30 a price beyond every digit, in twelfths", "overflow", dated | {"end": [None, None], "mrr": ["1", "9" * 38], "billing": ["year", "month"]}, decimal, contracts={"billing_column": "billing"}, column="mrr", row=1),
        refused("a billing period that is none", "invalid_argument", dated | {"end": [None, None]}, INTEGERS, contracts={"billing": "fortnight"}, path="contracts.billing"),
        refused("a billing period in a column that is none", "invalid_argument", dated | {"end": [None, None], "billing": ["year", "yearly"]}, INTEGERS, contracts={"billing_column": "billing"}, column="billing", row=1),
        refused("a billing period for all and a column of them", "invalid_argument", dated | {"end": [None, None], "billing": ["year", "year"]}, INTEGERS, contracts={"billing": "year", "billing_column": "billing"}, path="contracts.billing"),
        refused("more days than a month has", "out_of_range", dated | {"end": [None, None]}, INTEGERS, contracts={"days_per_month": "31.001"}, path="contracts.days_per_month"),
        refused("more weeks than a month has", "out_of_range", dated | {"end": [None, None]}, INTEGERS, contracts={"weeks_per_month": "4.5"}, path="contracts.weeks_per_month"),
        refused("the length of a month with too many places", "out_of_range", dated | {"end": [None, None]}, INTEGERS, contracts={"days_per_month": "30.4368750001"}, path="contracts.days_per_month"),
        refused("F26 a length of a month that is no number", "invalid_number", dated | {"end": [None, None]}, INTEGERS, contracts={"days_per_month": "30,4"}, path="contracts.days_per_month"),
        refused("null among contracts", "invalid_document", dated | {"end": [None, None]}, INTEGERS, contracts={"billing": None}, path="contracts.billing"),
        refused("segments of single movements", "invalid_argument", one, report="details", by=["account"], path="by"),
        case("F87 nobody", ledger(""), first="2025-01", last="2025-01"),
        {"name": "F87 nobody and no months", "report": "movements", "options": {}, "types": INTEGERS, "columns": ledger(""), "expected": report_of_nothing()},
        case("F60 rows with names of their own", one | {"id": ["x", "y"]}, row_id="id"),
        case("F47 an empty contract has no month", {"account": ["a", "b"], "start": ["2025-01-01"] * 2, "end": ["2025-01-01", "2025-02-01"], "mrr": [1, 2]}, contracts={}),
    ]  # fmt: skip


def report_of_nothing() -> dict[str, Any]:
    whole = report({"options": {"first": "2025-01", "last": "2025-01"}, "types": INTEGERS, "columns": ledger("")})
    return {name: [] for name in whole}


def main() -> bool:
    files = {
        "monthly": monthly(), "money": money(), "periods": periods(), "drawn": drawn(), "segments": segments(), "windows": windows(),
        "contracts": contracts(), "currencies": currencies(), "cohorts": followed(), "published": examples(), "faults": faults(),
    }  # fmt: skip
    document = {
        name: {"room": "revenue", "count": len(cases), "cases": cases} for name, cases in files.items()
    }
    published = [publish(f"revenue/{name}.json", own, lines=True) for name, own in document.items()]
    return all(published)


if __name__ == "__main__":
    sys.exit(not main())
