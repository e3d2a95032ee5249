"""The scorecard of workload W1 as a document: one indicator of every kind that scores a number or flag."""

from typing import Any

SCALES: list[tuple[str, float, dict[str, Any]]] = [
    ("usage", 20, {"linear": {"from": 20, "to": 80}}),
    ("tickets", 10, {"linear": {"from": 20, "to": 2}}),
    ("adoption", 15, {"points": [[0, 0], [10, 25], [30, 50], [60, 85], [100, 100]]}),
    (
        "meetings",
        10,
        {
            "steps": [
                {"below": 1, "score": 0},
                {"below": 3, "score": 40},
                {"below": 7, "score": 75},
                {"otherwise": 100},
            ]
        },
    ),
    ("silence", 15, {"half_life": {"days": 14}}),
    ("goal", 15, {"linear": {"from": 0, "to": 50}}),
    ("rank", 10, {"choices": {"scores": {str(rank): 100 - 20 * rank for rank in range(6)}}}),
    ("reference", 5, {"flag": {"true": 100, "false": 0}}),
]

WEIGHTS = [weight for _, weight, _ in SCALES]

CARD: dict[str, Any] = {
    "kind": "scorecard",
    "version": 1,
    "name": "w1",
    "indicators": [
        {"name": name, "input": name, "weight": weight, "scale": scale} for name, weight, scale in SCALES
    ],
}
