"""Recurring revenue from its definition (docs/definitions.md 5): account by account, in exact fractions."""

from __future__ import annotations

import calendar
import itertools
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from exact import Refused, plain, rounded

LINES = "opening new_business reactivation expansion contraction churn fx transfer closing".split()
COUNTS = {
    "opening_accounts": "opening",
    "new_accounts": "new_business",
    "reactivated_accounts": "reactivation",
    "expanded_accounts": "expansion",
    "contracted_accounts": "contraction",
    "churned_accounts": "churn",
    "closing_accounts": "closing",
}
SOLD = {"upsold_accounts": "upsell", "cross_sold_accounts": "cross_sell"}
LENGTH = {"month": 1, "quarter": 3, "year": 12}
# Digits of the minor unit, for the currencies that the cases use (ISO 4217).
DIGITS = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0, "KWD": 3}
# lines from movements month by month?, churned accounts too?, new accounts below logo churn?, reactivation in NRR?, window
CONVENTIONS: dict[str, tuple[bool, bool, bool, bool, int | None]] = {
    "snapshot": (False, False, False, False, None),
    "chartmogul": (True, False, False, True, None),
    "stripe": (True, True, True, False, None),
    "profitwell": (True, True, False, False, None),
    "recurly": (True, True, False, False, None),
    "maxio": (True, True, False, True, 3),
    "dbt": (False, False, False, False, None),
}
DAYS, WEEKS = Fraction("30.436875"), Fraction("4.348125")
FACTORS = {"profitwell": (Fraction(30), Fraction("4.33")), "recurly": (Fraction(30), WEEKS)}
Lane = tuple[Any, Any, str]
History = dict[Lane, dict[int, Fraction]]


@dataclass
class Flow:
    """Sums and counts of one period."""

    amount: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    accounts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, line: str, amount: Fraction) -> None:
        if amount:
            self.amount[line] += amount
            self.accounts[line] += 1

    def then(self, later: Flow) -> Flow:
        """Both periods as one."""
        whole = Flow()
        for own, first, last in ((whole.amount, self.amount, later.amount), (whole.accounts, self.accounts, later.accounts)):
            for line in {*first, *last}:
                own[line] = first[line] + last[line]  # type: ignore[assignment, operator]
            own["opening"], own["closing"] = first["opening"], last["closing"]  # type: ignore[assignment]
        return whole


def month_number(value: Any) -> int:
    """A whole number as it is; a text or day as months since 1970-01."""
    if isinstance(value, int):
        return value
    return 12 * (int(value[:4]) - 1970) + int(value[5:7]) - 1


def month_name(number: int, kind: str) -> Any:
    if kind in ("integer", "unsigned"):
        return number
    text = f"{number // 12 + 1970:04}-{number % 12 + 1:02}"
    return text + "-01" if kind == "day" else text


def amounts(values: list[Any], kind: str, places: int | None) -> tuple[list[Fraction], int]:
    """The amounts, and the places that they are shown with."""
    if kind in ("integer", "unsigned"):
        return [Fraction(value, 10 ** (places or 0)) for value in values], places or 0
    if kind == "decimal":
        own = max((len(value.partition(".")[2]) for value in values), default=0)
        return [Fraction(value) for value in values], own if places is None else places
    assert places is not None
    return [Fraction(repr(value)) for value in values], places


def shown(value: Fraction, places: int) -> str:
    """Rounded once, half to even, to these places."""
    return plain(Fraction(round(value * 10**places), 10**places))


def footed(parts: Mapping[str, Fraction], whole: int) -> dict[str, int]:
    """Parts in whole last places that add up to `whole`, by largest remainder; where none is left, the largest part gives way."""
    names = list(parts)
    own = {name: math.floor(parts[name]) for name in names}
    rests = sorted((name for name in names if parts[name] != own[name]), key=lambda name: (own[name] - parts[name], names.index(name)))
    for name in rests[: max(0, whole - sum(own.values()))]:
        own[name] += 1
    own[max(names, key=lambda name: (abs(parts[name]), -names.index(name)))] += whole - sum(own.values())
    return own


def row_of(flow: Flow, products: bool, places: int) -> dict[str, str]:
    """The lines of a period as they are shown: those between opening and closing add up to their difference."""
    exact = {line: flow.amount[line] * 10**places for line in [*LINES, *SOLD.values()]}
    edges = {line: round(exact[line]) for line in ("opening", "closing")}
    signs = {line: -1 if line in ("contraction", "churn") else 1 for line in LINES[1:-1]}
    change = footed({line: sign * exact[line] for line, sign in signs.items()}, edges["closing"] - edges["opening"])
    own = edges | {line: sign * change[line] for line, sign in signs.items()}
    if products:
        own |= footed({line: exact[line] for line in SOLD.values()}, own["expansion"])
    return {line: plain(Fraction(number, 10**places)) for line, number in own.items()}


def share(of: Fraction | int, per: Fraction | int) -> str | None:
    return rounded(Fraction(of) / Fraction(per)) if per else None


def ends(month: int, period: str, year_begins: int) -> bool:
    """Whether a period ends with this month."""
    return (month - (year_begins - 1) + 1) % LENGTH[period] == 0


def in_a_month(contracts: dict[str, Any], convention: str) -> tuple[Fraction, Fraction]:
    """Days and weeks in a month: as said, or as the convention has them."""
    days, weeks = FACTORS.get(convention, (DAYS, WEEKS))
    return Fraction(contracts.get("days_per_month", days)), Fraction(contracts.get("weeks_per_month", weeks))


def per_month(text: str, days: Fraction, weeks: Fraction) -> Fraction:
    """The share of one price that a month has."""
    count, _, unit = text.rpartition(" ")
    one = {"month": Fraction(1), "quarter": Fraction(1, 3), "half-year": Fraction(1, 6), "year": Fraction(1, 12), "week": weeks, "day": days}
    return one[unit.rstrip("s") if count not in ("", "1") else unit] / int(count or 1)


def active_months(start: date, end: date | None, on: str, last: int) -> list[int]:
    """The months in which a contract counts: it is active on a day iff start ≤ day < end."""
    months = []
    for number in range(month_number(start.isoformat()), last + 1):
        year, month = number // 12 + 1970, number % 12 + 1
        first = date(year, month, 1)
        final = date(year, month, calendar.monthrange(year, month)[1])
        days = {"first_day": [first], "last_day": [final]}.get(on) or [first + timedelta(at) for at in range((final - first).days + 1)]
        if any(start <= day and (end is None or day < end) for day in days):
            months.append(number)
    return months


@dataclass
class Ledger:
    """The rows of a case: what each account has, in each lane and month."""

    case: Mapping[str, Any]

    def __post_init__(self) -> None:
        options, columns, types = self.case["options"], self.case["columns"], self.case["types"]
        self.options, self.kind = options, types.get(options.get("month", "month"), "text")
        mrr = options.get("mrr", "mrr")
        count = len(next(iter(columns.values())))
        values, self.places = amounts(columns[mrr], types[mrr], options.get("places")) if mrr else ([Fraction(1)] * count, 0)
        column = lambda name: columns[options[name]] if options.get(name) else [None] * count  # noqa: E731
        currencies = column("currency")
        self.reporting = options.get("reporting_currency") or (currencies[0] if currencies else None)
        if options.get("currency"):
            self.check_currencies(currencies)
            if mrr and types[mrr] == "integer" and "places" not in options:
                values = [value / 10 ** DIGITS[code] for value, code in zip(values, currencies, strict=True)]
                self.places = DIGITS[self.reporting]
        segments = list(zip(*(columns[name] for name in options.get("by", [])), strict=True)) or [()] * count
        lanes = list(zip(segments, column("product"), currencies, strict=True))
        accounts = columns[options.get("account", "account")]
        rows = self.contracts(values) if options.get("contracts") is not None else [(at, month_number(month), value) for at, (month, value) in enumerate(zip(columns[options.get("month", "month")], values, strict=True))]
        months = [month for _, month, _ in rows]
        self.start = min(months) if months else month_number(options.get("first", options.get("last")))
        self.last = month_number(options["last"]) if "last" in options else max(months, default=self.start)
        self.first = month_number(options["first"]) if "first" in options else self.start
        if "first" in options and "last" in options and self.first > self.last:
            raise Refused("inconsistent", "first")
        self.accounts: dict[Any, History] = defaultdict(lambda: defaultdict(lambda: defaultdict(Fraction)))
        for at, month, value in rows:
            if month <= self.last:
                self.accounts[accounts[at]][lanes[at]][month] += value
        for own in self.accounts.values():
            for code in {lane[2] for lane in own}:
                for month in range(self.start, self.last + 1):
                    if sum(cells[month] for lane, cells in own.items() if lane[2] == code) < 0:
                        raise Refused("inconsistent")

    def check_currencies(self, currencies: list[Any]) -> None:
        name = self.options["currency"]
        for row, code in enumerate(currencies):
            if code not in DIGITS:
                raise Refused("unknown_currency", f"{name}[{row}]")
        different = [row for row, code in enumerate(currencies) if code != currencies[0]]
        if different and not self.options.get("reporting_currency"):
            raise Refused("mixed_currencies", f"{name}[{different[0]}]")

    def contracts(self, values: list[Fraction]) -> list[tuple[int, int, Fraction]]:
        own, columns = self.options["contracts"], self.case["columns"]
        dates = [[None if text is None else date.fromisoformat(text) for text in columns[own.get(name, name)]] for name in ("start", "end")]
        billing = columns[own["billing_column"]] if "billing_column" in own else [own.get("billing", "month")] * len(values)
        on = own.get("active_on", "last_day")
        for row, (start, end) in enumerate(zip(*dates, strict=True)):
            if end is not None and end < start:
                raise Refused("inconsistent", f"{own.get('end', 'end')}[{row}]")
        far = max(month_number(day.isoformat()) for column in dates for day in column if day)
        closed = [month for start, end in zip(*dates, strict=True) for month in active_months(start, end or start, on, far)]
        begun = [month for start, end in zip(*dates, strict=True) if end is None for month in active_months(start, None, on, far + 1)[:1]]
        last = month_number(self.options["last"]) if "last" in self.options else max(closed + begun)
        days, weeks = in_a_month(own, self.options.get("convention", "snapshot"))
        return [
            (row, month, value * per_month(billing[row], days, weeks))
            for row, (start, end, value) in enumerate(zip(*dates, values, strict=True))
            for month in active_months(start, end, on, last)
        ]

    def rate(self, code: str, month: int) -> Fraction:
        if code is None or code == self.reporting:
            return Fraction(1)
        for currency, when, rate in ((row["currency"], month_number(row["month"]), row["rate"]) for row in self.options.get("rates", [])):
            if (currency, when) == (code, month):
                return Fraction(rate)
        raise Refused("missing_rate", "rates")

    def bridged(self, own: History) -> tuple[History, list[int]]:
        """The account with its short gaps filled, and the months in which it has revenue."""
        active = [month for month in range(self.start, self.last + 1) if any(cells[month] > 0 for cells in own.values())]
        filled: History = {lane: defaultdict(Fraction, cells) for lane, cells in own.items()}
        for before, after in itertools.pairwise(list(active)):
            if 0 < after - before - 1 <= self.options.get("gap_tolerance", 0):
                for month in range(before + 1, after):
                    active.append(month)
                    for lane in filled:
                        filled[lane][month] = own[lane][before]
        return filled, sorted(active)

    def worth(self, own: History, month: int, rates: int, keep: Any = None, by: int = 0) -> Fraction:
        lanes = [lane for lane in own if keep is None or lane[by] == keep]
        return sum((own[lane][month] * self.rate(lane[2], rates) for lane in lanes if own[lane][month]), Fraction(0))

    def line(self, active: list[int], opening: int, before: Fraction, after: Fraction) -> str | None:
        if before == 0 and after > 0:
            earlier = [month for month in active if month <= opening]
            window = self.options.get("reactivation_window", CONVENTIONS[self.options.get("convention", "snapshot")][4])
            if not earlier:
                return "new_business"
            gap = min(month for month in active if month > opening) - earlier[-1] - 1
            return "new_business" if window is not None and gap > window else "reactivation"
        if before > 0 and after == 0:
            return "churn"
        return {1: "expansion", -1: "contraction", 0: None}[(after > before) - (after < before)]

    def step(self, opening: int, closing: int) -> tuple[Flow, dict[Any, Flow], list[tuple[Any, str, tuple[Fraction, Fraction]]]]:
        """One period: all accounts, each segment, and every single movement."""
        total, segments, details = Flow(), defaultdict(Flow), []
        for account, history in self.accounts.items():
            own, active = self.bridged(history)
            for name in {lane[0] for lane in own}:
                segments[name].amount["opening"] += 0
            p, revalued, c = self.worth(own, opening, opening), self.worth(own, opening, closing), self.worth(own, closing, closing)
            line = self.line(active, opening, revalued, c)
            book(total, p, revalued, c, line, c - revalued)
            if line:
                details.append((account, line, (revalued, c)))
            held = {lane[1] for lane in own if self.worth(own, opening, opening, lane[1], 1) > 0}
            if line == "expansion" and self.options.get("product"):
                self.sell(total, own, opening, closing, held, c - revalued)
            if not self.options.get("by"):
                continue
            names = sorted({lane[0] for lane in own}, key=by_name)
            parts = [(self.worth(own, opening, opening, name), self.worth(own, opening, closing, name), self.worth(own, closing, closing, name)) for name in names]
            changes = [after - before for _, before, after in parts]
            for name, (q, before, after), transfer, change in zip(names, parts, transfers(changes, self.places), changes, strict=True):
                flow = segments[name]
                book(flow, q, before, after, line, change - transfer)
                flow.amount["transfer"] += transfer
                if line == "expansion" and self.options.get("product") and change != transfer:
                    within = {lane: cells for lane, cells in own.items() if lane[0] == name}
                    self.sell(flow, within, opening, closing, held, change - transfer)
        return total, segments, details

    def sell(self, flow: Flow, own: History, opening: int, closing: int, held: set[Any], expansion: Fraction) -> None:
        """Splits an expansion over the product families that gained, in proportion."""
        products = {lane[1] for lane in own}
        families = sorted(products, key=lambda name: by_name((name,)))
        gains = [max(Fraction(0), self.worth(own, closing, closing, name, 1) - self.worth(own, opening, closing, name, 1)) for name in families]
        parts = dict(zip(families, parts_of(expansion, gains, piece([*gains, expansion], self.places)), strict=True))
        for line, of in (("upsell", held), ("cross_sell", products - held)):
            flow.add(line, sum((part for name, part in parts.items() if name in of), Fraction(0)))

    def edges(self) -> list[tuple[int, int]]:
        if "opening" in self.options:
            opening = month_number(self.options["opening"])
            if opening >= self.last:
                raise Refused("inconsistent", "opening")
            return [(opening, self.last)]
        period, begins = self.options.get("period", "month"), self.options.get("year_begins", 1)
        return [(month - LENGTH[period], month) for month in range(self.first, self.last + 1) if ends(month, period, begins)]


def book(flow: Flow, opening: Fraction, revalued: Fraction, closing: Fraction, line: str | None, change: Fraction) -> None:
    flow.add("opening", opening)
    flow.add("closing", closing)
    flow.amount["fx"] += revalued - opening
    if line:
        flow.add(line, abs(change))


def by_name(segment: tuple[Any, ...]) -> list[tuple[bool, Any]]:
    """A segment without a name comes first."""
    return [(part is not None, part) for part in segment]


def transfers(changes: list[Fraction], places: int) -> list[Fraction]:
    """What cancels out over all segments; the larger side keeps its rest in proportion, by largest remainder."""
    gains, losses = [max(c, Fraction(0)) for c in changes], [max(-c, Fraction(0)) for c in changes]
    moved, unit = min(sum(gains), sum(losses)), piece(changes, places)
    return [to - out for to, out in zip(parts_of(moved, gains, unit), parts_of(moved, losses, unit), strict=True)]


def piece(amounts: list[Fraction], places: int) -> Fraction:
    """The largest part of the last place in which all amounts are whole."""
    own = [Fraction(1, 10**places), *amounts]
    below = math.lcm(*(amount.denominator for amount in own))
    return Fraction(math.gcd(*(int(amount * below) for amount in own)), below)


def parts_of(whole: Fraction, weights: list[Fraction], unit: Fraction) -> list[Fraction]:
    """Whole units that add up; what is left over goes to the largest remainders, among equals the first by name."""
    if not sum(weights):
        return [Fraction(0)] * len(weights)
    exact = [whole * weight / sum(weights) / unit for weight in weights]
    floors = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for at in order[: int(whole / unit) - sum(floors)]:
        floors[at] += 1
    return [floor * unit for floor in floors]


def flows(ledger: Ledger) -> dict[Any, list[tuple[Flow, Flow]]]:
    """By segment (None: all together), for each period: the flow that the lines are from, and that of logo churn."""
    by_events, logos_by_events, *_ = CONVENTIONS[ledger.options.get("convention", "snapshot")]
    found: dict[Any, list[tuple[Flow, Flow]]] = defaultdict(list)
    for opening, closing in ledger.edges():
        total, segments, _ = ledger.step(opening, closing)
        months = [ledger.step(month, month + 1) for month in range(opening, closing)]
        for name in [None, *segments]:
            snapshot = total if name is None else segments[name]
            events = None
            for monthly, parts, _ in months:
                own = monthly if name is None else parts[name]
                events = own if events is None else events.then(own)
            assert events is not None
            found[name].append((events if by_events else snapshot, events if logos_by_events else snapshot))
    return found


def report(case: Mapping[str, Any]) -> dict[str, Any]:
    """What `movements` reports for the columns of a case."""
    ledger = Ledger(case)
    months = [month_name(closing, ledger.kind) for _, closing in ledger.edges()]
    found, by = flows(ledger), case["options"].get("by", [])
    keys = sorted((name for name in found if name is not None), key=lambda key: [(part is not None, str(part)) for part in key]) if by else [None]
    table: dict[str, Any] = {name: [key[at] for key in keys for _ in months] for at, name in enumerate(by)}
    table["month"] = months * len(keys)
    pairs = [pair for key in keys for pair in found[key]]
    return table | columns_of(ledger, pairs)


def columns_of(ledger: Ledger, pairs: list[tuple[Flow, Flow]]) -> dict[str, Any]:
    """The report: amounts, counts, ratios."""
    products, places = bool(ledger.options.get("product")), ledger.places
    own = [flow for flow, _ in pairs]
    rows = [row_of(flow, products, places) for flow in own]
    table = {line: [row[line] for row in rows] for line in [*LINES, *(SOLD.values() if products else ())]}
    table |= {name: [flow.accounts[line] for flow in own] for name, line in (COUNTS | (SOLD if products else {})).items()}
    convention = ledger.options.get("convention", "snapshot")
    ratios = [ratios_of(flow, logos, convention) for flow, logos in pairs]
    names = ["gross_revenue_retention", "net_revenue_retention", "quick_ratio", "quick_ratio_with_reactivation", "logo_churn_rate"]
    table |= {name: [row[name] for row in ratios] for name in names}
    table["arr"] = [shown(12 * flow.amount["closing"], places) for flow in own]
    table["arpa"] = [share(flow.amount["closing"], flow.accounts["closing"]) for flow in own]
    table["convention"] = [convention] * len(own)
    return table


def ratios_of(flow: Flow, logos: Flow, convention: str) -> dict[str, str | None]:
    _, _, with_new, with_back, _ = CONVENTIONS[convention]
    amount, base = flow.amount, flow.amount["opening"] + flow.amount["fx"]
    losses, gains = amount["contraction"] + amount["churn"], amount["new_business"] + amount["expansion"]
    opening = logos.accounts["opening"]
    return {
        "gross_revenue_retention": share(base - losses, base),
        "net_revenue_retention": share(base - losses + amount["expansion"] + with_back * amount["reactivation"], base),
        "quick_ratio": share(gains, losses),
        "quick_ratio_with_reactivation": share(gains + amount["reactivation"], losses),
        "logo_churn_rate": share(logos.accounts["churn"], opening + with_new * logos.accounts["new_business"]) if opening else None,
    }


def side_by_side(case: Mapping[str, Any]) -> dict[str, Any]:
    """One ledger under every convention."""
    reports = [report(case | {"options": case["options"] | {"convention": name}}) for name in CONVENTIONS]
    return {name: [value for own in reports for value in own[name]] for name in reports[0]}


def cohorts(case: Mapping[str, Any]) -> dict[str, Any]:
    """Accounts and revenue by first month and age, and all together."""
    ledger = Ledger(case)
    with_mrr = case["options"].get("mrr", "mrr") is not None
    span = ledger.last - ledger.first + 1
    active: dict[Any, dict[int, Fraction]] = {}
    for account, own in ledger.accounts.items():
        worth = {month: ledger.worth(own, month, month) for month in range(ledger.start, ledger.last + 1)}
        active[account] = {month: value for month, value in worth.items() if value > 0}
    by_cohort: dict[int, list[dict[int, Fraction]]] = defaultdict(list)
    for months in active.values():
        if months and min(months) >= ledger.first:
            by_cohort[min(months)].append(months)
    table: dict[str, list[Any]] = {name: [] for name in ["cohort", "age", "accounts", "account_retention", *(["mrr", "revenue_retention"] if with_mrr else [])]}
    ages: list[list[Any]] = [[0, 0, 0, Fraction(0), Fraction(0)] for _ in range(span)]
    for cohort in sorted(by_cohort):
        own = by_cohort[cohort]
        for age in range(span):
            month, known = cohort + age, cohort + age <= ledger.last
            here, money = [o for o in own if month in o], sum((o.get(month, Fraction(0)) for o in own), Fraction(0))
            start = sum((o[cohort] for o in own), Fraction(0))
            table["cohort"].append(month_name(cohort, ledger.kind))
            table["age"].append(age)
            table["accounts"].append(len(here) if known else None)
            table["account_retention"].append(share(len(here), len(own)) if known else None)
            if with_mrr:
                table["mrr"].append(shown(money, ledger.places) if known else None)
                table["revenue_retention"].append(share(money, start) if known else None)
            if known:
                ages[age] = [a + b for a, b in zip(ages[age], [1, len(own), len(here), start, money], strict=True)]
    averages: dict[str, Any] = {"age": list(range(span)), "cohorts": [row[0] for row in ages], "opening_accounts": [row[1] for row in ages], "accounts": [row[2] for row in ages], "account_retention": [share(row[2], row[1]) for row in ages]}
    if with_mrr:
        averages |= {"opening_mrr": [shown(row[3], ledger.places) for row in ages], "mrr": [shown(row[4], ledger.places) for row in ages], "revenue_retention": [share(row[4], row[3]) for row in ages]}
    return {"table": table, "averages": averages}


def details(case: Mapping[str, Any]) -> dict[str, Any]:
    """Every single movement: account, month, line, and the amount between its opening and closing as they are shown."""
    ledger = Ledger(case)
    rows = [(account, closing, LINES.index(line), edges) for opening, closing in ledger.edges() for account, line, edges in ledger.step(opening, closing)[2]]
    rows.sort()
    minor = [[round(edge * 10**ledger.places) for edge in edges] for *_, edges in rows]
    texts = lambda numbers: [plain(Fraction(number, 10**ledger.places)) for number in numbers]  # noqa: E731
    return {
        "account": [account for account, *_ in rows],
        "month": [month_name(month, ledger.kind) for _, month, *_ in rows],
        "movement": [LINES[line] for _, _, line, _ in rows],
        "opening": texts(before for before, _ in minor),
        "amount": texts(abs(after - before) for before, after in minor),
        "closing": texts(after for _, after in minor),
    }
