"""Stage growth, 100,000 to a million users: what was enough at a fixed size grows and shrinks by itself."""

from __future__ import annotations

from tenfold import (
    AuroraDatabaseArgs,
    CacheArgs,
    EksClusterArgs,
    NetworkArgs,
    NodePool,
    PostgresDatabaseArgs,
    Proxy,
    Queue,
    QueueArgs,
    ReaderAutoscaling,
)
from tenfold.cache import ShardAutoscaling
from tenfold_stacks.settings import StackSettings
from tenfold_stacks.stages.startup import Startup


class Growth(Startup):
    """Adds to Startup: nodes that Karpenter adds and removes, most of them spot; a connection pool before the
    database, whose readers follow the load; shards that follow the load; a queue for work that can wait.
    """

    def __init__(self, settings: StackSettings) -> None:
        super().__init__(settings)
        self.jobs = Queue(self.name("jobs"), self.queue_args())

    def network_args(self) -> NetworkArgs:
        return super().network_args().revised(karpenter_discovery=self.name("cluster"))

    def cluster_args(self) -> EksClusterArgs:
        return super().cluster_args().revised(karpenter=True)

    def general_pool(self) -> NodePool:
        return (
            super()
            .general_pool()
            .revised(
                on_demand_base=self.settings.cluster.on_demand_base,
                spot_percentage=self.settings.cluster.spot_percentage,
            )
        )

    def aurora_args(self) -> AuroraDatabaseArgs:
        sizes = self.settings.database
        scaling = ReaderAutoscaling(max_readers=sizes.max_readers)
        return super().aurora_args().revised(proxy=Proxy(), reader_autoscaling=scaling)

    def postgres_args(self) -> PostgresDatabaseArgs:
        return super().postgres_args().revised(proxy=Proxy())

    def cache_args(self) -> CacheArgs:
        sizes = self.settings.cache
        scaling = ShardAutoscaling(min_shards=sizes.shards, max_shards=sizes.max_shards)
        # At once, since AWS lets no cache scale whose nodes are still of a type too small for it.
        return super().cache_args().revised(autoscaling=scaling, apply_immediately=True)

    def queue_args(self) -> QueueArgs:
        return QueueArgs(
            alarm_topic_arn=self.alarms.topic_arn,
            deletion_protection=self.settings.deletion_protection,
            **self.place,
        )
