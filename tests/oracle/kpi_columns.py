"""Writes tests/vectors/kpi/columns.json: KPIs of rows and groups, by the scalar definitions and sums of fractions."""

from __future__ import annotations

import sys
from fractions import Fraction
from math import isinf, isnan
from random import Random
from typing import Any

from exact import Refused, plain, publish, rounded
from kpi import drawn
from kpi_definitions import CHOICES, DEFINITIONS

SUMMED = {"count", "amount", "balance", "headcount"}
Column = dict[str, Any]


def integers(*values: int | None) -> Column:
    return {"type": "integer", "values": list(values)}


def floats(*values: float | str | None) -> Column:
    return {"type": "float", "values": list(values)}


def decimals(scale: int, *values: str | None) -> Column:
    return {"type": "decimal", "scale": scale, "values": list(values)}


def texts(*values: str | None) -> Column:
    return {"type": "text", "values": list(values)}


def flags(*values: bool | None) -> Column:
    return {"type": "flag", "values": list(values)}


def days(*values: str | None) -> Column:
    return {"type": "day", "values": list(values)}


MONTHS = {
    "plan": texts("pro", "free", "pro", None, "free", None),
    "opening": integers(100, 40, 100, 7, 2, 0),
    "churned": integers(3, 0, 6, 7, 0, 0),
}
MRR = {
    "region": integers(1, 2, 1, 2),
    "plan": texts("a", "a", "b", "a"),
    "opening": decimals(2, "1000.10", "0.03", "99.99", "0.01"),
    "contraction": decimals(1, "0.1", "0.0", "9.9", "0.0"),
    "churned": floats(0.2, 0.0, 90.09, 0.01),
}
KEYS = {"by": ["plan"]}
SKIP = {"missing": "skip"}
LENIENT = {"invalid": "missing"}
HOLES = {"g": texts("a", "a", "b", "c"), "opening": integers(10, None, 5, None), "churned": integers(1, 2, None, None)}
LTV = {"arpa": floats(100.0, 100.0, 30.5), "monthly_churn": floats(0.05, 0.05, 0.0), "g": texts("x", "x", "y")}
# More rows than a word has bits, on whose places the flags and days depend.
LONG = {"opening": integers(*range(10, 160)), "churned": integers(*(row % 7 for row in range(150)))}
IN_TURN = flags(*(None if row % 11 == 5 else row % 3 == 0 or row > 120 for row in range(150)))
IN_MONTHS = days(*(None if row % 13 == 2 else f"{1969 + row % 2}-{12 - row % 5:02}-{1 + row % 3:02}" for row in range(150)))
# name, query beside the KPI, columns
CASES: list[tuple[str, str, dict[str, Any], dict[str, Column]]] = [
    ("row by row", "churn_rate", {}, MONTHS),
    ("by plan, where missing is a key of its own", "churn_rate", KEYS, MONTHS),
    ("all rows are one group", "churn_rate", {"by": []}, MONTHS),
    ("no row at all", "churn_rate", {}, {"opening": integers(), "churned": integers()}),
    ("no row at all, by plan", "churn_rate", KEYS, {"plan": texts(), "opening": integers(), "churned": integers()}),
    ("the sum of no row", "churn_rate", {"by": []}, {"opening": integers(), "churned": integers()}),
    ("three types, two keys", "gross_revenue_retention", {"by": ["region", "plan"]}, MRR),
    ("three types, as floats", "gross_revenue_retention", {"digits": "float"}, MRR),
    ("decimals because a column is", "gross_revenue_retention", {"digits": "same", "by": ["region"]}, MRR),
    ("two places, ties to even", "arpa", {"places": 2}, {"mrr": decimals(3, "0.125", "0.135", "0.145", "1.005"), "accounts": integers(1, 1, 1, 1)}),
    ("no place, ties to even", "arpa", {"places": 0}, {"mrr": integers(1, 3, 5, 7), "accounts": integers(2, 2, 2, 2)}),
    ("a column by another name", "arr", {"inputs": {"mrr": {"column": "m"}}}, {"m": texts("0.0833333333333333333333333333", "-0", "12")}),
    ("numbers for all rows", "ltv", {"inputs": {"gross_margin": {"value": "0.75"}, "lifetime_months": {"value": 12}}}, {"arpa": floats(50000.0, 0.1, 1e22)}),
    ("a choice for all rows", "compound", {"inputs": {"from_period": {"value": "month"}, "to_period": {"value": "year"}}}, {"rate": floats(0.01, 0.08, -0.02, 1.0)}),
    ("a choice in a column", "discounted_ltv", {"inputs": {"margin": {"value": 1}, "monthly_churn": {"value": 0.2}, "discount_rate": {"value": "0.1"}}}, {"timing": texts("immediate", "end_of_period", "on_renewal")}),
    ("an unknown choice in a column", "discounted_ltv", {"inputs": {"margin": {"value": 1}, "monthly_churn": {"value": 0.2}, "discount_rate": {"value": "0.1"}}}, {"timing": texts("immediate", "never")}),
    ("by floats, where -0 is 0 and NaN is missing", "churn_rate", {"by": ["g"]}, MONTHS | {"g": floats(0.5, 0.0, None, -0.0, 0.5, "NaN")}),
    ("by flags, where missing is neither", "churn_rate", {"by": ["g"]}, MONTHS | {"g": flags(True, False, True, None, False, None)}),
    ("by flags that are all there", "churn_rate", {"by": ["g"]}, MONTHS | {"g": flags(False, False, True, False, True, False)}),
    ("by flags that are all missing", "churn_rate", {"by": ["g"]}, MONTHS | {"g": flags(*[None] * 6)}),
    ("by flags of many rows", "churn_rate", {"by": ["g"]}, LONG | {"g": IN_TURN}),
    ("by days, where missing is none", "churn_rate", {"by": ["g"]}, MONTHS | {"g": days("2026-01-31", "1970-01-01", "2026-01-31", None, "1969-12-31", None)}),
    ("by days of many rows", "churn_rate", {"by": ["g"]}, LONG | {"g": IN_MONTHS}),
    ("by flags and days", "churn_rate", {"by": ["g", "h"]} | SKIP, LONG | {"g": IN_TURN, "h": IN_MONTHS}),
    ("by days and texts", "churn_rate", {"by": ["g", "plan"]}, MONTHS | {"g": days("2026-01-31", "1970-01-01", "2026-01-31", None, "1970-01-01", None)}),
    ("a flag is no number", "churn_rate", {}, {"opening": integers(2, 1), "churned": flags(True, False)}),
    ("a day is no number", "churn_rate", {"by": []} | LENIENT, {"opening": days("2026-01-31"), "churned": integers(1)}),
    ("by decimals", "churn_rate", {"by": ["g"]}, MONTHS | {"g": decimals(1, "1.5", "2.5", "1.5", None, "-1.5", None)}),
    ("by decimals and floats", "churn_rate", {"by": ["g", "h"]}, MONTHS | {"g": decimals(0, "1", "2", "1", "1", "2", "1"), "h": floats(1.0, 2.0, 1.0, 1.5, 2.0, 1.5)}),
    ("what is per customer is not summed", "ltv_from_churn", {"by": ["g"]}, LTV),
    ("what is per customer must be the same", "ltv_from_churn", {"by": []}, LTV),
    ("what is per customer must be the same, as a reason", "ltv_from_churn", {"by": []} | LENIENT, LTV),
    ("missing inputs", "churn_rate", {}, HOLES),
    ("missing inputs, by group", "churn_rate", {"by": ["g"]}, HOLES),
    ("missing inputs, skipped", "churn_rate", {"by": ["g"]} | SKIP, HOLES),
    ("missing inputs, skipped without groups", "churn_rate", SKIP, HOLES),
    ("NaN is missing", "arpa", {}, {"mrr": floats("NaN", 1.0), "accounts": integers(2, 2)}),
    ("an infinite number", "arpa", {}, {"mrr": floats(1.0, "inf"), "accounts": integers(2, 2)}),
    ("an infinite number as a reason", "arpa", LENIENT, {"mrr": floats("-inf", 1.0), "accounts": integers(2, 2)}),
    ("an infinite number in a group", "arpa", {"by": ["accounts"]}, {"mrr": floats(1.0, "inf"), "accounts": integers(2, 2)}),
    ("an infinite number in a group as a reason", "arpa", {"by": ["accounts"]} | LENIENT, {"mrr": floats(1.0, "inf", 3.0), "accounts": integers(2, 2, 3)}),
    ("more lost than there were", "churn_rate", {}, {"opening": integers(5, 5), "churned": integers(5, 6)}),
    ("more lost than there were, in one row of a group that adds up", "churn_rate", {"by": []}, {"opening": integers(5, 5), "churned": integers(4, 6)}),
    ("more lost than there were, as a reason", "churn_rate", LENIENT, {"opening": integers(5, 0, 5), "churned": integers(6, 0, 1)}),
    ("a count below 0 that a sum would hide", "churn_rate", {"by": []}, {"opening": integers(10, 5, 10), "churned": integers(3, -1, 2)}),
    ("a count below 0 that a sum would hide, as decimals", "churn_rate", {"by": ["g"]}, {"g": texts("a", "b", "b"), "opening": decimals(1, "10.0", "5.0", "5.0"), "churned": decimals(0, "3", "1", "-1")}),
    ("a count below 0 that a sum would hide, as a reason", "churn_rate", {"by": ["g"]} | LENIENT, {"g": texts("a", "a", "b"), "opening": integers(10, 5, 10), "churned": integers(3, -1, 2)}),
    ("halves that a sum would make whole", "churn_rate", {"by": []}, {"opening": floats(9.5, 0.5), "churned": floats(1.0, 1.0)}),
    ("heads below 0 that a sum would hide", "arr_per_csm", {"by": []}, {"arr": integers(100, 200), "csms": floats(2.5, -0.5)}),
    ("halves of heads", "arr_per_csm", {"by": []}, {"arr": integers(100, 200), "csms": floats(2.5, 0.5)}),
    ("a count below 0 in a row that lacks another", "churn_rate", {"by": []} | SKIP, {"opening": integers(10, None), "churned": integers(3, -1)}),
    ("below 0", "arr", {}, {"mrr": decimals(2, "0.00", "-0.01")}),
    ("below 0 as a reason", "arr", LENIENT, {"mrr": decimals(2, "0.00", "-0.01")}),
    ("a count with a fraction", "churn_rate", {}, {"opening": floats(10.0, 10.0), "churned": floats(1.0, 1.5)}),
    ("counts as decimals", "churn_rate", {}, {"opening": decimals(1, "3.0"), "churned": decimals(2, "1.00")}),
    ("a text that is no number", "arr", {}, {"mrr": texts("1", "1,5")}),
    ("a text that is no number, as a reason", "arr", LENIENT, {"mrr": texts("1", "1e5")}),
    ("credits within an account", "growth_rate", {"by": ["g"]}, {"g": texts("a", "a"), "opening": integers(100, 20), "closing": integers(-10, 150)}),
    ("a sum beyond 64 bits", "churn_rate", {"by": []}, {"opening": integers(2**62, 2**62, 2**62, 2**62 - 1), "churned": integers(1, 0, 0, 0)}),
    ("a sum of counts beyond 64 bits", "nps", {"by": []}, {"promoters": integers(*[2**62] * 5), "passives": integers(*[0] * 5), "detractors": integers(*[0] * 5)}),
    ("a sum of 29 digits passes through", "arpa", {"by": []}, {"mrr": decimals(0, "9" * 28, "9" * 28), "accounts": integers(5, 5)}),
    ("a sum of more than 38 digits", "arpa", {"by": []}, {"mrr": texts("9" * 28, "0." + "0" * 27 + "1"), "accounts": integers(1, 1)}),
    ("0.1 and 0.2 are 0.3", "arpa", {"by": [], "digits": "float"}, {"mrr": floats(0.1, 0.2), "accounts": integers(1, 0)}),
    ("the nearest float of what is exact", "churn_rate", {"digits": "float"}, {"opening": integers(2**63 - 1, 3), "churned": integers(1, 1)}),
    ("too many digits for decimals of one scale", "arpa", {"digits": "decimal"}, {"mrr": decimals(0, "9" * 27, "1"), "accounts": integers(1, 3)}),
    ("too many digits, as texts", "arpa", {"digits": "text"}, {"mrr": decimals(0, "9" * 27, "1"), "accounts": integers(1, 3)}),
    ("an overflow names its row", "arr", {}, {"mrr": decimals(0, "1", "9" * 28)}),
    ("an overflow as a reason", "arr", LENIENT, {"mrr": decimals(0, "1", "9" * 28)}),
    ("a column that is not there", "arr", {"inputs": {"mrr": {"column": "m"}}}, {"mrr": integers(1)}),
    ("an input that nothing is said about", "arpa", {}, {"mrr": integers(1)}),
    ("a key by the name of the KPI", "arr", {"by": ["arr"]}, {"mrr": integers(1), "arr": texts("a")}),
    ("a key by the name of the reasons", "arr", {"by": ["mrr", "arr_reason"]}, {"mrr": integers(1), "arr_reason": texts("a")}),
    ("a key by the name of what is left out", "arr", {"by": ["left_out"]} | SKIP, {"mrr": integers(1), "left_out": texts("a")}),
    ("a key twice", "arr", {"by": ["mrr", "mrr"]}, {"mrr": integers(1)}),
    ("a key that is not there", "arr", {"by": ["plan"]}, {"mrr": integers(1)}),
    ("an input that the KPI has not", "arr", {"inputs": {"mmr": {"column": "mrr"}}}, {"mrr": integers(1)}),
    ("a KPI that there is not", "arrr", {}, {"mrr": integers(1)}),
    ("a number outside its range", "ltv", {"inputs": {"gross_margin": {"value": 2}}}, {"arpa": integers(1)}),
    ("29 places", "arr", {"places": 29}, {"mrr": integers(1)}),
    ("not observed for long enough", "cohort_retention_rate", {"inputs": {"age_months": {"value": 6}}}, {"started": integers(9, 9), "retained": integers(3, 3), "observed_months": integers(6, 5)}),
]  # fmt: skip


def number(value: Any, kind: str, column: Column) -> Any:
    """A cell as a fraction, or the name of a choice; None is missing."""
    if value is None or value == "NaN":
        return None
    if column["type"] == "float":
        if isinf(float(value)):
            raise Refused("non_finite")
        return None if isnan(float(value)) else Fraction(repr(float(value)))
    if kind in CHOICES:
        if value not in CHOICES[kind]:
            raise Refused("invalid_argument")
        return value
    if column["type"] == "text":
        digits = str(value).removeprefix("-").replace(".", "", 1)
        if not digits.isdecimal() or not digits.isascii():
            raise Refused("invalid_number")
    return Fraction(str(value))


def evaluate(kpi: str, inputs: dict[str, Any]) -> Fraction:
    return DEFINITIONS[kpi].evaluate({name: value for name, value in inputs.items() if value is not None})


class Table:
    """A query on a table, answered by definition."""

    def __init__(self, kpi: str, query: dict[str, Any], columns: dict[str, Column]) -> None:
        self.kpi, self.query, self.columns = kpi, query, columns
        self.rows = len(next(iter(columns.values()))["values"])
        self.lenient = query.get("invalid") == "missing"
        self.skip = query.get("missing") == "skip"

    def bind(self) -> None:
        """Where each input comes from: the name of a column, or a constant."""
        if self.kpi not in DEFINITIONS:
            raise Refused("unknown_name", "kpi")
        self.definition = DEFINITIONS[self.kpi]
        self.source: dict[str, tuple[str | None, Any]] = {}
        given = self.query.get("inputs", {})
        for name in given:
            if name not in self.definition.inputs:
                raise Refused("unknown_name", f"inputs.{name}")
        for name, kind in self.definition.inputs.items():
            if "value" in given.get(name, {}):
                value = given[name]["value"]
                if kind not in CHOICES:
                    value = Fraction(str(value))
                    try:
                        self.definition.read(name, kind, {name: value})
                    except Refused as refused:
                        raise Refused(refused.code, f"inputs.{name}", refused.shows) from None
                self.source[name] = (None, value)
        if self.query.get("places", 0) > 28:
            raise Refused("out_of_range", "places")
        for at, key in enumerate(self.query.get("by") or []):
            if key in (self.kpi, f"{self.kpi}_reason", "left_out", *self.query["by"][:at]):
                raise Refused("duplicate", f"by[{at}]")
        for name in self.definition.inputs:
            if name in self.source:
                continue
            column = given.get(name, {}).get("column", name)
            if column in self.columns:
                if self.columns[column]["type"] in ("flag", "day"):
                    raise At(Refused("type_mismatch"), path=name, column=column)
                self.source[name] = (column, None)
            elif name not in given and name in self.definition.defaults:
                self.source[name] = (None, Fraction(self.definition.defaults[name]))
            else:
                raise At(Refused("missing_column"), path=name, column=column)
        for key in self.query.get("by") or []:
            if key not in self.columns:
                raise At(Refused("missing_column"), column=key)

    def cell(self, name: str, row: int) -> Any:
        column, constant = self.source[name]
        if column is None:
            return constant
        try:
            kind = self.definition.inputs[name]
            return number(self.columns[column]["values"][row], kind, self.columns[column])
        except Refused as refused:
            raise At(refused, path=name, column=column, row=row) from None

    def value(self, inputs: dict[str, Any], row: int) -> Fraction:
        try:
            return evaluate(self.kpi, inputs)
        except Refused as refused:
            column = self.source.get(refused.place or "", (None, None))[0]
            raise At(refused, path=refused.place, column=column, row=row) from None

    def group(self, rows: list[int]) -> tuple[Any, int]:
        """The value of rows, and how many of them were left out."""
        left_out = 0
        sums: dict[str, Any] = {}
        for row in rows:
            cells = {name: self.known(name, row) for name in self.source}
            if None in cells.values():
                left_out += 1
                continue
            for name, kind in self.definition.inputs.items():
                column = self.source[name][0]
                value = self.cell(name, row)
                if column is None:
                    sums[name] = value
                elif kind in SUMMED:
                    if kind in ("count", "headcount") and (value < 0 or (kind == "count" and value.denominator != 1)):
                        raise At(Refused("out_of_range"), path=name, column=column, row=row)
                    sums[name] = sums.get(name, Fraction(0)) + value
                    if digits(sums[name]) > 38:
                        raise At(Refused("overflow"), path=name, column=column, row=row)
                elif sums.setdefault(name, value) != value:
                    raise At(Refused("inconsistent"), path=name, column=column, row=row)
        if left_out and (not self.skip or left_out == len(rows)):
            return "missing", left_out
        for name, (column, constant) in self.source.items():
            sums.setdefault(name, constant if column is None else Fraction(0))
        return self.value(sums, rows[0] if rows else 0), left_out

    def known(self, name: str, row: int) -> Any:
        """Something that is not None where the cell is there."""
        try:
            return self.cell(name, row)
        except At:
            return "there"

    def answer(self) -> dict[str, Any]:
        self.bind()
        by = self.query.get("by")
        if by is None:
            groups = [[row] for row in range(self.rows)]
        elif not by:
            groups = [list(range(self.rows))]
        else:
            found: dict[tuple[Any, ...], list[int]] = {}
            for row in range(self.rows):
                values = (self.columns[key]["values"][row] for key in by)
                found.setdefault(tuple(None if value == "NaN" else value for value in values), []).append(row)
            groups = list(found.values())
        values, reasons, left_out = [], [], []
        for rows in groups:
            value, reason, left = None, None, 0
            try:
                value, left = self.group(rows)
                if value == "missing":
                    value, reason = None, "missing"
                else:
                    value = self.written(value, rows[0] if rows else 0)
            except At as at:
                undefined = at.code in ("zero_denominator", "no_losses", "no_population", "too_young")
                if not (undefined or self.lenient):
                    raise
                value, reason = None, at.code
            values.append(value)
            reasons.append(reason)
            left_out.append(left)
        expected: dict[str, Any] = {"numbers": self.aligned(values), "reasons": reasons}
        if by:
            keys = {key: [self.columns[key]["values"][rows[0]] for rows in groups] for key in by}
            expected["keys"] = keys
        if by is not None and self.skip:
            expected["left_out"] = left_out
        return expected

    def decimal(self) -> bool:
        used = [self.columns[column]["type"] for column, _ in self.source.values() if column]
        digits = self.query.get("digits", "same")
        return digits == "decimal" or (digits == "same" and "decimal" in used)

    def written(self, value: Fraction, row: int) -> Any:
        try:
            text = rounded(value)
        except Refused as refused:
            raise At(refused, row=row) from None
        if "places" in self.query:
            return plain(Fraction(round(value * 10 ** self.query["places"]), 10 ** self.query["places"]))
        if self.query.get("digits") == "text" or self.decimal():
            return text
        return float(value)

    def aligned(self, values: list[Any]) -> list[Any]:
        """Decimals of one column have one scale."""
        if "places" not in self.query and self.decimal():
            scale = max((len(v.partition(".")[2]) for v in values if v is not None), default=0)
            for row, value in enumerate(values):
                if value is not None and digits(Fraction(value) * 10**scale) > 38:
                    raise At(Refused("overflow"), row=row)
        return values


def digits(value: Fraction) -> int:
    """Digits of a decimal's mantissa."""
    while value.denominator != 1:
        value *= 10
    return len(str(abs(value.numerator)))


class At(Exception):
    """A refusal with its place."""

    def __init__(
        self, refused: Refused, path: str | None = None, column: str | None = None, row: int | None = None
    ) -> None:
        super().__init__(refused.code)
        self.code = refused.code
        self.place = {"path": path, "column": column, "row": row}
        self.shows = {} if refused.shows is None else {"shows": refused.shows}


def case(name: str, kpi: str, query: dict[str, Any], columns: dict[str, Column]) -> dict[str, Any]:
    head = {"name": name, "query": {"kpi": kpi} | query, "columns": columns}
    try:
        return head | {"expected": Table(kpi, query, columns).answer()}
    except At as at:
        place = {key: value for key, value in at.place.items() if value is not None}
        return head | {"error": at.code} | place | at.shows
    except Refused as refused:
        return head | {"error": refused.code} | ({"path": refused.place} if refused.place else {}) | ({} if refused.shows is None else {"shows": refused.shows})


def column_of(kind: str, random: Random, rows: int) -> Column:
    """Drawn values of a kind in one of the types that hold them."""
    values = [drawn(random, kind) for _ in range(rows)]
    if kind in CHOICES:
        return texts(*values)
    if kind == "count":
        return integers(*map(int, values))
    scale = max(len(value.partition(".")[2]) for value in values)
    return random.choice([decimals(scale, *values), texts(*values), floats(*map(float, values))])


def draws() -> list[dict[str, Any]]:
    """Each KPI by row and by group, on drawn values, refusals as reasons."""
    found = []
    for kpi, definition in DEFINITIONS.items():
        random = Random(f"columns of {kpi}")
        columns = {name: column_of(kind, random, 9) for name, kind in definition.inputs.items()}
        # What is not summed is the same in a group.
        for name, kind in definition.inputs.items():
            if kind not in SUMMED:
                cells = columns[name]["values"]
                cells[3:6] = cells[3:4] * 3
        key = {"key": texts("a", "b", None, "d", "d", "d", "b", "a", "e")}
        for query in ({"digits": "text"}, {"digits": "text", "by": ["key"]}, {"digits": "float"}):
            found.append(case(f"{kpi} drawn", kpi, query | LENIENT, key | columns))
    return found


def main() -> None:
    cases = [case(*each) for each in CASES] + draws()
    document = {"room": "kpi", "count": len(cases), "cases": cases}
    print("kpi columns:", len(cases))
    sys.exit(0 if publish("kpi/columns.json", document, lines=True) else 1)


if __name__ == "__main__":
    main()
