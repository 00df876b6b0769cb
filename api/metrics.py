"""Numbers for Prometheus: sockets, states, ballots."""

from prometheus_client import REGISTRY, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from realtime.hub import Hub
from voting.intake import Intake

BALLOTS = Counter("dienhong_ballots_answered", "Casts answered, refused ones included.")
BATCHES = Histogram(
    "dienhong_ballot_batch_size", "Casts that one commit answered.", buckets=(1, 2, 5, 10, 25, 50, 100, 250, 512)
)


class Metrics(Collector):
    """Reads hub and intake of this process when asked."""

    _watched: "list[tuple[Hub, Intake]]" = []  # noqa: RUF012 - one process, one registry of Prometheus
    _registered = False

    def batch(self, size: int) -> None:
        """A batch of this many casts was committed."""
        BALLOTS.inc(size)
        BATCHES.observe(size)

    def watch(self, hub: Hub, intake: Intake) -> None:
        """From now on answer for these."""
        Metrics._watched[:] = [(hub, intake)]
        if not Metrics._registered:
            Metrics._registered = True
            REGISTRY.register(self)

    def collect(self):  # type: ignore[no-untyped-def]
        """The numbers now."""
        for hub, intake in Metrics._watched:
            figures = hub.figures()
            for name, value in (
                ("dienhong_sockets", figures.clients),
                ("dienhong_topics", figures.topics),
                ("dienhong_sockets_owing", figures.owing),
                ("dienhong_renderings", figures.renderings),
                ("dienhong_rendering_failures", figures.failures),
                ("dienhong_sockets_too_slow", figures.too_slow),
                ("dienhong_ballots_waiting", intake.waiting),
            ):
                family = GaugeMetricFamily(name, name.replace("_", " "))
                family.add_metric([], value)
                yield family
