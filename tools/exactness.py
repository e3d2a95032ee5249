"""Compares every KPI with fractions on drawn inputs: `tools/exactness.py [CASES_PER_KPI] [SEED]`.

Inputs have up to 28 digits in every place; values are asked for as texts (28 digits) and as floats, through
columns, whose rows are computed as single values are. What has no value must have the right reason. Ends with
1 on any difference; the last line says how many values were compared.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "oracle"))

from exact import Refused, rounded  # type: ignore[import-not-found]  # tests/oracle is no package
from kpi_definitions import CHOICES, DEFINITIONS, Definition  # type: ignore[import-not-found]

import customer_success as cs

BLOCK = 20_000


def drawn(random: Random, kind: str) -> str:
    """A number of a kind: short or long, round or not, near 0 or 1, small or large."""
    if kind in CHOICES:
        return str(random.choice(list(CHOICES[kind])))
    if kind == "count":
        return str(random.randrange(min(10 ** random.randint(1, 19), 2**63)))
    digits = random.randint(1, random.choice((4, 12, 28)))
    mantissa = random.randrange(10**digits)
    places = random.randint(0, 28) if random.random() < 0.2 else random.randint(0, min(digits, 8))
    if kind in ("share", "margin", "discount") and random.random() < 0.9:
        places = random.randint(digits, 28)
    sign = "-" if kind in ("balance", "unit_balance", "margin") and random.random() < 0.3 else ""
    text = str(mantissa).rjust(places + 1, "0")
    return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)


def inputs(random: Random, definition: Definition) -> dict[str, str]:
    """One case; a part is most often drawn below its whole, so that there is a value."""
    values = {name: drawn(random, kind) for name, kind in definition.inputs.items()}
    names = list(values)
    counts = [name for name in names if definition.inputs[name] == "count"]
    if len(counts) >= 2 and random.random() < 0.9 and "promoters" not in counts:
        whole = int(values[counts[0]])
        values[counts[1]] = str(random.randint(0, whole))
    return values


def expected(definition: Definition, case: dict[str, str]) -> tuple[str | None, float | None, str | None]:
    try:
        value = definition.evaluate(case)
        return rounded(value), value.numerator / value.denominator, None
    except Refused as refused:
        return None, None, refused.code


def compare(kpi: str, definition: Definition, cases: int, seed: str) -> tuple[int, int]:
    """Values that were equal, and differences."""
    random = Random(f"{seed} {kpi}")
    values = differences = 0
    for start in range(0, cases, BLOCK):
        block = [inputs(random, definition) for _ in range(min(BLOCK, cases - start))]
        table = {name: [case[name] for case in block] for name in definition.inputs}
        texts = cs.kpi.table(kpi, table, digits="text", invalid="missing")
        floats = cs.kpi.table(kpi, table, digits="float", invalid="missing")[kpi]
        for row, case in enumerate(block):
            text, float_, reason = expected(definition, case)
            near = floats[row]
            # a root is irrational: its float is that of 45 places
            if kpi == "compound" and float_ is not None and near is not None:
                float_ = near if abs(near - float_) <= 1e-15 * abs(float_) + 1e-40 else float_
            found = (texts[kpi][row], near, texts[f"{kpi}_reason"][row])
            if found != (text, float_, reason):
                differences += 1
                if differences <= 3:
                    print(f"{kpi} {case}: {found}, expected {(text, float_, reason)}")
            elif text is not None:
                values += 1
    return values, differences


def main() -> None:
    cases = int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000
    seed = sys.argv[2] if len(sys.argv) > 2 else "exact"
    begun = time.process_time()
    total = wrong = 0
    for kpi, definition in DEFINITIONS.items():
        values, differences = compare(kpi, definition, cases, seed)
        print(f"{kpi}: {values} values of {cases} cases equal, {differences} differences", flush=True)
        total, wrong = total + values, wrong + differences
    seconds = time.process_time() - begun
    print(f"{total} values of {len(DEFINITIONS)} KPIs equal to the last digit, {wrong} not; {seconds:.0f} s")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
