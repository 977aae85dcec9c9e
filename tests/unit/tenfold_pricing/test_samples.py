"""Twelve sample architectures, each with its bill worked out by hand from published prices.

A hand calculation is a list of rows: what, how much of it, the published USD of one unit, and where that is
published. The model has to come to the same sum to the cent, from the same prices and sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tenfold_pricing.estimate import estimate
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.purchase import Purchase
from tenfold_pricing.usage import Usage

SHOP = "ec2.shop repository copy of AWS pricing-page data"
KARPENTER = "karpenter-provider-aws generated price list"
GOLDEN = "infracost golden file aws/"
NOTES = "public GitHub notes from AWS Pricing API (AmazonCloudWatch, effective 2025-09-01)"
DYNAMODB = "public GitHub record of AWS pricing API rates and the DynamoDB pricing page (5 agree)"
R7G = "public GitHub tool: Aurora RI / Database Savings Plan estimator, static us-east-1 price table"
SAME = "derived: us-east-1's price (all 382 prices listed for both us-east-1 and us-west-2 agree); "
ARC = "public GitHub documents quoting the AWS ARC pricing page (2 agree)"
SKYPILOT = "skypilot-catalog v8 aws/vms.csv, median over AZs"
EC2_IRELAND = "public GitHub capture of the AWS Price List (AmazonEC2 eu-west-1)"
BILL_IRELAND = "derived: published Cost Explorer excerpt, cost / quantity (eu-west-1)"
RDS_PROXY = "public GitHub documents quoting RDS Proxy pricing (6 agree)"
AURORA_DOCUMENTS = "public GitHub cost documents quoting AWS Aurora pricing (4 agree)"
OREGON = "public GitHub finops tool test fixture (AWS price list values, us-west-2)"
AURORA_NOTES = "public GitHub notes from AWS Pricing API (Aurora PostgreSQL)"
ELASTICACHE_NOTES = "public GitHub notes quoting the AWS ElastiCache pricing page"
SPOT_ADVISOR = (
    "derived: on-demand price x (1 - AWS Spot Advisor 30-day savings), spotinfo repository snapshot"
)
S3_PAGE = "public GitHub documents quoting the AWS S3 pricing page"
COMPARISON = "public GitHub comparison quoting AWS Pricing API, us-west-2"


@dataclass(frozen=True)
class Row:
    """One row of a hand calculation."""

    what: str
    quantity: Decimal | int | float
    usd: str
    source: str
    left: str = "1"
    """What a commitment leaves to pay of the price."""

    @property
    def total(self) -> Decimal:
        return Decimal(str(self.quantity)) * Decimal(self.usd) * Decimal(self.left)


@dataclass(frozen=True)
class Sample:
    """An architecture: resources as (type, name, inputs), their usage, and the bill by hand."""

    about: str
    resources: list[tuple[str, str, Mapping[str, Any]]]
    usage: Mapping[str, Mapping[str, float]]
    by_hand: list[Row]
    region: str = "us-east-1"
    transfer: Mapping[str, float] = field(default_factory=dict[str, float])
    purchase: tuple[str, ...] = ()


ZONES = ("a", "b", "c")
INTERFACE = {"vpcEndpointType": "Interface"}
NODES, TEMPLATE = "aws:eks/nodeGroup:NodeGroup", "aws:ec2/launchTemplate:LaunchTemplate"
CLUSTER, INSTANCE = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"


def pool(name: str, kind: str, count: int, **more: Any) -> tuple[str, str, Mapping[str, Any]]:
    sizes = {"minSize": count, "desiredSize": count, "maxSize": count}
    template = {"id": "lt-1"}
    return (
        NODES,
        name,
        {"instanceTypes": [kind], "scalingConfig": sizes, "launchTemplate": template, **more},
    )


DISK = (
    TEMPLATE,
    "disk",
    {"id": "lt-1", "blockDeviceMappings": [{"ebs": {"volumeSize": 50, "volumeType": "gp3"}}]},
)
CONTROL_PLANE = ("aws:eks/cluster:Cluster", "cluster", {})

SAMPLES = [
    Sample(
        "A static site: files in S3 behind CloudFront, with a DNS zone",
        [
            ("aws:s3/bucket:Bucket", "files", {}),
            ("aws:cloudfront/distribution:Distribution", "cdn", {}),
            ("aws:route53/zone:Zone", "zone", {}),
        ],
        {
            "files": {"gb_standard": 50, "million_puts": 0.02, "million_gets": 3},
            "cdn": {"gb_us": 2000, "gb_to_origin": 5, "million_https_us": 20},
            "zone": {"million_queries": 4},
        },
        [
            Row("50 GB in S3 Standard", 50, "0.023", GOLDEN + "s3_bucket_v3"),
            Row("20,000 PUTs", 0.02, "5", GOLDEN + "s3_bucket_v3"),
            Row("3 million GETs", 3, "0.4", GOLDEN + "s3_bucket_v3"),
            Row("2,000 GB to users", 2000, "0.085", GOLDEN + "cloudfront_distribution"),
            Row("5 GB to the origin", 5, "0.02", GOLDEN + "cloudfront_distribution"),
            Row("20 million HTTPS requests", 20, "1", GOLDEN + "cloudfront_distribution"),
            Row("zone", 1, "0.5", GOLDEN + "route53_zone"),
            Row("4 million queries", 4, "0.4", GOLDEN + "route53_record"),
        ],
    ),
    Sample(
        "A network in Ireland with a NAT gateway in each of three zones",
        [
            *(("aws:ec2/natGateway:NatGateway", f"nat-{zone}", {}) for zone in ZONES),
            *(("aws:ec2/eip:Eip", f"address-{zone}", {}) for zone in ZONES),
            ("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {"vpcEndpointType": "Gateway"}),
        ],
        {f"nat-{zone}": {"gb_processed": 250} for zone in ZONES},
        [
            Row("3 gateways, 730 h", 3 * 730, "0.048", EC2_IRELAND),
            Row("3 times 250 GB", 3 * 250, "0.048", EC2_IRELAND),
            Row("3 addresses, 730 h", 3 * 730, "0.005", BILL_IRELAND),
            Row("gateway endpoint", 730, "0", COMPARISON),
            Row("400 GB to the internet", 400, "0.09", GOLDEN + "data_transfer"),
            Row("100 GB between zones, both directions", 2 * 100, "0.01", GOLDEN + "data_transfer"),
        ],
        region="eu-west-1",
        transfer={"gb_to_internet": 400, "gb_between_zones": 100},
    ),
    Sample(
        "A network with one regional NAT gateway, private endpoints for two services, and flow logs",
        [
            ("aws:ec2/natGateway:NatGateway", "nat", {"availabilityMode": "regional"}),
            *(
                ("aws:ec2/vpcEndpoint:VpcEndpoint", name, {**INTERFACE, "subnetIds": list(ZONES)})
                for name in ("ecr", "sts")
            ),
            ("aws:ec2/flowLog:FlowLog", "flow", {"logDestination": "group"}),
            ("aws:cloudwatch/logGroup:LogGroup", "group", {"name": "group", "retentionInDays": 365}),
        ],
        {
            "nat": {"gb_processed": 500},
            "ecr": {"gb_processed": 80},
            "sts": {"gb_processed": 0},
            "flow": {"gb_logged": 60},
            "group": {"gb_ingested": 60},
        },
        [
            Row("regional gateway in 3 zones", 3 * 730, "0.045", GOLDEN + "nat_gateway"),
            Row("500 GB", 500, "0.045", GOLDEN + "nat_gateway"),
            Row("its 3 addresses", 3 * 730, "0.005", GOLDEN + "eip"),
            Row("2 endpoints in 3 zones", 2 * 3 * 730, "0.01", GOLDEN + "vpc_endpoint"),
            Row("80 GB through one", 80, "0.01", GOLDEN + "vpc_endpoint"),
            Row("60 GB of flow logs written", 60, "0.50", NOTES),
            Row("12 months of them kept", 12 * 60, "0.03", GOLDEN + "cloudwatch_log_group"),
        ],
    ),
    Sample(
        "An EKS cluster for development: three small Graviton nodes, a volume of an application, logs",
        [
            CONTROL_PLANE,
            DISK,
            pool("general", "t4g.large", 3),
            (
                "kubernetes:core/v1:PersistentVolumeClaim",
                "data",
                {"spec": {"resources": {"requests": {"storage": "100Gi"}}}},
            ),
            ("aws:kms/key:Key", "key", {}),
            ("aws:cloudwatch/logGroup:LogGroup", "logs", {}),
        ],
        {"logs": {"gb_ingested": 4, "gb_stored": 2}, "key": {"million_requests": 0.05}},
        [
            Row("control plane", 730, "0.1", GOLDEN + "eks_cluster"),
            Row("3 t4g.large", 3 * 730, "0.0672", KARPENTER),
            Row("3 disks of 50 GB and a volume of 100 GB", 3 * 50 + 100, "0.08", SHOP),
            Row("key", 1, "1", GOLDEN + "kms_key"),
            Row("50,000 requests", 0.05, "3", GOLDEN + "kms_key"),
            Row("4 GB of logs written", 4, "0.5", GOLDEN + "cloudwatch_log_group"),
            Row("2 GB of logs kept", 2, "0.03", GOLDEN + "cloudwatch_log_group"),
        ],
    ),
    Sample(
        "An EKS cluster whose nodes are 70 % spot and 30 % reserved for a year",
        [CONTROL_PLANE, DISK, pool("general", "m7g.xlarge", 10)],
        {},
        [
            Row("control plane", 730, "0.1", GOLDEN + "eks_cluster"),
            Row("7 of 10 m7g.xlarge on spot", 7 * 730, "0.0708", SKYPILOT),
            Row("3 of 10 reserved, 33.85 % off", 3 * 730, "0.1632", KARPENTER, left="0.6615"),
            Row("10 disks of 50 GB", 10 * 50, "0.08", SHOP),
        ],
        purchase=("spot=0.7", "reserved=0.3"),
    ),
    Sample(
        "An EKS cluster out of standard support, with an on-demand base and a spot pool, half the month only",
        [
            CONTROL_PLANE,
            DISK,
            pool("base", "m7g.large", 2),
            pool("spot", "c7g.2xlarge", 4, capacityType="SPOT"),
        ],
        {
            "cluster": {"extended_support": 1, "hours": 365},
            "base": {"hours": 365},
            "spot": {"hours": 365},
        },
        [
            Row("control plane in extended support", 365, "0.6", GOLDEN + "eks_cluster"),
            Row("2 m7g.large", 2 * 365, "0.0816", KARPENTER),
            Row(
                "4 c7g.2xlarge on spot",
                4 * 365,
                "0.0899",
                SPOT_ADVISOR,
            ),
            Row("6 disks of 50 GB for half a month", 6 * 25, "0.08", SHOP),
        ],
    ),
    Sample(
        "An Aurora cluster with two readers, Database Insights, 35 days of backups and a proxy",
        [
            (
                CLUSTER,
                "db",
                {
                    "engine": "aurora-postgresql",
                    "clusterIdentifier": "db",
                    "databaseInsightsMode": "advanced",
                    "backupRetentionPeriod": 35,
                },
            ),
            *(
                (INSTANCE, f"db-{number}", {"clusterIdentifier": "db", "instanceClass": "db.r7g.large"})
                for number in range(3)
            ),
            ("aws:rds/proxy:Proxy", "proxy", {}),
        ],
        {"db": {"gb_stored": 500, "million_ios": 300, "backup_gb": 340}, "proxy": {"vcpus": 6}},
        [
            Row("3 db.r7g.large", 3 * 730, "0.276", R7G),
            Row("6 vCPUs of insights", 6 * 730, "0.0125", NOTES),
            Row("500 GB", 500, "0.1", GOLDEN + "rds_cluster"),
            Row("300 million I/Os", 300, "0.2", GOLDEN + "rds_cluster"),
            Row("340 GB of backups", 340, "0.021", GOLDEN + "rds_cluster"),
            Row("6 vCPUs behind the proxy", 6 * 730, "0.015", RDS_PROXY),
        ],
    ),
    Sample(
        "An I/O-optimized Aurora cluster of serverless instances",
        [
            (
                CLUSTER,
                "db",
                {
                    "engine": "aurora-postgresql",
                    "clusterIdentifier": "db",
                    "storageType": "aurora-iopt1",
                    "serverlessv2ScalingConfiguration": {"minCapacity": 1, "maxCapacity": 16},
                },
            ),
            *(
                (INSTANCE, f"db-{number}", {"clusterIdentifier": "db", "instanceClass": "db.serverless"})
                for number in range(2)
            ),
        ],
        {"db": {"gb_stored": 800, "backup_gb": 0}, "db-0": {"acus": 6.5}, "db-1": {"acus": 2}},
        [
            Row("8.5 ACUs", Decimal("8.5") * 730, "0.156", R7G),
            Row("800 GB", 800, "0.225", AURORA_NOTES),
            Row("no backups beyond the free", 0, "0.021", GOLDEN + "rds_cluster"),
        ],
    ),
    Sample(
        "PostgreSQL on RDS in two zones with fast storage, a read replica, and a year's reservation",
        [
            (
                "aws:rds/instance:Instance",
                "main",
                {
                    "identifier": "main",
                    "engine": "postgres",
                    "instanceClass": "db.r7g.xlarge",
                    "multiAz": True,
                    "allocatedStorage": 300,
                    "storageType": "gp3",
                    "iops": 5000,
                    "backupRetentionPeriod": 7,
                },
            ),
            (
                "aws:rds/instance:Instance",
                "replica",
                {"replicateSourceDb": "main", "instanceClass": "db.m7g.large"},
            ),
        ],
        {"main": {"backup_gb": 120}},
        [
            Row("db.r7g.xlarge in two zones, 23 % off", 730, "0.956", SHOP, left="0.77"),
            Row("300 GB in two zones", 300, "0.23", GOLDEN + "db_instance"),
            Row("2,000 IOPS above the included 3,000", 2000, "0.04", GOLDEN + "db_instance"),
            Row("120 GB of backups", 120, "0.095", GOLDEN + "db_instance"),
            Row("db.m7g.large in one zone, 23 % off", 730, "0.168", SHOP, left="0.77"),
            Row("300 GB in one zone", 300, "0.115", GOLDEN + "db_instance"),
        ],
        purchase=("reserved_data=1",),
    ),
    Sample(
        "Caches: three Valkey shards with two replicas each, and a serverless cache",
        [
            (
                CACHE,
                "sessions",
                {
                    "engine": "valkey",
                    "nodeType": "cache.r7g.large",
                    "numNodeGroups": 3,
                    "replicasPerNodeGroup": 2,
                    "snapshotRetentionLimit": 7,
                },
            ),
            ("aws:elasticache/serverlessCache:ServerlessCache", "pages", {"engine": "valkey"}),
            ("aws:secretsmanager/secret:Secret", "password", {}),
        ],
        {
            "sessions": {"backup_gb": 60},
            "pages": {"gb_stored": 3, "million_ecpus": 900},
            "password": {"million_calls": 0.2},
        },
        [
            Row("9 cache.r7g.large", 9 * 730, "0.1752", SHOP),
            Row("60 GB of snapshots", 60, "0.085", GOLDEN + "elasticache_cluster"),
            Row("3 GB", 3 * 730, "0.084", ELASTICACHE_NOTES),
            Row("900 million ECPUs", 900, "0.0023", ELASTICACHE_NOTES),
            Row("secret", 1, "0.4", GOLDEN + "secretsmanager_secret"),
            Row("200,000 calls", 0.2, "5", GOLDEN + "secretsmanager_secret"),
        ],
    ),
    Sample(
        "Work behind queues: a topic, queues, a function, a table and a workflow behind a load balancer",
        [
            ("aws:lb/loadBalancer:LoadBalancer", "alb", {"subnets": list(ZONES)}),
            ("aws:wafv2/webAcl:WebAcl", "waf", {"scope": "REGIONAL", "rules": [{}, {}, {}, {}]}),
            ("aws:sns/topic:Topic", "orders", {}),
            ("aws:sqs/queue:Queue", "work", {}),
            ("aws:sqs/queue:Queue", "ledger", {"fifoQueue": True}),
            ("aws:lambda/function:Function", "worker", {"memorySize": 512, "architectures": ["arm64"]}),
            ("aws:dynamodb/table:Table", "orders-table", {"billingMode": "PAY_PER_REQUEST"}),
            ("aws:sfn/stateMachine:StateMachine", "checkout", {}),
            ("aws:cloudwatch/metricAlarm:MetricAlarm", "age", {}),
            ("aws:cloudwatch/compositeAlarm:CompositeAlarm", "sick", {}),
            ("aws:cloudwatch/dashboard:Dashboard", "dashboard", {}),
        ],
        {
            "alb": {"lcus": 3.5},
            "waf": {"million_requests": 30},
            "orders": {"million_publishes": 8},
            "work": {"million_requests": 25},
            "ledger": {"million_requests": 6},
            "worker": {"million_requests": 12, "seconds_each": 0.25},
            "orders-table": {"gb_stored": 40, "million_writes": 9, "million_reads": 70},
            "checkout": {"million_transitions": 0.4},
        },
        [
            Row("load balancer", 730, "0.0225", GOLDEN + "lb"),
            Row("3.5 LCUs", Decimal("3.5") * 730, "0.008", GOLDEN + "lb"),
            Row("its 3 addresses", 3 * 730, "0.005", GOLDEN + "eip"),
            Row("web ACL", 1, "5", GOLDEN + "wafv2_web_acl"),
            Row("4 rules", 4, "1", GOLDEN + "wafv2_web_acl"),
            Row("30 million requests", 30, "0.6", GOLDEN + "wafv2_web_acl"),
            Row("8 million messages", 8, "0.5", GOLDEN + "sns_topic"),
            Row("25 million requests", 25, "0.4", GOLDEN + "sqs_queue"),
            Row("6 million FIFO requests", 6, "0.5", GOLDEN + "sqs_queue"),
            Row("12 million invocations", 12, "0.2", GOLDEN + "lambda_function"),
            Row("of 0.25 s with 0.5 GB", 12_000_000 / 4 / 2, "0.0000133334", GOLDEN + "lambda_function"),
            Row("9 million writes", 9, "0.625", DYNAMODB),
            Row("70 million reads", 70, "0.125", DYNAMODB),
            Row("40 GB", 40, "0.25", DYNAMODB),
            Row("400,000 transitions", 0.4, "25", GOLDEN + "sfn_state_machine"),
            Row("alarm", 1, "0.1", GOLDEN + "cloudwatch_metric_alarm"),
            Row("composite alarm", 1, "0.50", NOTES),
            Row("dashboard", 1, "3", GOLDEN + "cloudwatch_dashboard"),
        ],
    ),
    Sample(
        "A standby region in Oregon: a secondary of a global database, copies of files, backups, failover",
        [
            (CLUSTER, "standby", {"engine": "aurora-postgresql", "clusterIdentifier": "standby"}),
            *(
                (
                    INSTANCE,
                    f"standby-{number}",
                    {"clusterIdentifier": "standby", "instanceClass": "db.r6g.large"},
                )
                for number in range(2)
            ),
            ("aws:rds/globalCluster:GlobalCluster", "global", {}),
            (
                "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
                "copies",
                {"rules": [{"destination": {"replicationTime": {"status": "Enabled"}}}]},
            ),
            ("aws:s3/bucket:Bucket", "files", {}),
            ("aws:backup/plan:Plan", "backups", {"rules": [{"copyActions": [{}]}]}),
            ("aws:route53/healthCheck:HealthCheck", "health", {"type": "HTTPS", "requestInterval": 10}),
            ("aws:route53recoverycontrol/cluster:Cluster", "routing", {}),
        ],
        {
            "standby": {"gb_stored": 500, "million_ios": 100, "backup_gb": 0},
            "global": {"million_replicated_writes": 90},
            "copies": {"gb_replicated": 120, "million_objects": 0.3},
            "files": {"gb_standard": 2000, "million_puts": 0, "million_gets": 0},
            "backups": {"gb_aurora": 700, "gb_copied": 250},
        },
        [
            Row("2 db.r6g.large", 2 * 730, "0.26", "Vantage ec2instances.info repository, RDS page data"),
            Row("500 GB", 500, "0.1", SAME + GOLDEN + "rds_cluster"),
            Row("100 million I/Os", 100, "0.2", SAME + GOLDEN + "rds_cluster"),
            Row("no backups of its own", 0, "0.021", SAME + GOLDEN + "rds_cluster"),
            Row("90 million replicated writes", 90, "0.2", SAME + AURORA_DOCUMENTS),
            Row("120 GB to the other region", 120, "0.02", GOLDEN + "data_transfer"),
            Row("300,000 objects", 0.3, "5", SAME + GOLDEN + "s3_bucket_v3"),
            Row("within 15 minutes", 120, "0.015", SAME + S3_PAGE),
            Row("2,000 GB", 2000, "0.023", OREGON),
            Row("700 GB of backups in two vaults", 2 * 700, "0.021", SAME + AURORA_NOTES),
            Row("250 GB copied", 250, "0.02", SAME + "factualminds.com AWS Backup pricing article"),
            Row("health check", 1, "0.5", GOLDEN + "route53_health_check"),
            Row("HTTPS and 10 seconds", 2, "1", GOLDEN + "route53_health_check"),
            Row("routing control", 730, "2.5", ARC),
        ],
        region="us-west-2",
    ),
]


def test_there_are_twelve() -> None:
    assert len(SAMPLES) == 12


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.about for sample in SAMPLES])
def test_a_sample_costs_what_the_hand_calculation_says(sample: Sample) -> None:
    graph = Graph(
        Resource(f"urn:pulumi:s::p::{token}::{name}", token, name, inputs=inputs, region=sample.region)
        for token, name, inputs in sample.resources
    )
    nothing = {"gb_to_internet": 0, "gb_between_zones": 0}
    usage = Usage.model_validate({"resources": sample.usage, "transfer": {**nothing, **sample.transfer}})
    found = estimate(graph, usage=usage, purchase=Purchase.parse(sample.purchase))
    assert (found.missing, found.notes, found.unknown) == ((), (), {})

    by_hand = sum((row.total for row in sample.by_hand), Decimal(0))
    cent = Decimal("0.01")
    assert found.usd.quantize(cent, ROUND_HALF_UP) == by_hand.quantize(cent, ROUND_HALF_UP)

    used = {(line.price.usd, line.price.source) for each in found.resources for line in each.lines}
    assert used == {(Decimal(row.usd), row.source) for row in sample.by_hand}
