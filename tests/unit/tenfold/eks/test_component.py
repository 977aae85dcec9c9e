"""What EksCluster registers."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pulumi_aws import ssm

from support.recording import Recording, record
from tenfold.eks import (
    AccessPolicy,
    ClusterAccess,
    ClusterAlarms,
    ComputeMode,
    ControlPlaneTier,
    EksCluster,
    EksClusterArgs,
    IpFamily,
    NodePool,
    SupportType,
    Taint,
    plan,
)
from tenfold.errors import InvalidInputError
from tenfold.parts.iam import Statement

ADMIN = "arn:aws:iam::123456789012:role/ops"
GLOBAL_TYPES = ("aws:iam/role:Role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment")


def build(opts: pulumi.ResourceOptions | None = None, **changed: Any) -> Recording:
    args = {"subnet_ids": ["subnet-a", "subnet-b", "subnet-c"], **changed}
    return record(lambda: EksCluster("prod", EksClusterArgs(**args), opts), preview=True)


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


def names(recording: Recording, dependencies: frozenset[str]) -> set[str]:
    return {r.name for r in recording if r.urn in dependencies}


def test_every_child_belongs_to_the_component(default: Recording) -> None:
    component, *children = default
    assert component.type == "tenfold:index:EksCluster"
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("prod-") for child in children)


def test_an_alias_reaches_the_component_alone() -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if r.aliases] == ["prod"]


def test_region_reaches_every_regional_child() -> None:
    recording = build(region="us-west-2", admins={"ops": ADMIN})
    regional = [
        r
        for r in recording
        if r.type.startswith("aws:") and r.type not in GLOBAL_TYPES and r.parent_name == "prod"
    ]
    assert len(regional) > 10
    assert {r.inputs.get("region") for r in regional} == {"us-west-2"}


def test_the_user_s_tags_reach_instances_and_volumes() -> None:
    template = build(tags={"team": "shop"}).one("LaunchTemplate")
    tagged = {each["resourceType"]: each["tags"]["team"] for each in template.inputs["tagSpecifications"]}
    assert tagged == {"instance": "shop", "volume": "shop", "network-interface": "shop"}


def test_the_endpoint_is_private_by_default(default: Recording) -> None:
    access = default.one("aws:eks/cluster:Cluster").inputs["vpcConfig"]
    assert access["endpointPrivateAccess"] is True
    assert access["endpointPublicAccess"] is False


def test_named_cidrs_open_the_public_endpoint_to_them_alone() -> None:
    access = build(public_access_cidrs=["203.0.113.0/24"]).one("aws:eks/cluster:Cluster").inputs["vpcConfig"]
    assert access["endpointPublicAccess"] is True
    assert access["publicAccessCidrs"] == ["203.0.113.0/24"]


def test_only_named_admins_have_access() -> None:
    recording = build(admins={"ops": ADMIN})
    assert recording.one("aws:eks/cluster:Cluster").inputs["accessConfig"] == {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": False,
    }
    assert [entry.inputs["principalArn"] for entry in recording.of("AccessEntry")] == [ADMIN]
    assert (
        recording.one("AccessPolicyAssociation").inputs["policyArn"].endswith("AmazonEKSClusterAdminPolicy")
    )


def test_kubernetes_objects_are_encrypted_with_a_rotated_key(default: Recording) -> None:
    key = default.one("aws:kms/key:Key")
    assert key.inputs["enableKeyRotation"] is True
    assert (
        "prod-key" in default.one("aws:eks/cluster:Cluster").inputs["encryptionConfig"]["provider"]["keyArn"]
    )


def test_a_given_key_is_used_and_none_is_made() -> None:
    recording = build(kms_key_arn="arn:aws:kms:us-east-1:123456789012:key/own")
    assert recording.of("aws:kms/key:Key") == []
    provider = recording.one("aws:eks/cluster:Cluster").inputs["encryptionConfig"]["provider"]
    assert provider["keyArn"].endswith("key/own")


def test_all_control_plane_logs_go_to_a_group_that_exists_before(default: Recording) -> None:
    cluster, group = default.one("aws:eks/cluster:Cluster"), default.one("LogGroup")
    assert len(cluster.inputs["enabledClusterLogTypes"]) == 5
    assert group.inputs["name"] == "/aws/eks/prod/cluster"
    assert group.inputs["retentionInDays"] == 90
    assert group.urn in cluster.depends_on


def test_the_control_plane_has_the_safeties_that_eks_offers(default: Recording) -> None:
    inputs = default.one("aws:eks/cluster:Cluster").inputs
    assert inputs["zonalShiftConfig"] == {"enabled": True}
    assert inputs["upgradePolicy"] == {"supportType": "STANDARD"}
    assert inputs["bootstrapSelfManagedAddons"] is False


@pytest.mark.parametrize("protected", [True, False])
def test_deletion_protection_holds_in_aws_and_in_pulumi(protected: bool) -> None:
    recording = build(deletion_protection=protected)
    cluster = recording.one("aws:eks/cluster:Cluster")
    assert (cluster.inputs["deletionProtection"], cluster.protect) == (protected, protected)
    assert recording.one("aws:kms/key:Key").protect is protected


def test_nodes_demand_imdsv2_at_hop_limit_1_on_encrypted_disks_without_ssh(default: Recording) -> None:
    inputs = default.one("LaunchTemplate").inputs
    assert inputs["metadataOptions"]["httpTokens"] == "required"
    assert inputs["metadataOptions"]["httpPutResponseHopLimit"] == 1
    disk = inputs["blockDeviceMappings"][0]["ebs"]
    assert (disk["encrypted"], disk["volumeType"]) == ("true", "gp3")
    assert "keyName" not in inputs
    assert all("remoteAccess" not in group.inputs for group in default.of("NodeGroup"))


def test_a_node_group_spans_all_subnets_and_can_be_made_beside_its_predecessor(default: Recording) -> None:
    inputs = default.one("NodeGroup", "prod-general").inputs
    assert inputs["subnetIds"] == ["subnet-a", "subnet-b", "subnet-c"]
    assert inputs["nodeGroupNamePrefix"] == "prod-general-"
    assert "nodeGroupName" not in inputs
    assert not default.one("NodeGroup", "prod-general").delete_before_replace


def test_a_zone_that_is_added_is_for_the_nodes_alone(default: Recording) -> None:
    assert default.one("aws:eks/cluster:Cluster").ignore_changes == ("vpcConfig.subnetIds",)
    assert {group.ignore_changes for group in default.of("NodeGroup")} == {("scalingConfig.desiredSize",)}


def test_the_node_group_prefix_of_the_longest_names_is_one_that_eks_takes() -> None:
    name, pool = "a" * plan.MAX_NAME_LENGTH, "b" * 20
    args = EksClusterArgs(subnet_ids=["subnet-a", "subnet-b"], pools={pool: NodePool()})
    recording = record(lambda: EksCluster(name, args), preview=True)
    prefixes = [group.inputs["nodeGroupNamePrefix"] for group in recording.of("NodeGroup")]
    assert len(set(prefixes)) == 2
    assert max(map(len, prefixes)) <= 37


def test_the_longest_name_s_roles_leave_room_for_the_suffix_that_pulumi_adds() -> None:
    args = EksClusterArgs(subnet_ids=["subnet-a", "subnet-b"])
    recording = record(lambda: EksCluster("a" * plan.MAX_NAME_LENGTH, args), preview=True)
    assert max(len(role.name) for role in recording.of("aws:iam/role:Role")) + 8 == 64


def test_an_autoscaler_s_node_count_is_left_alone_unless_the_pool_is_fixed() -> None:
    recording = build(pools={"free": NodePool(), "fixed": NodePool(autoscaled=False)})
    assert recording.one("NodeGroup", "prod-free").ignore_changes == ("scalingConfig.desiredSize",)
    assert recording.one("NodeGroup", "prod-fixed").ignore_changes == ()


def test_a_pool_s_labels_and_taints_reach_its_node_groups() -> None:
    pool = NodePool(labels={"tier": "web"}, taints=[Taint(key="a", value="b")])
    inputs = build(pools={"general": NodePool(), "web": pool}).one("NodeGroup", "prod-web-spot").inputs
    assert inputs["labels"] == {"tier": "web"}
    assert inputs["taints"] == [{"key": "a", "value": "b", "effect": "NO_SCHEDULE"}]


def test_the_cni_is_up_before_the_nodes_and_down_after_them(default: Recording) -> None:
    for group in default.of("NodeGroup"):
        assert names(default, group.depends_on) >= {
            "prod-vpc-cni",
            "prod-kube-proxy",
            "prod-eks-pod-identity-agent",
        }
        for late in ("coredns", "aws-ebs-csi-driver", "metrics-server", "snapshot-controller"):
            assert group.urn in default.one("Addon", f"prod-{late}").depends_on


def test_nodes_keep_their_permissions_until_they_are_gone(default: Recording) -> None:
    for group in default.of("NodeGroup"):
        assert names(default, group.depends_on) >= {"prod-node-worker", "prod-node-registry"}


def test_nodes_can_pull_images_but_neither_push_nor_be_entered(default: Recording) -> None:
    policies = {
        r.inputs["policyArn"].split("/")[-1] for r in default.of("RolePolicyAttachment") if "node" in r.name
    }
    assert policies == {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}


def test_session_manager_is_a_choice() -> None:
    policies = {r.inputs["policyArn"] for r in build(session_manager=True).of("RolePolicyAttachment")}
    assert any(policy.endswith("AmazonSSMManagedInstanceCore") for policy in policies)


@pytest.mark.parametrize(
    ("addon", "account"),
    [("vpc-cni", "aws-node"), ("aws-ebs-csi-driver", "ebs-csi-controller-sa")],
)
def test_an_add_on_that_calls_aws_has_a_role_of_its_own(default: Recording, addon: str, account: str) -> None:
    association = default.one("Addon", f"prod-{addon}").inputs["podIdentityAssociations"][0]
    assert association["serviceAccount"] == account
    trust = json.loads(default.one("aws:iam/role:Role", f"prod-{addon}-role").inputs["assumeRolePolicy"])
    tag = "aws:RequestTag/kubernetes-service-account"
    assert trust["Statement"][0]["Condition"]["StringEquals"][tag] == account


def test_add_ons_are_pinned_to_releases_for_the_cluster_s_version(default: Recording) -> None:
    versions = {addon.name: addon.inputs["addonVersion"] for addon in default.of("Addon")}
    assert len(versions) == 7
    assert versions["prod-kube-proxy"].startswith("v1.35.")


def test_a_named_release_is_taken() -> None:
    pinned = build(addon_versions={"coredns": "v1.12.1-eksbuild.2"})
    assert pinned.one("Addon", "prod-coredns").inputs["addonVersion"] == "v1.12.1-eksbuild.2"


def test_all_of_it_is_made_through_aws_alone_so_that_it_goes_when_kubernetes_is_out_of_reach() -> None:
    recording = build(karpenter=True, admins={"ops": ADMIN})
    assert {each.type.split(":")[0] for each in recording} == {"tenfold", "aws", "random"}


def test_what_depends_on_the_cluster_outlives_neither_its_access_nor_its_nodes() -> None:
    """Destroying goes the other way round: objects in Kubernetes first, while there is a way in."""

    def program() -> None:
        args = EksClusterArgs(subnet_ids=["subnet-a", "subnet-b"], admins={"ops": ADMIN})
        cluster = EksCluster("prod", args)
        pulumi.CustomResource(
            "test:index:Release", "release", {}, pulumi.ResourceOptions(depends_on=[cluster])
        )

    recording = record(program)
    assert names(recording, recording.one("Release").depends_on) >= {
        "prod-admin-ops-policy",
        "prod-coredns",
        "prod-general",
        "prod-vpc-cni",
    }


def test_a_refused_name_registers_nothing() -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match="EksCluster name"):
            EksCluster("Prod", EksClusterArgs(subnet_ids=["subnet-a", "subnet-b"]))

    assert record(program).resources == []


AWS_OUTPUTS: dict[str, dict[str, Any]] = {
    "aws:eks/cluster:Cluster": {
        "arn": "arn:aws:eks:eu-west-1:123456789012:cluster/prod",
        "endpoint": "https://api",
        "certificateAuthority": {"data": "Q0E="},
        "identities": [{"oidcs": [{"issuer": "https://oidc"}]}],
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 7},
    "aws:iam/role:Role": {"name": "role"},
}


@pytest.fixture
def aws_outputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the monitor answer with what only AWS knows."""
    monkeypatch.setattr("support.recording._computed", lambda token, _: AWS_OUTPUTS.get(token, {}))


@pytest.mark.usefixtures("aws_outputs")
def test_outputs_are_those_of_the_cluster() -> None:
    args = EksClusterArgs(subnet_ids=["subnet-a", "subnet-b"], kubeconfig_role_arn=ADMIN)
    recorded = record(lambda: EksCluster("prod", args))
    outputs = recorded.component_outputs[recorded.one("EksCluster").urn]
    assert outputs["cluster_name"] == "prod"
    assert outputs["endpoint"] == "https://api"
    assert outputs["oidc_issuer"] == "https://oidc"
    assert outputs["node_role_arn"] == "arn:aws:iam:us-east-1:123456789012:prod-node-role"
    assert ADMIN in json.loads(outputs["kubeconfig"])["users"][0]["user"]["exec"]["args"]


@pytest.mark.usefixtures("aws_outputs")
def test_a_node_group_takes_the_newest_version_of_its_launch_template() -> None:
    args = EksClusterArgs(subnet_ids=["subnet-a", "subnet-b"])
    groups = record(lambda: EksCluster("prod", args)).of("NodeGroup")
    assert [group.inputs["launchTemplate"] for group in groups] == [
        {"id": "prod-general-template-id", "version": "7"}
    ] * 2


def test_a_pool_s_nodes_are_split_between_on_demand_and_spot_on_one_launch_template() -> None:
    recording = build(pools={"web": NodePool(min_size=4, desired_size=6, max_size=13)})
    sizes = {group.name: group.inputs["scalingConfig"] for group in recording.of("NodeGroup")}
    assert sizes == {
        "prod-web": {"minSize": 4, "desiredSize": 4, "maxSize": 6},
        "prod-web-spot": {"minSize": 0, "desiredSize": 2, "maxSize": 7},
    }
    assert len(recording.of("LaunchTemplate")) == 1


def test_a_pool_may_stand_in_subnets_of_its_own() -> None:
    pools = {"general": NodePool(), "data": NodePool(stateful=True, subnet_ids=["subnet-a"])}
    assert build(pools=pools).one("NodeGroup", "prod-data").inputs["subnetIds"] == ["subnet-a"]


def test_eks_repairs_nodes_unless_one_says_no(default: Recording) -> None:
    assert default.one("NodeGroup", "prod-general").inputs["nodeRepairConfig"] == {"enabled": True}
    left = build(pools={"general": NodePool(node_repair=False)})
    assert left.one("NodeGroup", "prod-general").inputs["nodeRepairConfig"] == {"enabled": False}


def test_in_auto_mode_aws_makes_the_nodes_and_all_but_two_add_ons() -> None:
    recording = build(compute=ComputeMode.AUTO_MODE)
    inputs = recording.one("aws:eks/cluster:Cluster").inputs
    assert inputs["computeConfig"]["enabled"] is True
    assert inputs["computeConfig"]["nodePools"] == ["general-purpose", "system"]
    assert inputs["storageConfig"] == {"blockStorage": {"enabled": True}}
    assert inputs["kubernetesNetworkConfig"] == {"elasticLoadBalancing": {"enabled": True}}
    assert recording.of("NodeGroup") == recording.of("LaunchTemplate") == []
    assert {addon.inputs["addonName"] for addon in recording.of("Addon")} == {
        "metrics-server",
        "snapshot-controller",
    }


def test_auto_mode_s_roles_are_those_that_aws_names() -> None:
    recording = build(compute=ComputeMode.AUTO_MODE)
    policies = {r.name: r.inputs["policyArn"].split("/")[-1] for r in recording.of("RolePolicyAttachment")}
    assert policies["prod-cluster-compute"] == "AmazonEKSComputePolicy"
    assert policies["prod-node-worker-minimal"] == "AmazonEKSWorkerNodeMinimalPolicy"
    trust = json.loads(recording.one("aws:iam/role:Role", "prod-cluster-role").inputs["assumeRolePolicy"])
    assert "sts:TagSession" in trust["Statement"][0]["Action"]


def test_access_is_confined_to_its_namespaces_and_groups() -> None:
    access = ClusterAccess(
        principal_arn=ADMIN, policy=AccessPolicy.EDIT, namespaces=["team-*"], kubernetes_groups=["devs"]
    )
    recording = build(access={"dev": access})
    entry = recording.one("AccessEntry", "prod-access-dev").inputs
    assert (entry["principalArn"], entry["kubernetesGroups"]) == (ADMIN, ["devs"])
    policy = recording.one("AccessPolicyAssociation", "prod-access-dev-policy").inputs
    assert policy["policyArn"].endswith("AmazonEKSEditPolicy")
    assert policy["accessScope"] == {"type": "namespace", "namespaces": ["team-*"]}


def test_a_principal_with_groups_alone_gets_no_policy() -> None:
    recording = build(access={"dev": ClusterAccess(principal_arn=ADMIN, kubernetes_groups=["devs"])})
    assert recording.of("AccessPolicyAssociation") == []


def test_the_default_class_s_volumes_are_encrypted_for_good(default: Recording) -> None:
    csi = default.one("Addon", "prod-aws-ebs-csi-driver").inputs
    assert json.loads(csi["configurationValues"]) == {"defaultStorageClass": {"enabled": True}}
    assert default.one("EncryptionByDefault").inputs["enabled"] is True


def test_storage_class_and_encryption_can_be_left_to_others() -> None:
    recording = build(default_storage_class=False, encrypt_volumes_by_default=False)
    assert "configurationValues" not in recording.one("Addon", "prod-aws-ebs-csi-driver").inputs
    assert recording.of("EncryptionByDefault") == []


def test_an_ipv6_cluster_s_cni_has_a_policy_that_assigns_ipv6() -> None:
    recording = build(ip_family=IpFamily.IPV6)
    network = recording.one("aws:eks/cluster:Cluster").inputs["kubernetesNetworkConfig"]
    assert network == {"ipFamily": "ipv6"}
    assert "ec2:AssignIpv6Addresses" in recording.one("RolePolicy", "prod-vpc-cni-ipv6").inputs["policy"]
    assert "prod-vpc-cni-policy" not in {r.name for r in recording.of("RolePolicyAttachment")}


def test_alarms_notify_the_topic_and_each_can_be_left_out() -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:alarms"
    recording = build(alarm_topic_arn=topic, alarms=ClusterAlarms(storage_gib=None))
    alarms = {r.name: r.inputs for r in recording.of("MetricAlarm")}
    assert set(alarms) == {
        "prod-read-latency-alarm",
        "prod-server-errors-alarm",
        "prod-unschedulable-pods-alarm",
    }
    assert {tuple(inputs["alarmActions"]) for inputs in alarms.values()} == {(topic,)}
    assert alarms["prod-read-latency-alarm"]["dimensions"] == {"ClusterName": "prod"}


def test_nobody_is_alarmed_without_a_topic(default: Recording) -> None:
    assert default.of("MetricAlarm") == []


def test_the_control_plane_s_tier_and_support_are_choices() -> None:
    recording = build(control_plane_tier=ControlPlaneTier.XL, support_type=SupportType.EXTENDED)
    inputs = recording.one("aws:eks/cluster:Cluster").inputs
    assert inputs["controlPlaneScalingConfig"] == {"tier": "tier-xl"}
    assert inputs["upgradePolicy"] == {"supportType": "EXTENDED"}


def test_an_existing_cluster_s_kubeconfig_honours_the_role() -> None:
    found = {
        "arn": "arn:aws:eks:eu-west-1:123456789012:cluster/old",
        "name": "old",
        "endpoint": "https://api",
        "certificateAuthorities": [{"data": "Q0E="}],
        "identities": [{"oidcs": [{"issuer": "https://oidc"}]}],
        "vpcConfig": {"clusterSecurityGroupId": "sg-1"},
        "version": "1.34",
    }
    seen: dict[str, str] = {}

    def program() -> None:
        cluster = EksCluster.get("old", kubeconfig_role_arn=ADMIN, region="eu-west-1")
        pulumi.Output.all(cluster.kubeconfig, cluster.cluster_security_group_id).apply(
            lambda known: seen.update(kubeconfig=known[0], group=known[1])
        )

    recording = record(program, answers={"aws:eks/getCluster:getCluster": lambda _: found})
    assert recording.resources == []
    assert recording.invokes == [("aws:eks/getCluster:getCluster", {"name": "old", "region": "eu-west-1"})]
    arguments = json.loads(seen["kubeconfig"])["users"][0]["user"]["exec"]["args"]
    assert arguments[-2:] == ["--role-arn", ADMIN]
    assert seen["group"] == "sg-1"


def test_a_grant_is_a_pod_identity_in_the_cluster() -> None:
    statement = Statement(actions=["s3:GetObject"], resources=["arn:aws:s3:::files/*"])

    def program() -> None:
        cluster = EksCluster("prod", EksClusterArgs(subnet_ids=["subnet-a", "subnet-b"], region="us-west-2"))
        cluster.grant("orders", namespace="shop", service_account="orders", statements=[statement])

    recording = record(program)
    grant = recording.one("PodIdentity", "prod-orders")
    assert grant.parent_name == "prod"
    association = recording.one("PodIdentityAssociation", "prod-orders-association")
    assert association.inputs["clusterName"] == "prod"
    assert association.inputs["region"] == "us-west-2"


def test_what_is_made_of_the_kubeconfig_waits_for_all_of_the_cluster() -> None:
    def program() -> None:
        cluster = EksCluster(
            "prod", EksClusterArgs(subnet_ids=["subnet-1", "subnet-2"], admins={"ops": ADMIN})
        )
        ssm.Parameter("user", type="String", value=cluster.kubeconfig)

    found = record(program)
    needed = {
        each.urn for each in found if each.type in ("aws:eks/nodeGroup:NodeGroup", "aws:eks/addon:Addon")
    }
    needed |= {each.urn for each in found if "AccessPolicyAssociation" in each.type}
    assert len(needed) > 8
    assert needed <= found.one("Parameter").depends_on
