"""What a benchmark prints: a value, what it is beside in the same run, and the ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Row", "heading", "percentile", "remark", "show", "spread"]


@dataclass(frozen=True, slots=True)
class Row:
    """`beside` is the peer's value or the limit, named by `of`; with `limit` the value must not be above it."""

    name: str
    value: float
    unit: str
    beside: float | None = None
    of: str = ""
    limit: bool = False


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)


def remark(text: str) -> None:
    """How it was measured, or what it means."""
    print(f"  ({text})", flush=True)


def show(row: Row) -> None:
    print(f"  {row.name:52s} {row.value:10.3f} {row.unit:4s}{_beside(row)}".rstrip(), flush=True)


def _beside(row: Row) -> str:
    if row.beside is None:
        return ""
    ratio = f"{row.value / row.beside:8.2f} x" if row.beside else " " * 10
    kept = ("  kept" if row.value <= row.beside else "  MISSED") if row.limit else ""
    return f" {ratio} {row.beside:10.3f} {row.of}{kept}"


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of the values do not exceed. `values` must not be empty."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * percent // 100), 1).__int__() - 1]


def spread(name: str, values: Sequence[float], unit: str, peer: Sequence[float], of: str) -> None:
    """p50, p99 and the largest of some values beside those of a peer."""
    for percent, word in ((50, "p50"), (99, "p99"), (100, "max")):
        show(Row(f"{name}, {word}", percentile(values, percent), unit, percentile(peer, percent), of))
