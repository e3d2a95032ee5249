"""Contenders run in turn in one process, and compared: what every benchmark here shares.

Each round has an order of its own, drawn from a seed: whoever comes behind a contender that gives much memory
back pays for fresh memory, and in one order for all rounds that would always be the same one.

Times are CPU time over all threads, the median of the rounds: on a machine that others use too it is steadier
than the clock. Answers are compared as well; a contender that computes something else fails the run. One
JSON line each.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Any

OURS = "customer-success"


@dataclass(frozen=True)
class Contender:
    """What is timed, and how its answer is read for comparison, which is not timed.

    One without `read` is a limit rather than a contender: nothing of it is compared.
    """

    run: Callable[[], Any]
    read: Callable[[Any], Any] | None = lambda answer: answer


def contest(
    contenders: dict[str, Contender],
    rounds: int,
    agree: Callable[[Any, Any], bool] = lambda one, other: bool(one == other),
    **facts: Any,
) -> int:
    """Runs the contenders; how many of them disagree with the first that has an answer.

    Ratios are to the first of all.
    """
    answers = {name: own.read(own.run()) for name, own in contenders.items() if own.read}  # and warmed up
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    order, chance = list(contenders.items()), Random(20261031)
    for _ in range(rounds):
        chance.shuffle(order)
        for name, own in order:
            cpu, wall = time.process_time(), time.perf_counter()
            own.run()
            times[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    best = median(cpu for cpu, _ in times[next(iter(contenders))])
    first = next(iter(answers))
    differ = 0
    for name, measured in times.items():
        cpu, wall = (median(column) for column in zip(*measured, strict=True))
        line: dict[str, Any] = {"contender": name, **facts, "rounds": rounds}
        line |= {"cpu_ms": round(cpu * 1e3, 1), "wall_ms": round(wall * 1e3, 1)}
        line["times_ours"] = round(cpu / best, 2)
        if name in answers:
            line["agrees"] = agree(answers[first], answers[name])
            differ += not line["agrees"]
        print(json.dumps(line), flush=True)
    return differ


def beside(
    ours: dict[str, Contender],
    given: Any,
    read: Callable[[Any], Any],
    with_polars: Callable[[Any], Callable[[], Any]],
    with_duckdb: Callable[[Any], Callable[[], Any]],
    with_numba: Callable[[Any, Any], Callable[[], Any]],
) -> dict[str, Contender]:
    """Ours and what users would pick instead; numba's answers need no reading."""
    contenders = ours | {
        "polars": Contender(with_polars(given), read),
        "duckdb": Contender(with_duckdb(given), read),
    }
    if module := numba():
        contenders["numba"] = Contender(with_numba(given, module))
    return contenders


def numba() -> Any:
    """The numba module, or nothing: a loop written by hand is a contender where it is installed."""
    try:
        import numba as module  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        print("numba is not installed: its loop is left out", file=sys.stderr)
        return None
    return module


def arguments(*defaults: int) -> tuple[int, ...]:
    """Whole numbers from the command line, `1e7` among them, with what is left out by default."""
    given = tuple(int(float(word)) for word in sys.argv[1:])
    return given + defaults[len(given) :]
