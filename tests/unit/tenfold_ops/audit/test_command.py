"""``tenfold audit`` against the emulated AWS: an account with one waste of every kind, and what is in use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner, Result

from support.provider import emulator
from tenfold_ops.audit import audit as command
from tenfold_ops.audit.finding import Audit, Finding, Kind, Terms
from tenfold_ops.audit.prices import Prices
from tenfold_ops.audit.run import audit
from tenfold_ops.eks.account import Account
from tenfold_pricing.prices import packaged
from tenfold_sandbox.errors import SandboxError

NOW = datetime.now(UTC) + timedelta(days=30)
"""A month after everything was made."""
TERMS = Terms(NOW, 1, 20, Prices(packaged()))
REGION = "us-east-1"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with emulator() as address:
        yield address


def session(region: str = REGION) -> Any:
    return boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=region)


class World:
    """Makes things in the emulated account, and figures of them."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._session = session()
        self.ec2 = self.client("ec2")
        vpc = self.ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
        self.vpc = vpc
        self.ec2.attach_internet_gateway(
            VpcId=vpc,
            InternetGatewayId=self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"],
        )
        self.subnets = [
            self.ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.8.{place}.0/24", AvailabilityZone=f"{REGION}{zone}"
            )["Subnet"]["SubnetId"]
            for place, zone in enumerate("ab")
        ]

    def client(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self._endpoint)

    def figures(self, namespace: str, metric: str, value: float, **dimensions: str) -> None:
        """The same value in every hour of the window."""
        named = [{"Name": key, "Value": text} for key, text in dimensions.items()]
        hours = [NOW - timedelta(hours=hour, minutes=30) for hour in range(24)]
        data = [
            {"MetricName": metric, "Dimensions": named, "Timestamp": hour, "Value": value} for hour in hours
        ]
        self.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=data)

    def volumes(self) -> None:
        unattached = self.ec2.create_volume(
            AvailabilityZone=f"{REGION}a",
            Size=100,
            VolumeType="gp3",
            TagSpecifications=[{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "scratch"}]}],
        )
        self.ec2.create_snapshot(
            VolumeId=unattached["VolumeId"],
            TagSpecifications=[{"ResourceType": "snapshot", "Tags": [{"Key": "Name", "Value": "by hand"}]}],
        )

    def nat_gateways(self) -> dict[str, str]:
        self.ec2.allocate_address(Domain="vpc")
        made: dict[str, str] = {}
        for name, packets in (("idle", 0), ("busy", 9)):
            address = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
            gateway = self.ec2.create_nat_gateway(SubnetId=self.subnets[0], AllocationId=address)
            made[name] = gateway["NatGateway"]["NatGatewayId"]
            for metric in ("ActiveConnectionCount", "PacketsInFromSource", "PacketsInFromDestination"):
                self.figures("AWS/NATGateway", metric, packets, NatGatewayId=made[name])
        return made

    def load_balancers(self) -> dict[str, str]:
        elb = self.client("elbv2")
        made: dict[str, str] = {}
        for name in ("unused", "unwatched"):
            balancer = elb.create_load_balancer(Name=name, Subnets=self.subnets, Scheme="internal")
            arn = balancer["LoadBalancers"][0]["LoadBalancerArn"]
            targets = {"Protocol": "HTTP", "Port": 80, "VpcId": self.vpc, "TargetType": "ip"}
            group = elb.create_target_group(Name=name, **targets)["TargetGroups"][0]["TargetGroupArn"]
            action = [{"Type": "forward", "TargetGroupArn": group}]
            elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=action)
            elb.register_targets(TargetGroupArn=group, Targets=[{"Id": "10.8.0.9", "Port": 80}])
            made[name] = arn
            if name == "unused":
                self.figures(
                    "AWS/ApplicationELB",
                    "HealthyHostCount",
                    1,
                    TargetGroup=group.rpartition(":")[2],
                    LoadBalancer=arn.partition(":loadbalancer/")[2],
                )
        return made

    def instances(self) -> dict[str, str]:
        """A group of two that idles; one whose memory is full; one of a generation that is over."""
        image = self.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
        template = {"ImageId": image, "InstanceType": "m7g.2xlarge"}
        self.ec2.create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData=template)
        self.client("autoscaling").create_auto_scaling_group(
            AutoScalingGroupName="nodes",
            MinSize=2,
            MaxSize=2,
            LaunchTemplate={"LaunchTemplateName": "nodes", "Version": "$Latest"},
            VPCZoneIdentifier=",".join(self.subnets),
        )
        self.figures("AWS/EC2", "CPUUtilization", 7, AutoScalingGroupName="nodes")
        made = {"nodes": "nodes"}
        for name, kind, cpu in (("busy", "m7g.xlarge", 7), ("old", "m4.large", 70)):
            run = self.ec2.run_instances(
                ImageId=image, InstanceType=kind, MinCount=1, MaxCount=1, SubnetId=self.subnets[0]
            )
            made[name] = run["Instances"][0]["InstanceId"]
            self.figures("AWS/EC2", "CPUUtilization", cpu, InstanceId=made[name])
        self.figures("CWAgent", "mem_used_percent", 70, InstanceId=made["busy"], host="ip-10-8-0-4")
        return made

    def databases(self) -> None:
        rds = self.client("rds")
        for name, connections in (("forgotten", 0), ("large", 4)):
            rds.create_db_instance(
                DBInstanceIdentifier=name,
                DBInstanceClass="db.r7g.2xlarge",
                Engine="postgres",
                AllocatedStorage=100,
                StorageType="gp3",
                MasterUsername="owner",
                ManageMasterUserPassword=True,
                Tags=[{"Key": "team", "Value": "orders"}],
            )
            for metric, value in (
                ("DatabaseConnections", connections),
                ("CPUUtilization", 5),
                ("FreeableMemory", 60 * 1024**3),
            ):
                self.figures("AWS/RDS", metric, value, DBInstanceIdentifier=name)
        rds.create_db_snapshot(DBInstanceIdentifier="large", DBSnapshotIdentifier="before-upgrade")

    def caches(self) -> None:
        self.client("elasticache").create_replication_group(
            ReplicationGroupId="sessions",
            ReplicationGroupDescription="forgotten",
            Engine="valkey",
            CacheNodeType="cache.r7g.large",
            NumCacheClusters=2,
            AutomaticFailoverEnabled=True,
        )
        for each in self.client("elasticache").describe_cache_clusters()["CacheClusters"]:
            self.figures("AWS/ElastiCache", "CurrConnections", 4, CacheClusterId=each["CacheClusterId"])

    def rest(self) -> None:
        logs, s3 = self.client("logs"), self.client("s3")
        for name in ("/app/for-ever", "/app/a-week"):
            logs.create_log_group(logGroupName=name)
        logs.put_retention_policy(logGroupName="/app/a-week", retentionInDays=7)
        s3.create_bucket(Bucket="media-of-tests")
        upload = s3.create_multipart_upload(Bucket="media-of-tests", Key="film")["UploadId"]
        s3.upload_part(Bucket="media-of-tests", Key="film", UploadId=upload, PartNumber=1, Body=b"x" * 1024)


@pytest.fixture(scope="module")
def made(endpoint: str) -> dict[str, str]:
    world = World(endpoint)
    world.volumes()
    gateways = world.nat_gateways()
    balancers = world.load_balancers()
    instances = world.instances()
    world.databases()
    world.caches()
    world.rest()
    return {
        "gateway": gateways["idle"],
        **balancers,
        "old": instances["old"],
        "busy": instances["busy"],
    }


def account(endpoint: str, region: str = REGION) -> Account:
    return Account(session(region), endpoint, lambda: pytest.fail("an audit needs no Pulumi"))


CALLED: set[str] = set()
"""Names of the operations that the audit called."""


@pytest.fixture(scope="module")
def found(endpoint: str, made: dict[str, str]) -> Audit:
    watched = account(endpoint)
    watched.session.events.register("before-call", lambda model, **_: CALLED.add(model.name))
    return audit([watched], TERMS, lambda _: None)


def of(found: Audit, kind: Kind) -> list[Finding]:
    return [each for each in found.findings if each.kind is kind]


def test_every_part_is_looked_at(found: Audit) -> None:
    assert found.refusals == []
    assert (found.account, found.regions) == ("123456789012", [REGION])


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_waste_is_found(found: Audit, kind: Kind) -> None:
    assert of(found, kind), kind


def test_what_is_found_is_the_waste_and_not_what_is_used(found: Audit, made: dict[str, str]) -> None:
    assert [each.resource.name for each in of(found, Kind.OLD_SNAPSHOT)] == ["by hand"]
    assert [each.resource.id for each in of(found, Kind.IDLE_NAT_GATEWAY)] == [made["gateway"]]
    assert [each.resource.id for each in of(found, Kind.IDLE_LOAD_BALANCER)] == [made["unused"]]
    assert [each.resource.id for each in of(found, Kind.PREVIOUS_GENERATION)] == [made["old"]]
    assert [each.resource.id for each in of(found, Kind.OVERSIZED_INSTANCE)] == ["nodes"]
    assert [each.resource.id for each in of(found, Kind.IDLE_DATABASE)] == ["forgotten"]
    assert [each.resource.id for each in of(found, Kind.OVERSIZED_DATABASE)] == ["large"]
    assert [each.resource.id for each in of(found, Kind.OLD_DATABASE_SNAPSHOT)] == ["before-upgrade"]
    assert [each.resource.id for each in of(found, Kind.IDLE_CACHE)] == ["sessions"]
    assert [each.resource.id for each in of(found, Kind.LOGS_KEPT_FOR_EVER)] == ["/app/for-ever"]
    assert [each.resource.id for each in of(found, Kind.UNFINISHED_UPLOADS)] == ["media-of-tests"]


def test_what_has_no_figures_is_said(found: Audit, made: dict[str, str]) -> None:
    unsure = {(each.kind, each.resource.id, each.reason) for each in found.unsure}
    assert (Kind.IDLE_LOAD_BALANCER, made["unwatched"], "CloudWatch has no figures") in unsure


def test_a_group_is_one_finding_with_its_figure_and_window(found: Audit) -> None:
    (nodes,) = of(found, Kind.OVERSIZED_INSTANCE)
    assert nodes.why == (
        "2 x m7g.2xlarge of Auto Scaling group nodes: CPU at 7 % or less in 95 % of the hours in 1 day; "
        "memory is not measured"
    )


def test_name_and_tags_are_told(found: Audit) -> None:
    (volume,) = of(found, Kind.UNATTACHED_VOLUME)
    assert volume.resource.name == "scratch"
    (database,) = of(found, Kind.IDLE_DATABASE)
    assert database.resource.tags == {"team": "orders"}


def test_an_audit_changes_nothing(found: Audit) -> None:
    assert len(CALLED) > 20
    assert [name for name in CALLED if not name.startswith(("Describe", "Get", "List"))] == []


def test_a_call_that_would_change_something_is_not_even_made(endpoint: str, made: dict[str, str]) -> None:
    guarded = account(endpoint)
    audit([guarded], TERMS, lambda _: None, ["logs"])
    with pytest.raises(RuntimeError, match="an audit only reads, yet it would call DeleteLogGroup"):
        guarded.client("logs").delete_log_group(logGroupName="/app/a-week")


@pytest.mark.parametrize(
    ("code", "remedy"),
    [("AccessDenied", "Allow DescribeLoadBalancers to whoever audits"), ("Throttling", "try later")],
)
def test_what_aws_refuses_is_said_and_does_not_stop_the_rest(
    endpoint: str, made: dict[str, str], code: str, remedy: str
) -> None:
    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": code, "Message": "no."}}, "DescribeLoadBalancers")

    limited = account(endpoint)
    limited.session.events.register("before-call.elastic-load-balancing-v2.DescribeLoadBalancers", refuse)
    result = audit([limited], TERMS, lambda _: None, ["load-balancers", "logs"])
    assert [(each.part, each.region) for each in result.refusals] == [("load-balancers", REGION)]
    assert remedy in result.refusals[0].reason
    assert of(result, Kind.LOGS_KEPT_FOR_EVER)


def test_each_region_is_looked_at_once_and_progress_is_told(endpoint: str, made: dict[str, str]) -> None:
    told: list[str] = []
    accounts = [account(endpoint), account(endpoint, "us-west-2")]
    result = audit(accounts, TERMS, told.append, ["logs", "caches"])
    assert told == ["us-east-1: caches", "us-east-1: logs", "us-west-2: caches", "us-west-2: logs"]
    assert {each.resource.region for each in result.findings} == {REGION}


def run(endpoint: str, *arguments: str) -> Result:
    environment = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    return CliRunner().invoke(command, arguments, env=environment)


def refused(*arguments: str) -> str:
    result = run("http://127.0.0.1:9", *arguments)
    assert isinstance(result.exception, SandboxError), result.output
    return str(result.exception)


def test_the_json_is_alone_on_stdout(endpoint: str, made: dict[str, str]) -> None:
    result = run(endpoint, "--json", "--only", "network")
    told = json.loads(result.stdout)
    assert (told["account"], told["regions"], told["days"]) == ("123456789012", [REGION], 14)
    assert [(each["kind"], each["usd"]) for each in told["findings"]] == [("unattached-address", 3.65)]
    assert {each["reason"] for each in told["notJudged"]} == {"made less than 14 days ago"}
    assert result.stderr == "us-east-1: network\n"


@pytest.mark.parametrize(("limit", "code"), [("3.65", 0), ("3.64", 1)])
def test_more_waste_than_allowed_ends_with_1(
    endpoint: str, made: dict[str, str], limit: str, code: int
) -> None:
    result = run(endpoint, "--only", "network", "--fail-over", limit)
    assert result.exit_code == code
    assert ("$3.65 a month to save is more than $3.64." in result.stderr) == bool(code)


def test_without_a_limit_waste_is_no_failure(endpoint: str, made: dict[str, str]) -> None:
    assert run(endpoint, "--only", "network").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--region", "virginia"], "--region virginia: it is no AWS region. Name one such as us-east-1."),
        (["--json", "--markdown"], "--json and --markdown: give one of them."),
        (["--fail-over", "-1"], "--fail-over -1.0: an amount is 0 or more."),
    ],
)
def test_a_wrong_option_is_one_message(arguments: Sequence[str], message: str) -> None:
    assert refused(*arguments) == message


def test_an_aws_that_cannot_be_reached_is_one_message() -> None:
    assert refused("--only", "logs").startswith("AWS does not answer: Could not connect")
