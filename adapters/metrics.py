"""What is counted and timed, for Prometheus. A registry of its own: two applications in one process do not mix."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from bot.domain.outbox import OutboxState

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
UNSETTLED = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.FAILED, OutboxState.UNKNOWN)


class Metrics:
    """Each attribute is a prometheus_client metric; whoever does the thing counts it. Labels never hold ids."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.inbound = Counter(
            "arising_inbound",
            "What people sent, by platform and by what it was.",
            ["platform", "kind"],
            registry=registry,
        )
        self.sends = Counter(
            "arising_sends",
            "Attempts to say something, by platform and outcome.",
            ["platform", "outcome"],
            registry=registry,
        )
        self.send_seconds = Histogram(
            "arising_send_seconds", "How long an attempt took.", ["platform"], buckets=FAST, registry=registry
        )
        self.outbox = Gauge(
            "arising_outbox_rows", "What is still to be said or was not, by state; 1000 means that or more.",
            ["state"], registry=registry,
        )  # fmt: skip
        self.oldest_unsent = Gauge(
            "arising_outbox_oldest_unsent_seconds",
            "The age of the oldest thing still to be said.",
            registry=registry,
        )
        self.tick_seconds = Histogram(
            "arising_tick_seconds", "How long a tick of the clock took.", buckets=FAST, registry=registry
        )
        self.tick_failures = Counter("arising_tick_failures", "Ticks that failed.", registry=registry)
        self.tick_age = Gauge(
            "arising_tick_age_seconds",
            "How long ago the last tick that succeeded ended; NaN before the first.",
            registry=registry,
        )
        self.transact_seconds = Histogram(
            "arising_transact_seconds", "How long a piece of work took, its commit included.", ["kind"],
            buckets=FAST, registry=registry,
        )  # fmt: skip
        # A label's own counter is looked up once: each look-up takes a lock.
        self._transacted = {kind: self.transact_seconds.labels(kind) for kind in ("read", "write")}
        self._received: dict[tuple[str, str], Counter] = {}
        self.request_seconds = Histogram(
            "arising_request_seconds", "How long a request took, by route and status.", ["route", "status"],
            buckets=FAST, registry=registry,
        )  # fmt: skip

    def watch_ticks(self, age: Callable[[], float | None]) -> None:
        """Have `age` asked for the age of the last tick whenever somebody looks."""

        def seconds() -> float:
            found = age()
            return float("nan") if found is None else found

        self.tick_age.set_function(seconds)

    def sent(self, platform: str, outcome: str, seconds: float) -> None:
        """An attempt to say something ended, after so long."""
        self.sends.labels(platform, outcome).inc()
        self.send_seconds.labels(platform).observe(seconds)

    def show_outbox(self, counts: Mapping[OutboxState, int], oldest_unsent: float | None) -> None:
        """What stands in the outbox at this moment."""
        for state in UNSETTLED:
            self.outbox.labels(state.value).set(counts.get(state, 0))
        self.oldest_unsent.set(oldest_unsent or 0)

    def received(self, platform: str, kind: str) -> None:
        """Somebody sent something: "message" or "press"."""
        counted = self._received.get((platform, kind))
        if counted is None:
            counted = self._received[platform, kind] = self.inbound.labels(platform, kind)
        counted.inc()

    @contextmanager
    def transacting(self, kind: str = "write") -> Iterator[None]:
        """Time a piece of work: "write" or "read"."""
        began = perf_counter()
        try:
            yield
        finally:
            self._transacted[kind].observe(perf_counter() - began)

    def page(self) -> bytes:
        """All of it, as Prometheus reads it (`CONTENT_TYPE`)."""
        return generate_latest(self.registry)
