"""The same portfolio scored in Rust, Python and C, one by one and in columns: the same bits everywhere.

The golden cases say that the numbers are right; this says that they are one number.
"""

from __future__ import annotations

import csv
import ctypes
import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import customer_success as cs

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "sample_portfolio" / "accounts.csv"
AS_OF = date(2026, 10, 31)
CARDS = ["b2b_saas", "plg", "simple"]
NUMBERS = ["score", "coverage", "low", "high"]

Row = tuple[str | None, ...]


def fact(text: str) -> Any:
    """A cell as a fact: a number, a flag, a text (days are texts), or missing."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text or None


def facts() -> list[dict[str, Any]]:
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        return [{name: fact(cell) for name, cell in row.items()} for row in csv.DictReader(lines)]


FACTS = facts()
EXPECTED_ROWS = 500


def bits(value: float | None) -> str | None:
    return None if value is None else value.hex()


def row(health: dict[str, Any]) -> Row:
    return (health["band"], *(bits(health[name]) for name in NUMBERS))


def built(*what: str) -> Path:
    subprocess.run(["cargo", "build", "--quiet", *what], cwd=ROOT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug"


def rust_one_by_one(card: str) -> list[Row]:
    program = built("-p", "cs-core", "--example", "health") / "examples" / "health"
    lines = "".join(json.dumps(account) + "\n" for account in FACTS)
    done = subprocess.run(
        [program, card, str(AS_OF)], input=lines, text=True, capture_output=True, check=True, encoding="utf-8"
    )
    return [row(json.loads(line)) for line in done.stdout.splitlines()]


def python_one_by_one(card: str) -> list[Row]:
    scorer = getattr(cs.scorecards, card)()
    return [row(vars_of(scorer.score_one(account, as_of=AS_OF))) for account in FACTS]


def vars_of(health: cs.Health) -> dict[str, Any]:
    return {name: getattr(health, name) for name in ("band", *NUMBERS)}


def portfolio() -> pl.DataFrame:
    return pl.read_csv(SAMPLE, try_parse_dates=True)


def python_columns(card: str, threads: int) -> list[Row]:
    scored = getattr(cs.scorecards, card)().score(portfolio(), as_of=AS_OF, threads=threads)
    names = ["health_band", *(f"health_{name}" for name in NUMBERS)]
    return [(band, *map(bits, numbers)) for band, *numbers in scored.select(names).iter_rows()]


class C:
    """The C library, called as a program in C would."""

    def __init__(self, card: str) -> None:
        self.library = ctypes.CDLL(str(built("-p", "cs-ffi") / "libcustomer_success.so"))
        self.library.cs_last_error_message.restype = ctypes.c_char_p
        self.library.cs_string_free.argtypes = [ctypes.c_void_p]
        self.card = ctypes.c_void_p()
        name = card.encode()
        self.call("cs_scorecard_shipped", name, ctypes.c_size_t(len(name)), ctypes.byref(self.card))
        self.day = self.library.cs_date(AS_OF.year, AS_OF.month, AS_OF.day)

    def call(self, function: str, *arguments: Any) -> None:
        if getattr(self.library, function)(*arguments) != 0:
            raise AssertionError(self.library.cs_last_error_message().decode())

    def one_by_one(self) -> list[Row]:
        return [row(self.one(json.dumps(account).encode())) for account in FACTS]

    def one(self, text: bytes) -> dict[str, Any]:
        health = ctypes.c_void_p()
        length = ctypes.c_size_t(len(text))
        self.call("cs_scorecard_score_json", self.card, text, length, self.day, ctypes.byref(health))
        try:
            own: dict[str, Any] = json.loads(ctypes.string_at(health.value or 0))
            return own
        finally:
            self.library.cs_string_free(health)

    def columns(self) -> list[Row]:
        table = portfolio().to_arrow().combine_chunks().to_batches()[0]
        structures = [ctypes.create_string_buffer(128) for _ in range(4)]
        array, schema, out, out_schema = (ctypes.addressof(one) for one in structures)
        table._export_to_c(array, schema)
        pointers = [ctypes.c_void_p(address) for address in (array, schema)]
        outputs = [ctypes.c_void_p(address) for address in (out, out_schema)]
        self.call("cs_scorecard_score_arrow", self.card, *pointers, self.day, *outputs)
        scored = pa.RecordBatch._import_from_c(out, out_schema).to_pylist()
        return [(one["health_band"], *(bits(one[f"health_{name}"]) for name in NUMBERS)) for one in scored]


@pytest.mark.parametrize("card", CARDS)
def test_every_way_gives_the_same_bits(card: str) -> None:
    expected = rust_one_by_one(card)
    assert len(expected) == EXPECTED_ROWS
    assert len(set(expected)) > EXPECTED_ROWS // 2
    c = C(card)
    assert python_one_by_one(card) == expected
    assert python_columns(card, threads=1) == expected
    assert python_columns(card, threads=2) == expected
    assert c.one_by_one() == expected
    assert c.columns() == expected
