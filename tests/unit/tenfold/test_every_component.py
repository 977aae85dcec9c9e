"""What every component owes its user: options, names, tags, outputs, alarms that all behave alike."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

import tenfold
from support.recording import Recording, record
from tenfold.database import Shard
from tenfold.edge import Behavior, HostedZone, HttpsOrigin, IssuedCertificate
from tenfold.eks import KarpenterNodePool
from tenfold.host.package import args_class, components
from tenfold.host.shapes import outputs_of
from tenfold.parts.iam import Statement
from tenfold.queue import SourceQueue

ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alarms"
SUBNETS = ["subnet-1", "subnet-2", "subnet-3"]
IN_NETWORK = {"vpc_id": "vpc-1", "subnet_ids": SUBNETS}
DATABASE = {**IN_NETWORK, "availability_zones": ["us-east-1a", "us-east-1b", "us-east-1c"]}
CERTIFICATE = IssuedCertificate(
    certificate_arn=f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/1",
    domain_names=["shop.example.com"],
    region="us-east-1",
)
ZONE = HostedZone(name="example.com", zone_id="Z1")
QUEUE = SourceQueue(
    queue_url=f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/jobs",
    queue_arn=f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs",
)

# The least that each component can be made of.
LEAST: dict[str, dict[str, Any]] = {
    "AuroraDatabase": DATABASE,
    "BackupPlan": {"resources": {"database": f"arn:aws:rds:us-east-1:{ACCOUNT}:cluster:database"}},
    "Budget": {"monthly_limit_usd": 1_000, "emails": ["finance@example.com"]},
    "Cache": IN_NETWORK,
    "Cdn": {
        "domain_names": ["shop.example.com"],
        "certificate": CERTIFICATE,
        "origins": {"app": HttpsOrigin(domain_name="origin.example.com")},
        "default_behavior": Behavior(origin="app"),
        "log_bucket": None,
    },
    "Certificate": {"domain_name": "shop.example.com", "regions": ["us-east-1"], "zones": [ZONE]},
    "DnsZone": {"domain_name": "example.com"},
    "EksCluster": {"subnet_ids": SUBNETS},
    "Karpenter": {"cluster_name": "prod"},
    "KarpenterNodes": {
        "cluster_name": "prod",
        "interruption_queue": "prod-karpenter",
        "instance_profile": "prod-karpenter-nodes",
        "ami_version": "v20260901",
        "pools": {"general": KarpenterNodePool(cpu_limit=100, memory_limit_gib=400)},
    },
    "LoadBalancer": {
        **IN_NETWORK,
        "certificate": CERTIFICATE,
        "access_log_bucket": None,
        "allowed_cidrs": {"office": "203.0.113.0/24"},
    },
    "Network": {"cidr": "10.0.0.0/16"},
    "PodIdentity": {
        "cluster_name": "prod",
        "namespace": "shop",
        "service_account": "app",
        "statements": [Statement(actions=["s3:GetObject"], resources=["arn:aws:s3:::files/*"])],
    },
    "PostgresDatabase": DATABASE,
    "QueueWorker": {
        "cluster_name": "prod",
        "namespace": "shop",
        "queue": QUEUE,
        "keda_role_arn": f"arn:aws:iam::{ACCOUNT}:role/keda",
        "image": "registry.example.com/worker:1.0",
        "cpu_request": "250m",
        "memory_request": "256Mi",
        "acceptable_latency_seconds": 60,
        "seconds_per_message": 1,
    },
    "ServerlessCache": IN_NETWORK,
    "ShardedDatabase": {
        "database": tenfold.AuroraDatabaseArgs(**DATABASE),
        "shards": {"a": Shard()},
        "founders": ["a"],
    },
}
IN_KUBERNETES = {"KarpenterNodes", "QueueWorker"}
# Cloudflare is no AWS: its tests are in edge/.
COMPONENTS = {cls.__name__: cls for cls in components().values() if cls.__name__ != "CloudflareCdn"}
every_component = pytest.mark.parametrize("name", sorted(COMPONENTS))


def build(name: str, opts: pulumi.ResourceOptions | None = None, **more: Any) -> Recording:
    cls: Any = COMPONENTS[name]
    least = {**LEAST.get(name, {})}
    if name == "ShardedDatabase":  # what its shards share is said in their own args
        least["database"] = least["database"].revised(**more)
        more = {}
    args = args_class(cls)(**least, **more)

    def program() -> None:
        providers = [kubernetes.Provider("cluster", kubeconfig="{}")] if name in IN_KUBERNETES else []
        cls("one", args, pulumi.ResourceOptions.merge(pulumi.ResourceOptions(providers=providers), opts))

    return record(program)


def below(found: Recording, name: str) -> list[Any]:
    return [
        each
        for each in found
        if each.urn != found.one(f"tenfold:index:{name}", "one").urn and not is_provider(each)
    ]


def is_provider(resource: Any) -> bool:
    return resource.type.startswith("pulumi:providers:")


@every_component
def test_the_callers_alias_and_protection_reach_the_component(name: str) -> None:
    found = build(name, pulumi.ResourceOptions(aliases=["before"], protect=True))
    component = found.one(f"tenfold:index:{name}", "one")
    assert component.aliases == ("before",)
    assert component.protect
    for child in below(found, name):
        assert "before" not in child.aliases, child.name
        assert child.protect, child.name


@every_component
def test_everything_lies_below_the_component_and_is_named_after_it(name: str) -> None:
    found = build(name)
    parents = {each.urn: each.parent for each in found}
    top = found.one(f"tenfold:index:{name}", "one").urn
    for child in below(found, name):
        urn = child.urn
        while urn != top:
            urn = parents[urn]
        assert child.name.startswith("one-"), child.name


@every_component
def test_every_annotated_output_is_registered(name: str) -> None:
    found = build(name)
    registered = found.component_outputs[found.one(f"tenfold:index:{name}", "one").urn]
    required = {each.name for each in outputs_of(COMPONENTS[name]).values() if each.required}
    assert required <= set(registered)


@every_component
def test_a_tag_of_the_users_is_on_everything_that_takes_tags(name: str) -> None:
    for child in below(build(name, tags={"team": "shop"}), name):
        if child.type.startswith("aws:") and "tags" in child.inputs:
            assert child.inputs["tags"]["team"] == "shop", child.name


@every_component
def test_alarms_go_to_the_one_topic_and_without_it_there_are_none(name: str) -> None:
    if "alarm_topic_arn" not in args_class(COMPONENTS[name]).model_fields:
        assert not build(name).of("aws:cloudwatch/metricAlarm:MetricAlarm")
        return
    assert not build(name).of("aws:cloudwatch/metricAlarm:MetricAlarm")
    for alarm in build(name, alarm_topic_arn=TOPIC).of("aws:cloudwatch/metricAlarm:MetricAlarm"):
        assert alarm.inputs["alarmActions"] == [TOPIC], alarm.name


PROTECTED = [
    name for name in COMPONENTS if "deletion_protection" in args_class(COMPONENTS[name]).model_fields
]


@pytest.mark.parametrize("name", sorted(PROTECTED))
@pytest.mark.parametrize("protection", [True, False])
def test_a_guard_holds_all_of_it_while_deletion_protection_is_on(name: str, protection: bool) -> None:
    found = build(name, deletion_protection=protection)
    guard = found.one("random:index/randomId:RandomId", "one-guard")
    assert guard.protect is protection
    custom = {each.urn for each in below(found, name) if not each.type.startswith("tenfold:")}
    assert custom - {guard.urn} <= guard.depends_on
