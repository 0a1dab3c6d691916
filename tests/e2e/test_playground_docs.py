"""docs/playground.md does what it says."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.demo import running

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DOCUMENT = Path(__file__).parents[2] / "docs" / "playground.md"
EXAMPLE = re.compile(r"```sh\n(?P<command>.+?)\n```\n\n```json\n(?P<answer>.+?)\n```", re.DOTALL)


def matches(shown: Any, real: Any) -> bool:
    """Whether all that is shown is there; what is left out of an object may be anything."""
    if isinstance(shown, dict):
        return isinstance(real, dict) and all(k in real and matches(v, real[k]) for k, v in shown.items())
    if isinstance(shown, list):
        return isinstance(real, list) and len(shown) == len(real) and all(map(matches, shown, real))
    return bool(shown == real)


def test_the_examples_hold(tmp_path: Path) -> None:
    """Every command of the page, in order, against a demo; each answers what stands below it."""
    examples = list(EXAMPLE.finditer(DOCUMENT.read_text(encoding="utf-8")))
    assert len(examples) == 5
    with running(tmp_path / "data") as demo:
        for example in examples:
            curl, _, address, *rest = shlex.split(example["command"])
            assert curl == "curl"
            body = json.loads(rest[1]) if rest else None
            path = address.removeprefix("$API")
            answer = demo.call("POST" if rest else "GET", path, body)
            assert matches(json.loads(example["answer"]), answer), (path, answer)
