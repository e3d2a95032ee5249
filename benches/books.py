"""Books of business: a hundred thousand accounts for five hundred success managers, beside a plain greedy.

Both get the same hours. The greedy is what one writes without a library: accounts by falling hours, each to
the lightest book (a heap); it knows no skills, languages, limits or owners. The first contest is the same
task for both, and the heaviest books are compared; in the second the library gets the constraints too. CPU
time, median of the rounds.

    python benches/books.py [accounts] [csms] [rounds]
"""

import heapq
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import polars as pl

import customer_success as cs


def portfolio(accounts: int, csms: int) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Hours with a long tail, a value that goes with them, owners of whom some are overloaded."""
    chance = np.random.default_rng(20261125)
    hours = np.round(chance.lognormal(1.0, 0.8, accounts), 2)
    table = pl.DataFrame(
        {
            "account": [f"account_{at:07}" for at in chance.permutation(accounts)],
            "hours": hours,
            "value": np.round(hours * chance.uniform(500, 1500, accounts)),
            "owner": [f"csm_{at:04}" for at in (csms * chance.random(accounts) ** 1.3).astype(int)],
            "language": chance.choice(["en", "ja", "de"], accounts, p=[0.7, 0.2, 0.1]),
            "skills": chance.choice(["", "migration", "api;migration"], accounts, p=[0.8, 0.15, 0.05]),
        }
    )
    team = [
        {
            "csm": f"csm_{at:04}",
            "languages": ["en", "ja"] if at % 3 == 0 else ["en", "de"] if at % 5 == 0 else ["en"],
            "skills": ["migration", "api"] if at % 4 == 0 else ["migration"] if at % 2 else [],
            "most_accounts": accounts // csms * 2,
        }
        for at in range(csms)
    ]
    return table, team


def greedy(hours: list[float], csms: int) -> float:
    """The heaviest book ÷ the mean after longest processing time first."""
    books = [(0.0, at) for at in range(csms)]
    for own in sorted(hours, reverse=True):
        load, at = heapq.heappop(books)
        heapq.heappush(books, (load + own, at))
    return max(load for load, _ in books) * csms / sum(hours)


def main(accounts: int = 100_000, csms: int = 500, rounds: int = 3) -> int:
    table, team = portfolio(accounts, csms)
    names = [{"csm": one["csm"]} for one in team]
    hours = table["hours"].to_list()
    only_hours = {"hours": 1}
    contenders: dict[str, Callable[[], Any]] = {
        "greedy in Python, hours alone": lambda: greedy(hours, csms),
        "books, hours alone": lambda: cs.staffing.books(table, names, balance=only_hours),
        "books, all constraints": lambda: cs.staffing.books(
            table, team, value="value", owner="owner", language="language", skills="skills", most_moves=5_000
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    answers: dict[str, Any] = {}
    for _ in range(rounds):
        for name, run in contenders.items():
            before = time.process_time()
            answers[name] = run()
            times[name].append(time.process_time() - before)
    for name, spent in times.items():
        answer = answers[name]
        if isinstance(answer, float):
            print(f"{name:<32} {median(spent):7.3f} s CPU  heaviest/mean {answer:.6f}")
        else:
            report = answer.report
            print(
                f"{name:<32} {median(spent):7.3f} s CPU  heaviest/mean {report['max_over_mean']:.6f}"
                f"  gap {report['gap']:.6f}  moves {report['moves']}  unassigned {report['unassigned']}"
            )
    ours, theirs = (
        answers["books, hours alone"].report["max_over_mean"],
        answers["greedy in Python, hours alone"],
    )
    if ours > theirs + 1e-9:
        print("books are heavier than the greedy's")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
