"""kill -9 and freezes at any moment, on one process or five: nothing is lost, nothing is said twice.

How many is set from outside: CAMPAIGN_KILLS and CAMPAIGN_FREEZES, for each store. `make crash` goes on for hours.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.campaign import Campaign, Plan, Verdict
from tests.postgres import Server

KILLS = int(os.environ.get("CAMPAIGN_KILLS", "40"))
FREEZES = int(os.environ.get("CAMPAIGN_FREEZES", "10"))
REPLICAS = (1, 2, 3, 5)

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(240 + 8 * (KILLS + FREEZES))]


def innocent(verdict: Verdict) -> None:
    """What was promised, and that there was something to promise."""
    assert verdict.lost == []
    assert verdict.doubled == []
    assert verdict.doubled_on_teams == []
    assert verdict.unlisted == []
    assert verdict.failed_after_arriving, "no message arrived and then failed: nothing was proven"
    assert verdict.adds > verdict.plan.kills


async def test_one_process_on_a_file(tmp_path: Path, figure: Callable[[str], None]) -> None:
    verdict = await Campaign(tmp_path, Plan(KILLS, FREEZES)).run()
    figure(f"campaign on SQLite: {verdict}")
    innocent(verdict)


@pytest.mark.parametrize("replicas", REPLICAS)
async def test_replicas_on_postgresql(
    tmp_path: Path, postgresql: Server, figure: Callable[[str], None], replicas: int
) -> None:
    plan = Plan(share(KILLS, replicas), share(FREEZES, replicas), replicas, seed=replicas)
    with postgresql.database() as url:
        verdict = await Campaign(tmp_path, plan, url).run()
    figure(f"campaign on PostgreSQL: {verdict}")
    innocent(verdict)


def share(count: int, replicas: int) -> int:
    """Each number of replicas has its part of them; what does not divide goes to the largest fleet."""
    part, rest = divmod(count, len(REPLICAS))
    return part + rest * (replicas == max(REPLICAS))
