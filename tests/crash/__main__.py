"""The long campaign: thousands of kills, resumable. What is done is kept in a file, and it goes on from there.

python -m tests.crash --kills 2000 --freezes 300
"""

import argparse
import asyncio
import dataclasses
import json
import logging
import sys
import tempfile
from pathlib import Path

from tests import postgres
from tests.crash.campaign import Campaign, Plan, Verdict

A_ROUND = 40
"""Kills after which the books are compared, and a new log is begun."""

FLEETS = (1, 2, 3, 5)


def main() -> None:
    """Run what is still to be done of it; ends with 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="make crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=2000, help="for each of the two databases")
    parser.add_argument("--freezes", type=int, default=300, help="likewise")
    parser.add_argument("--kept", type=Path, default=Path("data/crash.jsonl"), help="what was done so far")
    asked = parser.parse_args()
    asked.kept.parent.mkdir(parents=True, exist_ok=True)
    # The platforms' servers would tell of every process that was killed while it spoke to them.
    logging.disable(logging.ERROR)
    broken = 0
    with postgres.serving(*postgres.QUICK) as server:
        for store in ("sqlite", "postgresql"):
            broken += _all_rounds(store, server, asked)
    sys.exit(1 if broken else 0)


def _all_rounds(store: str, server: postgres.Server, asked: argparse.Namespace) -> int:
    done = [line for line in _lines(asked.kept) if line["store"] == store]
    kills = sum(line["plan"]["kills"] for line in done)
    freezes = sum(line["plan"]["freezes"] for line in done)
    broken = sum(bool(_breaches(line)) for line in done)
    while kills < asked.kills or freezes < asked.freezes:
        fleet = FLEETS[len(done) % len(FLEETS)] if store == "postgresql" else 1
        plan = Plan(
            min(A_ROUND, max(0, asked.kills - kills)),
            min(A_ROUND * asked.freezes // max(1, asked.kills) + 1, max(0, asked.freezes - freezes)),
            fleet,
            seed=1000 + len(done),
        )
        line = {"store": store, **dataclasses.asdict(_round(store, server, plan))}
        with asked.kept.open("a") as kept:
            kept.write(json.dumps(line) + "\n")
        done.append(line)
        kills, freezes = kills + plan.kills, freezes + plan.freezes
        broken += bool(_breaches(line))
        print(f"{store}: {kills} of {asked.kills} kills, {freezes} of {asked.freezes} freezes", flush=True)
    totals = {
        key: sum(line[key] for line in done)
        for key in ("adds", "dones", "nudges", "digests", "said", "unknown")
    }
    print(f"{store}: {kills} kills, {freezes} freezes, {totals}; rounds with a broken promise: {broken}")
    return broken


def _round(store: str, server: postgres.Server, plan: Plan) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        if store == "sqlite":
            verdict = asyncio.run(Campaign(Path(folder), plan).run())
        else:
            with server.database() as url:
                verdict = asyncio.run(Campaign(Path(folder), plan, url).run())
    print(f"{store}: {verdict}", flush=True)
    return verdict


def _breaches(line: dict[str, list[str]]) -> list[str]:
    return line["lost"] + line["doubled"] + line["doubled_on_teams"] + line["unlisted"]


def _lines(kept: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []


if __name__ == "__main__":
    main()
