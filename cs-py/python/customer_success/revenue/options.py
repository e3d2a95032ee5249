"""How a ledger is to be read and summed: keywords in, the document that the core reads out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypedDict

from customer_success.errors import CustomerSuccessError
from customer_success.frames import Frame
from customer_success.frames.exact import needed
from customer_success.number import written

Period = Literal["month", "quarter", "year"]
Month = str | int | date
Convention = Literal["snapshot", "chartmogul", "stripe", "profitwell", "recurly", "maxio", "dbt"]
Rate = tuple[str, Month, Decimal | int | str | float]


class Contracts(TypedDict, total=False):
    """The columns of contracts: first day, the day after the last (missing while open), billing period.

    The billing period is one for all (`billing`) or a column (`billing_column`): ``"month"``,
    ``"quarter"``, ``"half-year"``, ``"year"``, ``"week"``, ``"day"``, or several such as ``"2 years"``.
    `active_on` says when in a month a contract must be active to count in it: ``"last_day"`` (default),
    ``"first_day"`` or ``"any_day"``. `days_per_month` (28 to 31) and `weeks_per_month` (4 to 31/7) are for
    prices by days and by weeks, such as ``"30.437"`` and ``"4.345"``; left out, they are the convention's.
    """

    start: str
    end: str
    billing: str
    billing_column: str
    active_on: Literal["last_day", "first_day", "any_day"]
    days_per_month: Decimal | int | str | float
    weeks_per_month: Decimal | int | str | float


def names(given: Mapping[str, Any]) -> list[str]:
    """The columns that the options name."""
    contracts = given.get("contracts")
    if not isinstance(contracts, Mapping | None):
        raise refused("contracts", "names of columns by field", contracts)
    dated = [given.get("month", "month")]
    if contracts is not None:
        dated = [
            contracts.get("start", "start"),
            contracts.get("end", "end"),
            contracts.get("billing_column"),
        ]
    optional = [given.get(name) for name in ("mrr", "product", "currency", "row_id")]
    columns = [given.get("account", "account"), *dated, *optional, *(given.get("by") or ())]
    return [name for name in columns if name is not None]


def document(given: Mapping[str, Any]) -> str:
    """The options as JSON, in which what was left out is left out, but for amounts that are not wanted."""
    own = {name: value for name, value in given.items() if value is not None or name == "mrr"}
    if "rates" in own:
        own["rates"] = [
            {"currency": currency, "month": month, "rate": text(rate)}
            for currency, month, rate in map(triple, own["rates"])
        ]
    if "contracts" in own:
        given_lengths = own["contracts"].keys() & {"days_per_month", "weeks_per_month"}
        lengths = {name: written(f"contracts.{name}", own["contracts"][name]) for name in given_lengths}
        own["contracts"] = {**own["contracts"], **lengths}
    if "by" in own:
        own["by"] = [own["by"]] if isinstance(own["by"], str) else list(own["by"])
    return json.dumps(own, default=plain)


def check_edges(opening: Month | None, closing: Month | None) -> None:
    """Refuses a period without its two months: there would be one for each month."""
    for name, month in (("opening", opening), ("closing", closing)):
        if month is None:
            raise CustomerSuccessError(f"{name}: a month is needed", code="invalid_argument", path=name)


def renamed(error: CustomerSuccessError, option: str, argument: str) -> CustomerSuccessError:
    """The error by the name that the caller knows, where it names this option."""
    if error.path != option:
        return error
    message = f"{argument}{str(error).removeprefix(option)}"
    return type(error)(message, error.code, argument, error.column, error.row, error.value)


def triple(rate: Any) -> Rate:
    """Currency, month and rate."""
    if isinstance(rate, tuple | list) and len(rate) == 3:
        return rate[0], rate[1], rate[2]
    raise refused("rates", "triples of currency, month and rate", rate)


def refused(name: str, needed: str, given: Any) -> CustomerSuccessError:
    """The error that an option is of another kind."""
    kind = type(given).__name__
    return CustomerSuccessError(f"{name}: {needed} are needed, not {kind}", code="type_mismatch", path=name)


def plain(value: Any) -> Any:
    """A month or number as JSON takes it: that of a day, a moment or a scalar of NumPy."""
    if isinstance(value, date):
        return value.isoformat()[:7]
    if getattr(getattr(value, "dtype", None), "kind", "") == "M":
        return str(value)[:7]
    if hasattr(value, "item"):
        return value.item()
    kind = type(value).__name__
    raise CustomerSuccessError(f"options: {kind} is no option", code="type_mismatch", path="options")


def text(rate: Decimal | int | str | float) -> str:
    """A rate as decimal text; a float by its shortest."""
    return rate if isinstance(rate, str) else format(Decimal(str(rate)), "f")


def columns(frame: Frame, given: Mapping[str, Any]) -> Any:
    """The columns of a table that the options name."""
    by = given.get("by")
    return needed(frame, names({**given, "by": [by] if isinstance(by, str) else by}))


By = str | Sequence[str] | None
Rates = Iterable[Rate] | None
