"""Stage scale, 1 to 10 million users: data that one database no longer holds, and files in two regions."""

from __future__ import annotations

from tenfold import BucketArgs, NetworkArgs, ShardedDatabase, ShardedDatabaseArgs
from tenfold.database import Move, Shard
from tenfold.network import InterfaceEndpoint
from tenfold.storage import Replica
from tenfold_stacks.settings import StackSettings
from tenfold_stacks.stages.growth import Growth
from tenfold_stacks.stages.startup import database_arn


class Scale(Growth):
    """Adds to Growth: shards for what grows with the customers, beside the database that has what they share;
    a copy of all files in the standby region; private ways to the AWS services that the nodes call most.
    """

    def __init__(self, settings: StackSettings) -> None:
        super().__init__(settings)
        self.shards = ShardedDatabase(self.name("shards"), self.sharded_args())
        self.backup.select(
            "shards", {label: database_arn(each) for label, each in self.shards.databases.items()}
        )

    def network_args(self) -> NetworkArgs:
        return (
            super()
            .network_args()
            .revised(
                interface_endpoints=[
                    InterfaceEndpoint.ECR_API,
                    InterfaceEndpoint.ECR_DOCKER,
                    InterfaceEndpoint.CLOUDWATCH_LOGS,
                    InterfaceEndpoint.STS,
                ]
            )
        )

    def bucket_args(self) -> BucketArgs:
        return super().bucket_args().revised(replica=Replica(region=self.settings.standby))

    def sharded_args(self) -> ShardedDatabaseArgs:
        sizes = self.settings.shards
        one = self.aurora_args().revised(
            instance_class=sizes.instance_class,
            reader_count=sizes.readers,
            reader_autoscaling=None,
            proxy=None,
        )
        return ShardedDatabaseArgs(
            database=one,
            shards={label: Shard() for label in sizes.labels},
            founders=sizes.founders or sizes.labels,
            moves=[Move(slots=each.slots, to=each.to) for each in sizes.moves],
        )
