"""The vectors of the room `touch`."""

import pickle
from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pytest
import vectors

import customer_success as cs

CASES = vectors.room("touch")


def column(values: list[Any]) -> list[Any]:
    """JSON has no NaN and no infinity: they stand there as texts."""
    names = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
    return [names.get(value, value) if isinstance(value, str) else value for value in values]


def fit_in_parts(
    policy: cs.TouchPolicy, table: dict[str, Any], day: dict[str, Any], whole: cs.TouchPolicy
) -> None:
    """Two parts, pickled on their way, give the document of the whole; split ties after a second round."""
    rows = len(next(iter(table.values())))
    # A part whose texts are all missing has a column of no kind: the table is made first, then cut.
    columns = pa.table(table)
    tables = columns.slice(0, rows // 2), columns.slice(rows // 2)
    one, other = (pickle.loads(pickle.dumps(policy.fit_part(part, **day))) for part in tables)
    if '"split"' in policy.to_json():
        with pytest.raises(cs.CustomerSuccessError) as refused:
            one.merge(other).finish()
        assert refused.value.code == "invalid_argument"
        ties = pickle.loads(pickle.dumps(one.merge(other).ties()))
        one, other = (pickle.loads(pickle.dumps(ties.fit_part(part))) for part in tables)
    assert one.merge(other).finish().to_json() == other.merge(one).finish().to_json() == whole.to_json()


def assign(case: dict[str, Any]) -> dict[str, Any]:
    """What the case expects, found by fitting, applying and summing."""
    policy = cs.TouchPolicy(case["policy"])
    table = {name: column(values) for name, values in case["columns"].items()}
    options = {name: case[name] for name in ("as_of", "invalid") if name in case}
    day = {"as_of": case["as_of"]} if "as_of" in case else {}
    needs_fit = case.get("fit", True) and not policy.is_fitted
    fitted = policy.fit(table, **day) if needs_fit else policy
    if needs_fit:
        fit_in_parts(policy, table, day, fitted)
    if "previous" in case:
        table["previous tier"], options["previous"] = case["previous"], "previous tier"
    tiers = fitted.apply(table, **options)
    summed = case.get("summed")
    placed = fitted.place(table, value=summed, **options)
    assert placed.tiers() == tiers["tier"]
    moved = fitted.movements(table, value=summed, **options) if "previous" in case else None
    reasons = {rule["reason"]: "override" for rule in fitted.to_dict().get("overrides", [])}
    thresholds = fitted.to_dict()["cut"]["thresholds"]
    return {
        "cut_offs": thresholds["cut_offs"],
        "otherwise": thresholds["otherwise"],
        "tier": tiers["tier"],
        "reason": [reasons.get(reason, reason) for reason in tiers["tier_reason"]],
        "without_accounts": fitted.without_accounts,
        "summary": placed.summary,
        "movements": moved and asdict(moved),
    }


def in_python(expected: dict[str, Any]) -> dict[str, Any]:
    """`from` is a keyword of Python: it is called `from_tier` there."""
    if "movements" not in expected:
        return expected
    names = {"from": "from_tier", "to": "to_tier"}
    moved = expected["movements"]
    own = {
        part: [{names.get(key, key): value for key, value in one.items()} for one in moved[part]]
        for part in ("matrix", "moves")
    }
    return expected | {"movements": own | {"kept": moved["kept"]}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_policies(case: dict[str, Any]) -> None:
    if "columns" not in case:
        found = vectors.outcome(lambda: cs.TouchPolicy(case["policy"]))
    else:
        found = vectors.outcome(lambda: assign(case))
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        assert not isinstance(found, cs.CustomerSuccessError), found
        vectors.assert_near(found, in_python(case.get("expected", {})), 0) if "columns" in case else None


def test_there_are_portfolios_and_refused_documents() -> None:
    assert sum("expected" in case for case in CASES) >= 100
    assert sum("error" in case for case in CASES) >= 30
