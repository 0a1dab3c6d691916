"""The long campaign: thousands of kills, resumable. What is done is kept in a file, and it goes on from there.

python -m tests.crash --kills 2000 --freezes 300

Rounds alternate between the two databases, so that both advance however early it is stopped. What the processes said
in a round in which a promise was broken, or that came to no end, is kept beside the file.

On two cores that others used too, a round of 125 kills and 19 freezes took two to three minutes, and the sixteen
rounds of SQLite 41 minutes.
"""

import argparse
import asyncio
import dataclasses
import json
import logging
import shutil
import signal
import sys
import tempfile
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tests import postgres
from tests.crash.campaign import Campaign
from tests.crash.plan import Plan

ROUNDS = 16
"""For each of the databases; after each the books are compared, and a new log is begun."""
STORES = ("sqlite", "postgresql")
FLEETS = (1, 2, 3, 5)
BREACHES = ("lost", "doubled", "doubled_on_teams", "unlisted")
COUNTED = (
    "adds",
    "dones",
    "imports",
    "again",
    "nudges",
    "digests",
    "said",
    "failed_after_arriving",
    "unknown",
)

Line = dict[str, Any]


def main() -> None:
    """Run what is still to be done of it; ends with 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="make crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=2000, help="for each of the two databases")
    parser.add_argument("--freezes", type=int, default=300, help="likewise")
    parser.add_argument(
        "--only", choices=STORES, help="one of the two, so that each has a process of its own"
    )
    parser.add_argument("--kept", type=Path, default=Path("data/crash.jsonl"), help="what was done so far")
    asked = parser.parse_args()
    asked.kept.parent.mkdir(parents=True, exist_ok=True)
    # The platforms' servers would tell of every process that was killed while it spoke to them.
    logging.disable(logging.ERROR)
    # Told to stop, it puts everything away that it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stores = STORES if asked.only is None else (asked.only,)
    with postgres.serving(*postgres.QUICK) if "postgresql" in stores else nullcontext() as server:
        while plans := [(store, plan) for store in stores if (plan := _next(store, asked)) is not None]:
            for store, plan in plans:
                _round(store, server, plan, asked.kept)
    lines = _lines(asked.kept)
    for store in STORES:
        print(_summary(store, [line for line in lines if line["store"] == store]))
    sys.exit(1 if any(_breaches(line) for line in lines) else 0)


def _next(store: str, asked: argparse.Namespace) -> Plan | None:
    """What to do next on this database, None when all was done: the fleet that had the least, a part of all."""
    done = [line["plan"] for line in _lines(asked.kept) if line["store"] == store]
    kills = asked.kills - sum(plan["kills"] for plan in done)
    freezes = asked.freezes - sum(plan["freezes"] for plan in done)
    if kills <= 0 and freezes <= 0:
        return None
    suffered = Counter(dict.fromkeys(FLEETS if store == "postgresql" else (1,), 0))
    for plan in done:
        suffered[plan["replicas"]] += plan["kills"] + plan["freezes"]
    return Plan(
        max(0, min(-(-asked.kills // ROUNDS), kills)),
        max(0, min(-(-asked.freezes // ROUNDS), freezes)),
        min(suffered, key=lambda fleet: (suffered[fleet], fleet)),
        seed=1000 + len(done),
    )


def _round(store: str, server: postgres.Server | None, plan: Plan, kept: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        server.database() if store == "postgresql" and server is not None else nullcontext() as url,
    ):
        campaign = Campaign(Path(folder), plan, url)
        try:
            verdict = asyncio.run(campaign.run())
        finally:
            if not campaign.innocent:
                left = kept.with_name(f"{kept.stem}-{store}-{plan.seed}")
                shutil.copytree(folder, left, dirs_exist_ok=True)
    with kept.open("a") as lines:
        lines.write(json.dumps({"store": store, **dataclasses.asdict(verdict)}) + "\n")
    print(f"{store}: {verdict}", *verdict.breaches, sep="\n  ", flush=True)


def _summary(store: str, lines: list[Line]) -> str:
    totals = ", ".join(f"{sum(line[key] for line in lines)} {key.replace('_', ' ')}" for key in COUNTED)
    kills, freezes = (sum(line["plan"][what] for line in lines) for what in ("kills", "freezes"))
    at_work, blows = (sum(line["met"][what] for line in lines) for what in ("at_work", "blows"))
    broken = {what: sum(len(line[what]) for line in lines) for what in BREACHES}
    return (
        f"{store}: {kills} kills and {freezes} freezes, {at_work} of {blows} while work was in hand; {totals}; "
        + ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in broken.items())
    )


def _breaches(line: Line) -> list[str]:
    return [each for what in BREACHES for each in line[what]]


def _lines(kept: Path) -> list[Line]:
    return [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []


if __name__ == "__main__":
    main()
