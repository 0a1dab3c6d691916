"""The figures on real minutes, which stay where they are: ../shared/minutes/dev."""

from pathlib import Path

import pytest

from tests.unit.minutes.scoring import figures

pytestmark = pytest.mark.shared


def test_figures_on_the_documents(shared_folder: Path):
    """Actions, owners and decisions are found at least as well as promised, with hardly a false one."""
    found = figures(shared_folder / "minutes")

    assert found["action_F1"] >= 0.85
    assert found["action_P"] >= 0.85
    assert found["owner_acc"] >= 0.90
    assert found["decision_F1"] >= 0.75
    assert found["false_actions_per_doc"] <= 0.5


def test_dates_with_the_meetings_own_known(shared_folder: Path):
    """Told the day of the meeting and of the next, as the board's calendar tells them, due dates are right."""
    assert figures(shared_folder / "minutes", told=True)["due_acc_when_dated"] >= 0.90
