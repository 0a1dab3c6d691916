"""`make bench`: every figure beside a peer or a ceiling measured in the same run; written to bench/results.json."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import adds, claims, drains, memory, postgresql, slack, start, teams, ticks

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    wanted = sys.argv[1:]
    parts = {
        "adds": adds.measure,
        "slack": slack.measure,
        "start": start.measure,
        "memory": memory.measure,
        "ticks": ticks.measure,
        "teams": teams.measure,
        "claims": claims.measure,
        "drains": drains.measure,
        "postgresql": postgresql.measure,
    }
    results = {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "figures": {},
    }
    for name, measure in parts.items():
        if wanted and name not in wanted:
            continue
        print(f"\n{name}")
        for line, figure in measure().items():
            print(f"  {line:<58} {figure}")
            results["figures"][f"{name}: {line}"] = figure
    if not wanted:
        RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"\nwritten to bench/{RESULTS.name}")


if __name__ == "__main__":
    main()
