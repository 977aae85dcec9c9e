"""A database that grows, step by step, as its stack's configuration says."""

import pulumi
from pulumi_aws import ec2, kms, rds

from tenfold import AuroraDatabase, AuroraDatabaseArgs

config = pulumi.Config()
instance_class = config.get("class") or "db.r7g.large"
version = config.get("version") or "16"
home, away = "us-east-1", "us-west-2"


def network(name: str, block: str, region: str) -> tuple[ec2.Vpc, list[ec2.Subnet]]:
    vpc = ec2.Vpc(name, cidr_block=f"{block}.0.0/16", region=region)
    subnets = [
        ec2.Subnet(
            f"{name}-{zone}",
            vpc_id=vpc.id,
            cidr_block=f"{block}.{number}.0/24",
            availability_zone=f"{region}{zone}",
            region=region,
        )
        for number, zone in enumerate("ab")
    ]
    return vpc, subnets


vpc, subnets = network("here", "10.0", home)
database = AuroraDatabase(
    "shop",
    AuroraDatabaseArgs(
        vpc_id=vpc.id,
        subnet_ids=[subnet.id for subnet in subnets],
        availability_zones=[f"{home}a", f"{home}b"],
        instance_class=instance_class,
        engine_version=version,
        allow_major_version_upgrade=version != "16",
        apply_immediately=True,
        reader_count=config.get_int("readers") or 1,
        managed_password=False,  # AWS manages none in a Global Database
        deletion_protection=config.get_bool("protected") is not False,
        final_snapshot=False,
        region=home,
    ),
)
pulumi.export("endpoint", database.endpoint)

if config.get_bool("global"):
    whole = rds.GlobalCluster(
        "global",
        global_cluster_identifier="shop-global",
        source_db_cluster_identifier=database.cluster_arn,
        force_destroy=True,
    )
    if config.get_bool("secondary"):
        _, remote = network("there", "10.1", away)
        key = kms.Key("there-key", region=away)
        group = rds.SubnetGroup(
            "there-subnets", name="shop", subnet_ids=[subnet.id for subnet in remote], region=away
        )
        secondary = rds.Cluster(
            "there-cluster",
            cluster_identifier="shop-there",
            engine=whole.engine,
            engine_version=whole.engine_version,
            global_cluster_identifier=whole.id,
            db_subnet_group_name=group.name,
            storage_encrypted=True,
            kms_key_id=key.arn,
            skip_final_snapshot=True,
            region=away,
            opts=pulumi.ResourceOptions(ignore_changes=["engineVersion", "replicationSourceIdentifier"]),
        )
        rds.ClusterInstance(
            "there-instance",
            cluster_identifier=secondary.id,
            engine=whole.engine,
            instance_class=instance_class,
            db_subnet_group_name=group.name,
            region=away,
            opts=pulumi.ResourceOptions(ignore_changes=["engineVersion"]),
        )
