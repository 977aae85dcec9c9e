"""``tenfold eks orphans`` against the emulated AWS."""

from __future__ import annotations

import functools
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner, Result

from support.provider import emulator
from tenfold_ops.eks import eks
from tenfold_ops.eks.orphans import removal
from tenfold_sandbox.errors import SandboxError

ALLOW = {"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [ALLOW]})
IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
TEN = 10
SESSION: Any = boto3.session.Session("test", "test", region_name="us-east-1")
SESSION.client = functools.cache(SESSION.client)  # all commands share them: making one takes a while
NUMBERS = itertools.count()
KINDS = (
    "instance",
    "load balancer",
    "classic load balancer",
    "target group",
    "launch template",
    "network interface",
    "security group",
    "volume",
    "snapshot",
)
Tags = dict[str, str]


def tag_list(tags: Tags) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def tagged(kind: str, tags: Tags) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": tag_list(tags)}]


@dataclass
class Aws:
    """An account with a network, in which controllers can leave what they made."""

    endpoint: str
    vpc: str = ""
    subnets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.ec2 = self.client("ec2")
        self.elbv2 = self.client("elbv2")
        self.elb = self.client("elb")
        self.image = self.client("ssm").get_parameter(Name=IMAGE)["Parameter"]["Value"]
        self.vpc = self.ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
        self.subnets = tuple(
            self.ec2.create_subnet(
                VpcId=self.vpc, CidrBlock=f"10.7.{place}.0/24", AvailabilityZone=f"us-east-1{zone}"
            )["Subnet"]["SubnetId"]
            for place, zone in enumerate("ab")
        )

    def client(self, service: str) -> Any:
        return SESSION.client(service, endpoint_url=self.endpoint)

    def cluster(self, name: str) -> None:
        iam, client = self.client("iam"), self.client("eks")
        role = iam.create_role(RoleName=f"{name}-role", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        config = {"subnetIds": list(self.subnets)}
        client.create_cluster(name=name, version="1.35", roleArn=role, resourcesVpcConfig=config)

    def group(self, name: str, tags: Tags) -> str:
        return self.ec2.create_security_group(
            GroupName=name,
            Description=name,
            VpcId=self.vpc,
            **({"TagSpecifications": tagged("security-group", tags)} if tags else {}),
        )["GroupId"]

    def allow_from(self, group: str, source: str) -> None:
        rule = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": source}]}
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])

    def interface(self, tags: Tags, description: str = "aws-K8S-i-1", groups: tuple[str, ...] = ()) -> str:
        return self.ec2.create_network_interface(
            SubnetId=self.subnets[0],
            Description=description,
            TagSpecifications=tagged("network-interface", tags) if tags else [],
            **({"Groups": list(groups)} if groups else {}),
        )["NetworkInterface"]["NetworkInterfaceId"]

    def volume(self, tags: Tags) -> str:
        return self.ec2.create_volume(
            AvailabilityZone="us-east-1a",
            Size=10,
            VolumeType="gp3",
            TagSpecifications=tagged("volume", tags),
        )["VolumeId"]

    def snapshot(self, volume: str, tags: Tags) -> str:
        return self.ec2.create_snapshot(VolumeId=volume, TagSpecifications=tagged("snapshot", tags))[
            "SnapshotId"
        ]

    def instance(self, tags: Tags) -> str:
        return self.ec2.run_instances(
            ImageId=self.image,
            InstanceType="m7g.large",
            MinCount=1,
            MaxCount=1,
            SubnetId=self.subnets[0],
            TagSpecifications=tagged("instance", tags),
        )["Instances"][0]["InstanceId"]

    def balancer(self, name: str, tags: Tags, groups: tuple[str, ...] = ()) -> str:
        return self.elbv2.create_load_balancer(
            Name=name,
            Subnets=list(self.subnets),
            Tags=tag_list(tags),
            **({"SecurityGroups": list(groups)} if groups else {}),
        )["LoadBalancers"][0]["LoadBalancerArn"]

    def target_group(self, name: str, tags: Tags) -> str:
        return self.elbv2.create_target_group(
            Name=name, Protocol="HTTP", Port=80, VpcId=self.vpc, TargetType="ip", Tags=tag_list(tags)
        )["TargetGroups"][0]["TargetGroupArn"]

    def forward(self, balancer: str, target_group: str) -> None:
        self.elbv2.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": target_group}],
        )

    def classic(self, name: str, tags: Tags) -> str:
        listener = {"Protocol": "TCP", "LoadBalancerPort": 80, "InstancePort": 30080}
        self.elb.create_load_balancer(
            LoadBalancerName=name, Listeners=[listener], Subnets=list(self.subnets), Tags=tag_list(tags)
        )
        return name

    def template(self, name: str, tags: Tags) -> str:
        return self.ec2.create_launch_template(
            LaunchTemplateName=name,
            LaunchTemplateData={"InstanceType": "m7g.large"},
            TagSpecifications=tagged("launch-template", tags),
        )["LaunchTemplate"]["LaunchTemplateId"]


def leave(aws: Aws, cluster: str, count: int) -> None:
    """What the controllers of a cluster make, so many of each kind."""
    owned = {f"kubernetes.io/cluster/{cluster}": "owned"}
    balancing = {"elbv2.k8s.aws/cluster": cluster, "ingress.k8s.aws/stack": "shop/web"}
    karpenter = {**owned, "eks:eks-cluster-name": cluster, "karpenter.sh/nodepool": "default"}
    csi = {**owned, "KubernetesCluster": cluster, "ebs.csi.aws.com/cluster": "true"}
    interface = {"cluster.k8s.amazonaws.com/name": cluster, "node.k8s.amazonaws.com/instance_id": "i-1"}
    for place in range(count):
        name = f"k8s-{cluster}-{place}"
        group = aws.group(name, balancing)
        targets = aws.target_group(name, balancing)
        aws.forward(aws.balancer(name, balancing, (group,)), targets)
        aws.classic(f"a{cluster}{place}", {**owned, "kubernetes.io/service-name": "shop/web"})
        aws.interface(interface)
        volume = aws.volume({**csi, "CSIVolumeName": f"pvc-{place}"})
        aws.snapshot(volume, {**csi, "CSIVolumeSnapshotName": f"snapshot-{place}"})
        aws.instance(karpenter)
        aws.template(f"karpenter-{cluster}-{place}", karpenter)


def tenfold(aws: Aws, *arguments: str, typed: str | None = None) -> Result:
    environment = {"AWS_ENDPOINT_URL": aws.endpoint}
    return CliRunner().invoke(eks, ["orphans", "--wait", "0.1", *arguments], env=environment, input=typed)


def listed(aws: Aws, cluster: str) -> dict[str, list[dict[str, Any]]]:
    result = tenfold(aws, "--cluster", cluster, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for each in json.loads(result.stdout)["orphans"]:
        found[each["kind"]].append(each)
    return found


def counts(aws: Aws, cluster: str) -> dict[str, int]:
    return {kind: len(found) for kind, found in listed(aws, cluster).items()}


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    with emulator() as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setattr(removal, "PAUSE_SECONDS", 0.01)
        patch.setattr("tenfold_ops.eks.account.boto3.session.Session", lambda **_: SESSION)
        yield Aws(endpoint)


@pytest.fixture
def shop() -> str:
    """A cluster of this test's own in the one account."""
    return f"shop-{next(NUMBERS)}"


def test_ten_orphans_of_each_kind_are_removed_and_another_cluster_s_are_not(aws: Aws, shop: str) -> None:
    leave(aws, shop, TEN)
    leave(aws, f"{shop}0", 1)
    assert counts(aws, shop) == dict.fromkeys(KINDS, TEN)

    result = tenfold(aws, "--cluster", shop, "--delete", "--data", "--json", typed=f"{shop}\n")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert Counter(each["kind"] for each in said["removed"]) == dict.fromkeys(KINDS, TEN)
    assert (said["left"], said["kept"]) == ([], [])

    assert counts(aws, shop) == dict.fromkeys(KINDS, 0)
    assert counts(aws, f"{shop}0") == dict.fromkeys(KINDS, 1)


def test_what_holds_data_is_removed_on_its_own_word_only(aws: Aws, shop: str) -> None:
    aws.group(f"k8s-{shop}", {"elbv2.k8s.aws/cluster": shop})
    owned = {f"kubernetes.io/cluster/{shop}": "owned"}
    volume = aws.volume({**owned, "CSIVolumeName": "pvc-1"})
    aws.snapshot(volume, {**owned, "CSIVolumeSnapshotName": "snapshot-1"})
    result = tenfold(aws, "--cluster", shop, "--delete", "--yes")
    assert result.exit_code == 0, result.output
    assert "are kept, with their data (2)" in result.stdout
    assert counts(aws, shop) == {**dict.fromkeys(KINDS, 0), "volume": 1, "snapshot": 1}


def test_another_name_than_the_cluster_s_removes_nothing(aws: Aws, shop: str) -> None:
    group = aws.group(f"k8s-{shop}", {"elbv2.k8s.aws/cluster": shop})
    result = tenfold(aws, "--cluster", shop, "--delete", typed="yes\n")
    assert isinstance(result.exception, SandboxError)
    assert str(result.exception) == f"'yes' is not '{shop}': nothing is removed."
    assert [each["id"] for each in listed(aws, shop)["security group"]] == [group]


def test_a_running_cluster_s_are_left_alone_until_it_is_said_to_go(aws: Aws, shop: str) -> None:
    aws.cluster(shop)
    group = aws.group(f"k8s-{shop}", {"elbv2.k8s.aws/cluster": shop})
    refused = tenfold(aws, "--cluster", shop, "--delete", "--yes")
    assert isinstance(refused.exception, SandboxError)
    assert "stop them first" in str(refused.exception)
    assert [each["id"] for each in listed(aws, shop)["security group"]] == [group]

    done = tenfold(aws, "--cluster", shop, "--delete", "--before-destroy", "--yes")
    assert done.exit_code == 0, done.output
    assert counts(aws, shop) == dict.fromkeys(KINDS, 0)
    assert aws.client("eks").describe_cluster(name=shop)["cluster"]["status"] == "ACTIVE"


def test_what_a_program_or_aws_looks_after_is_no_orphan(aws: Aws, shop: str) -> None:
    aws.cluster(shop)
    owned = {f"kubernetes.io/cluster/{shop}": "owned"}
    shared = {f"kubernetes.io/cluster/{shop}": "shared", "elbv2.k8s.aws/resource": "backend-sg"}
    aws.group(f"nodes-{shop}", owned)
    aws.group(f"library-{shop}", {"elbv2.k8s.aws/cluster": shop, "ManagedBy": "tenfold"})
    common = aws.group(f"shared-{shop}", shared)
    aws.interface({}, groups=(common,))
    aws.group(f"contested-{shop}", {**owned, "elbv2.k8s.aws/cluster": "other"})
    aws.volume({**owned, "Name": "a node's root"})
    aws.instance({**owned, "eks:nodegroup-name": "general"})
    aws.interface({**owned}, description="made by hand")
    aws.template(f"nodes-{shop}", {**owned, "eks:nodegroup-name": "general"})
    assert counts(aws, shop) == dict.fromkeys(KINDS, 0)


def test_a_stack_s_own_are_no_orphans(aws: Aws, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, _ = (aws.target_group(f"{shop}-{who}", {"elbv2.k8s.aws/cluster": shop}) for who in ("me", "it"))
    state = json.dumps({"deployment": {"resources": [{"id": mine}, {"type": "pulumi:pulumi:Stack"}]}})

    class Pulumi:
        def export(self, stack: str) -> str:
            assert stack == "prod"
            return state

    monkeypatch.setattr("tenfold_ops.eks.account._own_pulumi", Pulumi)
    result = tenfold(aws, "--cluster", shop, "--stack", "prod", "--delete", "--yes")
    assert result.exit_code == 0, result.output
    assert [each["id"] for each in listed(aws, shop)["target group"]] == [mine]


def test_eks_s_own_group_is_an_orphan_once_the_cluster_is_gone(aws: Aws, shop: str) -> None:
    aws.cluster(shop)
    client = aws.client("eks")
    config = client.describe_cluster(name=shop)["cluster"]["resourcesVpcConfig"]
    group = config["clusterSecurityGroupId"]
    aws.interface({}, groups=(group,))  # an old CNI's, which its description alone gives away
    found = listed(aws, shop)
    assert (len(found["security group"]), len(found["network interface"])) == (0, 1)
    client.delete_cluster(name=shop)
    assert [each["id"] for each in listed(aws, shop)["security group"]] == [group]
    result = tenfold(aws, "--cluster", shop, "--delete", "--yes")
    assert result.exit_code == 0, result.output
    assert counts(aws, shop) == dict.fromkeys(KINDS, 0)


def test_a_group_goes_although_the_cluster_s_nodes_let_it_in(aws: Aws, shop: str) -> None:
    backend = aws.group(f"k8s-traffic-shop-{shop}", {"elbv2.k8s.aws/cluster": shop})
    nodes = aws.group(f"nodes-{shop}", {f"kubernetes.io/cluster/{shop}": "owned"})
    aws.allow_from(nodes, backend)
    aws.allow_from(nodes, nodes)
    result = tenfold(aws, "--cluster", shop, "--delete", "--yes")
    assert result.exit_code == 0, result.output
    (left,) = aws.ec2.describe_security_groups(GroupIds=[nodes])["SecurityGroups"]
    pairs = [pair["GroupId"] for rule in left["IpPermissions"] for pair in rule["UserIdGroupPairs"]]
    assert pairs == [nodes]


def test_what_cannot_go_is_told_with_what_uses_it(aws: Aws, shop: str) -> None:
    backend = aws.group(f"k8s-traffic-shop-{shop}", {"elbv2.k8s.aws/cluster": shop})
    foreign = aws.group(f"another-team-{shop}", {})
    aws.allow_from(foreign, backend)
    result = tenfold(aws, "--cluster", shop, "--delete", "--yes", "--wait", "0")
    assert result.exit_code == 1, result.output
    assert result.stdout.splitlines()[-2] == "0 removed, 1 not."
    last = result.stdout.splitlines()[-1]
    assert last.startswith(f"✗ security group {backend}  DependencyViolation: ")
    assert last.endswith(f" Used by {foreign}.")
    (kept,) = aws.ec2.describe_security_groups(GroupIds=[foreign])["SecurityGroups"]
    assert kept["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"] == backend


def test_what_an_instance_leaves_is_removed_once_it_has_ended(
    aws: Aws, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = aws.instance({f"kubernetes.io/cluster/{shop}": "owned", "karpenter.sh/nodepool": "default"})
    pods = aws.interface({"cluster.k8s.amazonaws.com/name": shop})
    attachment = aws.ec2.attach_network_interface(NetworkInterfaceId=pods, InstanceId=node, DeviceIndex=1)[
        "AttachmentId"
    ]
    assert counts(aws, shop)["network interface"] == 0
    states = iter(["it is still shutting-down", ""])

    def state(_: object, instance: str) -> str:
        """The emulator ends instances at once, and leaves their interfaces attached."""
        found = next(states)
        if not found:
            aws.ec2.detach_network_interface(AttachmentId=attachment)
        return found

    monkeypatch.setattr(removal.Removal, "_instance_state", state)
    result = tenfold(aws, "--cluster", shop, "--delete", "--yes")
    assert result.exit_code == 0, result.output
    removed = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("removed")]
    assert removed == ["instance", "network"]
    with pytest.raises(ClientError, match="NotFound"):
        aws.ec2.describe_network_interfaces(NetworkInterfaceIds=[pods])


def test_a_protected_load_balancer_holds_up_no_other(aws: Aws, shop: str) -> None:
    balancing = {"elbv2.k8s.aws/cluster": shop, "ingress.k8s.aws/stack": "shop/web"}
    protected, _ = (aws.balancer(f"{shop}-{place}", balancing) for place in range(2))
    on = [{"Key": "deletion_protection.enabled", "Value": "true"}]
    aws.elbv2.modify_load_balancer_attributes(LoadBalancerArn=protected, Attributes=on)
    result = tenfold(aws, "--cluster", shop, "--delete", "--yes")
    assert result.exit_code == 1, result.output
    assert "OperationNotPermitted" in result.stdout
    assert [each["id"] for each in listed(aws, shop)["load balancer"]] == [protected]


def test_ages_and_prices_are_told(aws: Aws, shop: str) -> None:
    leave(aws, shop, 1)
    found = listed(aws, shop)
    assert {kind: each["monthlyUsd"] for kind, (each,) in found.items()} == {
        **dict.fromkeys(KINDS, 0.0),
        "instance": 59.57,  # 730 hours of m7g.large at 0.0816
        "load balancer": 16.43,  # 730 hours at 0.0225
        "classic load balancer": 18.25,  # 730 hours at 0.025
        "volume": 0.8,  # 10 GB of gp3 at 0.08
        "snapshot": 0.5,  # 10 GB at 0.05
    }
    text = tenfold(aws, "--cluster", shop).stdout
    assert text.splitlines()[0] == f"Orphans of cluster {shop}, which is gone:"
    assert "About $95.54 a month at AWS's list prices, snapshots at most." in text
    rows = [line for line in text.splitlines() if line.startswith(("instance", "volume", "load"))]
    assert [row.split()[-3:-1] for row in rows] == [["0", "h"]] * 3


def test_no_orphans_is_one_line(aws: Aws, shop: str) -> None:
    result = tenfold(aws, "--cluster", shop)
    assert (result.exit_code, result.stdout) == (0, f"No orphans of cluster {shop}, which is gone.\n")
