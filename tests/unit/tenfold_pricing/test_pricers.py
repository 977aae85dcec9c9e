"""Every pricer: which quantities of which SKUs a resource is charged for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from tenfold_pricing.charges import CannotTellError, Case, Charge, Kind, Range, Subject
from tenfold_pricing.free import free_because, free_types
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.pricers import REGISTRY
from tenfold_pricing.usage import Usage

Inputs = Mapping[str, Any]


def resource(token: str, inputs: Inputs, name: str = "it", **more: Any) -> Resource:
    return Resource(urn=f"urn:pulumi:s::p::{token}::{name}", type=token, name=name, inputs=inputs, **more)


def charges(one: Resource, *others: Resource, case: Case = Case.EXPECTED, **usage: float) -> list[Charge]:
    said = Usage.model_validate({"resources": {one.urn: usage}})
    subject = Subject(one, Graph([one, *others]), case, said.of(one))
    return list(REGISTRY[one.type].price(subject))


def quantities(token: str, inputs: Inputs, usage: Mapping[str, float]) -> dict[str, float]:
    found = charges(resource(token, inputs), **usage)
    assert len({charge.sku for charge in found}) == len(found), "a SKU twice"
    return {charge.sku: float(charge.quantity) for charge in found}


CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("pricers.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["type"] for case in CASES])
def test_a_resource_is_charged_for(case: dict[str, Any]) -> None:
    found = quantities(case["type"], case.get("inputs", {}), case.get("usage", {}))
    assert found == pytest.approx(case["charges"])


ELSEWHERE = {"aws:autoscaling/group:Group", "kubernetes:networking.k8s.io/v1:Ingress"}
SAME_PRICER = {
    "aws:s3/bucketV2:BucketV2",
    "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
}


def test_every_type_has_a_case() -> None:
    assert set(REGISTRY) - ELSEWHERE - SAME_PRICER == {case["type"] for case in CASES}


@pytest.mark.parametrize("token", sorted(REGISTRY))
def test_low_usage_costs_no_more_than_expected_and_that_no_more_than_high(token: str) -> None:
    for use in REGISTRY[token].uses.values():
        if use.default is not None:
            assert Decimal(0) <= use.default.low <= use.default.expected <= use.default.high
        else:
            assert use.assumed


def test_every_type_is_one_of_the_providers() -> None:
    """A token that is misspelt would never be priced."""
    known = (resources.files("pulumi_aws") / "__init__.py").read_text("utf-8")
    tokens = [token for token in [*REGISTRY, *free_types()] if token.startswith("aws:")]
    for token in tokens:
        if not token.endswith("/"):
            assert f'"{token}"' in known, token


def test_no_type_is_both_priced_and_free() -> None:
    assert set(REGISTRY) & set(free_types()) == set()


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (resource("tenfold:index:Network", {}, custom=False), "a component"),
        (resource("aws:ec2/vpc:Vpc", {}), "VPCs and what makes them up are free"),
        (resource("aws:iam/role:Role", {}), "AWS IAM is free"),
        (resource("random:index/randomId:RandomId", {}), "it exists in Pulumi only"),
        (resource("kubernetes:apps/v1:Deployment", {}), "it runs on the cluster's nodes"),
    ],
)
def test_what_is_free_says_why(one: Resource, why: str) -> None:
    said = free_because(one)
    assert said is not None
    assert said.startswith(why)


def test_a_type_that_nothing_is_known_of_is_not_free() -> None:
    assert free_because(resource("aws:msk/cluster:Cluster", {})) is None
    assert free_because(resource("gcp:storage/bucket:Bucket", {})) is None


TEMPLATE = resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    {
        "instanceType": "m7g.large",
        "blockDeviceMappings": [
            {"ebs": {"volumeSize": 50, "volumeType": "gp3"}},
            {"ebs": {"volumeSize": 100}},
        ],
    },
    "template",
    outputs={"id": "lt-1"},
)


@pytest.mark.parametrize("linked", [{"launchTemplate": (TEMPLATE.urn,)}, {}])
def test_a_node_groups_disks_are_the_launch_templates_whether_its_id_is_known_or_not(
    linked: Mapping[str, tuple[str, ...]],
) -> None:
    reference = {} if linked else {"launchTemplate": {"id": "lt-1"}}
    group = resource(
        "aws:eks/nodeGroup:NodeGroup",
        {"instanceTypes": ["m7g.xlarge"], "scalingConfig": {"desiredSize": 2}, **reference},
        dependencies=linked,
    )
    found = charges(group, TEMPLATE)
    assert [(charge.sku, charge.quantity) for charge in found] == [
        ("m7g.xlarge", 1460),
        ("gp3-storage", 100),
        ("gp3-storage", 200),
    ]


def test_an_autoscaling_group_runs_its_launch_templates_type() -> None:
    group = resource(
        "aws:autoscaling/group:Group",
        {"minSize": 1, "maxSize": 9, "desiredCapacity": 3, "launchTemplate": {"id": "lt-1"}},
    )
    assert [charge.quantity for charge in charges(group, TEMPLATE)] == [2190, 150, 300]
    with pytest.raises(CannotTellError, match="launch template"):
        charges(group)


def test_nodes_go_from_the_least_to_the_most() -> None:
    sizes = {"minSize": 2, "desiredSize": 3, "maxSize": 9}
    group = resource("aws:eks/nodeGroup:NodeGroup", {"instanceTypes": ["m7g.large"], "scalingConfig": sizes})
    assert [charges(group, case=case)[0].quantity / 730 for case in Case] == [2, 3, 9]


def test_nodes_follow_a_load_up_to_what_its_peak_needs() -> None:
    sizes = {"minSize": 2, "desiredSize": 3, "maxSize": 10}
    group = resource("aws:eks/nodeGroup:NodeGroup", {"instanceTypes": ["m7g.large"], "scalingConfig": sizes})

    def nodes(**usage: float) -> Decimal:
        said = Usage.model_validate({"load_curve": [1, 2, 4], "resources": {"it": usage}})
        subject = Subject(group, Graph([group]), Case.EXPECTED, said.of(group), said.curve(group))
        (first, *_) = REGISTRY[group.type].price(subject)
        return first.quantity / 730

    assert nodes() == (3 + 5 + 10) / Decimal(3)
    assert nodes(nodes_at_peak=6) == (2 + 3 + 6) / Decimal(3)
    assert nodes(nodes_at_peak=20) == (5 + 10 + 20) / Decimal(3), "Karpenter's nodes too"
    assert nodes(nodes_at_peak=1) == 2


DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery"
SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
DESTINATION = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"


@pytest.mark.parametrize(
    ("destination", "skus"),
    [
        ({"outputFormat": "json"}, []),
        # No price of it is listed, which the estimate says.
        ({"outputFormat": "parquet"}, ["logs-delivery-parquet"]),
    ],
)
def test_a_cdns_log_goes_to_a_bucket_free_of_charge(destination: Inputs, skus: list[str]) -> None:
    cdn = resource("aws:cloudfront/distribution:Distribution", {}, "cdn")
    source = resource(SOURCE, {"name": "log"}, "source", dependencies={"resourceArn": (cdn.urn,)})
    target = resource(DESTINATION, {"name": "log", **destination}, "target")
    one = resource(
        DELIVERY,
        {"deliverySourceName": "log", "s3DeliveryConfigurations": [{"suffixPath": "all"}]},
        dependencies={"deliveryDestinationArn": (target.urn,)},
    )
    assert [charge.sku for charge in charges(one, cdn, source, target)] == skus


def test_what_a_delivery_to_firehose_costs_is_not_guessed() -> None:
    arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/logs"
    target = resource(
        DESTINATION, {"deliveryDestinationConfiguration": {"destinationResourceArn": arn}}, "target"
    )
    one = resource(DELIVERY, {}, dependencies={"deliveryDestinationArn": (target.urn,)})
    with pytest.raises(CannotTellError, match="Firehose"):
        charges(one, target)


def test_usage_stands_in_for_what_is_unknown() -> None:
    inputs = {"instanceTypes": ["m7g.large"], "scalingConfig": {"desiredSize": None}}
    assert charges(resource("aws:eks/nodeGroup:NodeGroup", inputs), nodes=3)[0].quantity == 2190


def test_spot_nodes_say_so_and_all_nodes_say_their_family() -> None:
    inputs = {"instanceTypes": ["c7g.large"], "capacityType": "SPOT"}
    found = charges(resource("aws:eks/nodeGroup:NodeGroup", inputs))[0]
    assert (found.spot, found.kind, found.family) == (True, Kind.COMPUTE, "c7g")


@pytest.mark.parametrize(
    ("token", "inputs", "said"),
    [
        ("aws:ec2/instance:Instance", {"instanceType": None}, "instanceType is not known"),
        ("aws:eks/nodeGroup:NodeGroup", {"instanceTypes": None}, "instanceTypes is not known"),
        ("aws:rds/instance:Instance", {"instanceClass": "db.m6g.large"}, "engine is not known"),
        ("aws:rds/instance:Instance", {"engine": "mysql", "instanceClass": "db.m6g.large"}, "allocatedSto"),
        ("aws:rds/clusterInstance:ClusterInstance", {"instanceClass": "db.serverless"}, "its cluster is not"),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {}, "nodeType is not known"),
        ("aws:ebs/volume:Volume", {"snapshotId": "snap-1"}, "that of the snapshot"),
        ("kubernetes:networking.k8s.io/v1:Ingress", {}, "which load balancer"),
        (
            "aws:eks/nodeGroup:NodeGroup",
            {"instanceTypes": ["m7g.large"], "scalingConfig": {"desiredSize": None}},
            "scalingConfig.desiredSize is not known before the update",
        ),
        (
            "aws:rds/instance:Instance",
            {"engine": "mysql", "instanceClass": "db.m6g.large", "allocatedStorage": 20, "multiAz": None},
            "multiAz is not known before the update",
        ),
        ("kubernetes:core/v1:PersistentVolumeClaim",
         {"spec": {"resources": {"requests": {"storage": "1G"}}}}, "is no size in Mi, Gi or Ti"),
    ],
)  # fmt: skip
def test_what_decides_the_cost_and_is_unknown_is_said(token: str, inputs: Inputs, said: str) -> None:
    with pytest.raises(CannotTellError, match=re.escape(said)):
        charges(resource(token, inputs))


def aurora(**inputs: Any) -> Resource:
    given = {"engine": "aurora-postgresql", "clusterIdentifier": "main", **inputs}
    return resource("aws:rds/cluster:Cluster", given, "cluster")


def member(size: str) -> Resource:
    return resource(
        "aws:rds/clusterInstance:ClusterInstance", {"instanceClass": size, "clusterIdentifier": "main"}
    )


def test_an_aurora_instance_takes_storage_mode_and_insights_from_its_cluster() -> None:
    cluster = aurora(storageType="aurora-iopt1", databaseInsightsMode="advanced")
    assert [(charge.sku, charge.quantity) for charge in charges(member("db.r7g.2xlarge"), cluster)] == [
        ("db.r7g.2xlarge aurora-postgresql io-optimized", 730),
        ("database-insights advanced", 5840),
    ]


def test_serverless_capacity_goes_from_the_clusters_least_to_its_most() -> None:
    scaling = {"minCapacity": 2.0, "maxCapacity": 10.0}
    cluster = aurora(serverlessv2ScalingConfiguration=scaling, databaseInsightsMode="advanced")
    found = [charges(member("db.serverless"), cluster, case=case) for case in Case]
    assert [each[0].quantity / 730 for each in found] == [2, 4, 10]
    assert [charge.sku for charge in found[1]] == [
        "serverless-v2-acu standard",
        "database-insights advanced serverless",
    ]


def test_a_replica_has_its_sources_engine_and_storage() -> None:
    source = resource(
        "aws:rds/instance:Instance",
        {"identifier": "main", "engine": "postgres", "allocatedStorage": 200, "storageType": "gp3"},
        "source",
    )
    replica = resource(
        "aws:rds/instance:Instance", {"replicateSourceDb": "main", "instanceClass": "db.m7g.large"}, "replica"
    )
    assert [(charge.sku, charge.quantity) for charge in charges(replica, source)] == [
        ("db.m7g.large postgres single-az", 730),
        ("gp3-storage single-az", 200),
    ]


def test_a_proxy_is_charged_for_the_vcpus_behind_it() -> None:
    proxy = resource("aws:rds/proxy:Proxy", {"name": "front"}, "proxy")
    target = resource(
        "aws:rds/proxyTarget:ProxyTarget", {"dbProxyName": "front", "dbClusterIdentifier": "main"}, "target"
    )
    other = resource("aws:rds/proxyTarget:ProxyTarget", {"dbProxyName": "other"}, "other")
    found = charges(proxy, target, other, aurora(), member("db.r7g.2xlarge"))
    assert [charge.quantity for charge in found] == [8 * 730]


def test_a_flow_logs_writing_is_charged_once() -> None:
    group = resource("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 30}, "group")
    flow = resource("aws:ec2/flowLog:FlowLog", {}, "flow", dependencies={"logDestination": (group.urn,)})
    assert [charge.sku for charge in charges(group, flow)] == ["logs-storage"]
    assert [charge.sku for charge in charges(group)] == ["logs-ingestion standard", "logs-storage"]


def test_a_node_added_to_a_cache_takes_type_and_engine_from_its_group() -> None:
    token = "aws:elasticache/replicationGroup:ReplicationGroup"
    group = resource(token, {"nodeType": "cache.r7g.large", "engine": "valkey"}, "group", outputs={"id": "g"})
    node = resource("aws:elasticache/cluster:Cluster", {"replicationGroupId": "g"}, "node")
    assert [charge.sku for charge in charges(node, group)] == ["cache.r7g.large valkey"]


def test_copies_in_other_regions_are_charged_there() -> None:
    table = resource(
        "aws:dynamodb/table:Table",
        {"billingMode": "PAY_PER_REQUEST", "replicas": [{"regionName": "us-west-2"}]},
    )
    writes = [charge for charge in charges(table) if charge.what == "writes"]
    assert [charge.region for charge in writes] == [None, "us-west-2"]
    assert {charge.sku for charge in writes} == {"global-table replicated-write-request-units"}
    secret = resource("aws:secretsmanager/secret:Secret", {"replicas": [{"region": "eu-west-1"}]})
    assert [charge.region for charge in charges(secret)][:2] == [None, "eu-west-1"]


def test_endpoints_count_the_subnets_that_a_preview_only_knows_by_name() -> None:
    subnets = [resource("aws:ec2/subnet:Subnet", {}, name) for name in "ab"]
    endpoint = resource(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"vpcEndpointType": "Interface", "subnetIds": None},
        dependencies={"subnetIds": tuple(each.urn for each in subnets)},
    )
    assert charges(endpoint, *subnets)[0].quantity == 1460
    assert charges(endpoint)[0].quantity == 2190  # three zones if nothing is known


def test_a_range_stands_for_three_cases() -> None:
    assert [Range(Decimal(1), Decimal(2), Decimal(3)).of(case) for case in Case] == [1, 2, 3]


def test_a_provisioned_tables_replicas_have_its_capacity_too() -> None:
    inputs = {"readCapacity": 5, "writeCapacity": 2, "replicas": [{"regionName": "us-west-2"}]}
    found = charges(resource("aws:dynamodb/table:Table", inputs))
    capacity = {(each.sku, each.region): each.quantity for each in found if "provisioned" in each.sku}
    assert capacity == {
        (f"provisioned-{sku}", region): units * 730
        for sku, units in (("wcu", 2), ("rcu", 5))
        for region in (None, "us-west-2")
    }


def test_a_table_class_without_listed_prices_is_said() -> None:
    with pytest.raises(CannotTellError, match="STANDARD_INFREQUENT_ACCESS"):
        charges(resource("aws:dynamodb/table:Table", {"tableClass": "STANDARD_INFREQUENT_ACCESS"}))
