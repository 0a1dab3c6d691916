"""kill -9 and freezes at any moment, on one process or five: nothing is lost, nothing is said twice.

How many is set from outside: CAMPAIGN_KILLS and CAMPAIGN_FREEZES, for each store. `make crash` goes on for thousands.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.calendars import calendar
from tests import postgres
from tests.crash.campaign import Campaign
from tests.crash.plan import Plan, Verdict
from tests.crash.seeding import at_work

KILLS = int(os.environ.get("CAMPAIGN_KILLS", "40"))
FREEZES = int(os.environ.get("CAMPAIGN_FREEZES", "10"))
REPLICAS = (1, 2, 3, 5)
ENDED = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'matters-arising'"

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(240 + 8 * (KILLS + FREEZES))]


def innocent(verdict: Verdict) -> None:
    """What was promised, and that there was something to promise."""
    assert verdict.lost == []
    assert verdict.doubled == []
    assert verdict.doubled_on_teams == []
    assert verdict.unlisted == []
    assert verdict.failed_after_arriving, "no message arrived and then failed: nothing was proven"
    assert verdict.adds > verdict.plan.kills
    assert verdict.met.at_work > verdict.met.blows / 2, "most blows met nothing: little was proven"


def test_somebody_works_on_every_day() -> None:
    """Nudges come on working days alone, so that a campaign needs somebody who works on the day it is run."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(3 * 365)]
    assert [day for day in days if not calendar(at_work(day))(day)] == []


async def test_one_process_on_a_file(tmp_path: Path, figure: Callable[[str], None]) -> None:
    verdict = await Campaign(tmp_path, Plan(KILLS, FREEZES)).run()
    figure(f"campaign on SQLite: {verdict}")
    innocent(verdict)


@pytest.mark.parametrize("replicas", REPLICAS)
async def test_replicas_on_postgresql(
    tmp_path: Path, postgresql: postgres.Server, figure: Callable[[str], None], replicas: int
) -> None:
    plan = Plan(share(KILLS, replicas), share(FREEZES, replicas), replicas, seed=replicas)
    with postgresql.database() as url:
        verdict = await Campaign(tmp_path, plan, url).run()
    figure(f"campaign on PostgreSQL: {verdict}")
    innocent(verdict)


async def test_a_database_that_is_restarted(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """Nothing is lost. A message whose sender lost its session may come twice: that is counted, and not promised."""
    with postgres.serving() as server, server.database() as url:
        campaign = Campaign(tmp_path, Plan(2, 2, replicas=2, restarts=4, seed=7), url)
        campaign.restart = lambda: server.restart("immediate")
        verdict = await campaign.run()
    figure(f"campaign on PostgreSQL: {verdict}")
    survived(verdict)


async def test_sessions_that_are_ended(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """As when a proxy between them gives up. What comes twice of it is counted, and not promised."""
    with postgres.serving(*postgres.QUICK) as server, server.database() as url:
        campaign = Campaign(tmp_path, Plan(0, 0, replicas=3, severed=20, seed=8), url)
        campaign.sever = lambda: server.sql(ENDED) and None
        verdict = await campaign.run()
    figure(f"campaign on PostgreSQL: {verdict}")
    survived(verdict)


async def test_a_disk_that_fills_up(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """While it is full nobody is told that something was done; with room again everything goes on by itself."""
    verdict = await Campaign(tmp_path, Plan(2, 0, full=5, seed=9)).run()
    figure(f"campaign on SQLite: {verdict}")
    survived(verdict)
    innocent(verdict)


def survived(verdict: Verdict) -> None:
    """What was promised of a database that is away for a while."""
    assert verdict.lost == []
    assert verdict.unlisted == []
    assert verdict.slowest_again < 10
    assert verdict.doubts_settled < 30


def share(count: int, replicas: int) -> int:
    """Each number of replicas has its part of them; what does not divide goes to the largest fleet."""
    part, rest = divmod(count, len(REPLICAS))
    return part + rest * (replicas == max(REPLICAS))
