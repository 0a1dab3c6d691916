"""How many messages an owner gets in a year: python -m bench.noise

Counted over the simulated year of fifty boards that the tests run (tests/simulations/year.py).
"""

from collections import defaultdict
from statistics import mean

from tests.simulations.year import Year, simulate


def table(year: Year) -> list[str]:
    """The rows of docs/scale.md."""
    actions = [0] * len(year.owners)
    for task in year.tasks:
        actions[task.owner] += 1
    by_count: dict[int, list[list[int]]] = defaultdict(list)
    for count, heard in zip(actions, year.heard(), strict=True):
        by_count[count].append(list(heard.values()))
    lines = [
        "| actions in the year | owners | messages in the year, on average | at most | on one day at most |",
        "|---:|---:|---:|---:|---:|",
    ]
    for count, owners in sorted(by_count.items()):
        sums = [sum(days) for days in owners]
        most = max(max(days, default=0) for days in owners)
        lines.append(f"| {count} | {len(owners)} | {mean(sums):.1f} | {max(sums)} | {most} |")
    return lines


if __name__ == "__main__":
    found = simulate(owners_each=5)
    print("\n".join(table(found)))
    print(f"\nMessages that asked about what their owner had answered: {len(found.asked_again)}")
