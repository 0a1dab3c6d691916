"""`arising` on a clock some days ahead of this machine's: `python -m tests.e2e.ahead DAYS run …`.

Nobody is nudged at a weekend, and the tests run at weekends too.
"""

import sys
from datetime import datetime, timedelta

from adapters import bootstrap
from adapters.cli import main
from adapters.scheduling import AgreedClock

AHEAD = timedelta(days=int(sys.argv.pop(1)))


class Ahead(AgreedClock):
    """The same clock, so many days later."""

    def now(self) -> datetime:
        return super().now() + AHEAD

    async def agree(self) -> datetime:
        return await super().agree() + AHEAD


if __name__ == "__main__":
    bootstrap.AgreedClock = Ahead  # type: ignore[misc]
    main()
