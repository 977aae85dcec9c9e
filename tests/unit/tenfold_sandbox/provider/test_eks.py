from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from support.ground import make_network, make_role
from support.provider import Provider, Refused, Resource

CLUSTER = "aws:eks/cluster:Cluster"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
ADDON = "aws:eks/addon:Addon"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0d3f4f7c-5f3b-4a5c-9a5e-3f7c0d3f4f7c"


@dataclass
class Ground:
    """What a cluster stands on."""

    subnets: list[str]
    key_arn: str
    cluster_role: str
    node_role: str
    admin_role: str

    def cluster(self, name: str, **more: Any) -> dict[str, Any]:
        """The inputs that EksCluster gives its control plane."""
        return {
            "name": name,
            "version": "1.33",
            "roleArn": self.cluster_role,
            "vpcConfig": {
                "subnetIds": self.subnets,
                "endpointPrivateAccess": True,
                "endpointPublicAccess": False,
            },
            "accessConfig": {
                "authenticationMode": "API",
                "bootstrapClusterCreatorAdminPermissions": False,
            },
            "encryptionConfig": {"provider": {"keyArn": self.key_arn}, "resources": ["secrets"]},
            "bootstrapSelfManagedAddons": False,
            "enabledClusterLogTypes": ["api", "audit"],
            "upgradePolicy": {"supportType": "STANDARD"},
            "zonalShiftConfig": {"enabled": True},
            "tags": {"Name": name},
            **more,
        }


@pytest.fixture(scope="module")
def ground(aws: Provider) -> Ground:
    return Ground(
        subnets=make_network(aws, 30).subnets,
        key_arn=aws.client("kms").create_key()["KeyMetadata"]["Arn"],
        cluster_role=make_role(aws, "eks-test-cluster", "eks.amazonaws.com"),
        node_role=make_role(aws, "eks-test-node", "ec2.amazonaws.com"),
        admin_role=make_role(aws, "eks-test-admin", "ec2.amazonaws.com"),
    )


@pytest.fixture(scope="module")
def cluster(aws: Provider, ground: Ground) -> Iterator[Resource]:
    made = aws.create(CLUSTER, "shared", ground.cluster("shared"))
    yield made
    aws.delete(made)


def _node_group(ground: Ground, **more: Any) -> dict[str, Any]:
    return {
        "clusterName": "shared",
        "nodeGroupNamePrefix": "shared-default-",
        "nodeRoleArn": ground.node_role,
        "subnetIds": ground.subnets,
        "version": "1.33",
        "amiType": "AL2023_ARM_64_STANDARD",
        "capacityType": "ON_DEMAND",
        "instanceTypes": ["m7g.large"],
        "scalingConfig": {"minSize": 3, "desiredSize": 3, "maxSize": 6},
        "updateConfig": {"maxUnavailablePercentage": 33},
        "labels": {"pool": "default", "old": "yes"},
        "taints": [{"key": "a", "value": "1", "effect": "NO_SCHEDULE"}],
        "tags": {"Name": "default"},
        **more,
    }


def test_a_cluster_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    public = {
        "subnetIds": ground.subnets[:2],
        "endpointPrivateAccess": True,
        "endpointPublicAccess": True,
        "publicAccessCidrs": ["203.0.113.0/24"],
    }
    made = aws.cycle(
        CLUSTER,
        ground.cluster("life"),
        change={
            "version": "1.34",
            "vpcConfig": public,
            "enabledClusterLogTypes": ["scheduler"],
            "upgradePolicy": {"supportType": "EXTENDED"},
            "zonalShiftConfig": {"enabled": False},
            "tags": {"Name": "life", "stage": "growth"},
        },
    )
    assert made.id == "life"
    assert made.state["arn"] == "arn:aws:eks:us-east-1:123456789012:cluster/life"
    assert made.state["vpcConfig"]["publicAccessCidrs"] == ["203.0.113.0/24"]
    assert made.state["__kept"] == []


def test_a_cluster_tells_what_its_clients_need(cluster: Resource) -> None:
    state = cluster.state
    assert state["endpoint"].startswith("https://")
    assert state["certificateAuthority"]["data"]
    assert state["identities"][0]["oidcs"][0]["issuer"].startswith("https://oidc.eks.us-east-1.")
    assert state["vpcConfig"]["clusterSecurityGroupId"].startswith("sg-")
    assert state["vpcConfig"]["vpcId"].startswith("vpc-")
    assert state["kubernetesNetworkConfig"]["serviceIpv4Cidr"]
    assert state["platformVersion"].startswith("eks.")
    assert state["status"] == "ACTIVE"


def test_encryption_is_added_in_place_and_changed_by_replacement(aws: Provider, ground: Ground) -> None:
    inputs = ground.cluster("plain")
    encryption = inputs.pop("encryptionConfig")
    made = aws.cycle(CLUSTER, inputs, change={"encryptionConfig": encryption})
    other = {"provider": {"keyArn": KEY}, "resources": ["secrets"]}
    assert list(aws.diff(made, {**inputs, "encryptionConfig": other}).replaces) == ["encryptionConfig"]


def test_the_cluster_creators_rights_are_fixed_at_creation(
    aws: Provider, ground: Ground, cluster: Resource
) -> None:
    access = {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": True}
    answer = aws.diff(cluster, ground.cluster("shared", accessConfig=access))
    assert list(answer.replaces) == ["accessConfig"]


def test_a_protected_cluster_is_not_deleted_until_the_protection_is_lifted(
    aws: Provider, ground: Ground
) -> None:
    made = aws.create(CLUSTER, "safe", ground.cluster("safe", deletionProtection=True))
    with pytest.raises(Refused, match=r"AWS refused DeleteCluster: .*deletion protection"):
        aws.delete(made)
    lifted = aws.update(made, ground.cluster("safe", deletionProtection=False))
    aws.delete(lifted)
    assert aws.read(lifted) is None


def test_refresh_sees_a_cluster_that_was_opened_to_the_internet(
    aws: Provider, ground: Ground, cluster: Resource
) -> None:
    eks = aws.client("eks")
    eks.update_cluster_config(name="shared", resourcesVpcConfig={"endpointPublicAccess": True})
    seen = aws.read(cluster)
    assert seen is not None
    assert list(aws.diff(seen, ground.cluster("shared")).diffs) == ["vpcConfig"]
    mended = aws.update(seen, ground.cluster("shared"))
    assert mended.state["vpcConfig"]["endpointPublicAccess"] is False


def test_an_unknown_log_type_is_refused(aws: Provider, ground: Ground) -> None:
    _, failures = aws.check(CLUSTER, "c", ground.cluster("c", enabledClusterLogTypes=["apis"]))
    assert "'apis' is not allowed. Use one of: api, audit" in failures["enabledClusterLogTypes"]


def test_a_nested_property_is_named_in_the_reason_since_the_engine_would_show_no_value_for_it(
    aws: Provider, ground: Ground
) -> None:
    _, failures = aws.check(CLUSTER, "c", ground.cluster("c", accessConfig={"authenticationMode": "BOTH"}))
    assert failures[""].startswith("property accessConfig.authenticationMode: 'BOTH' is not allowed.")
    assert failures[""].endswith("(In Python: access_config.authentication_mode.)")


def test_auto_mode_is_switched_on_in_place(aws: Provider, ground: Ground) -> None:
    made = aws.cycle(
        CLUSTER,
        ground.cluster("auto"),
        change={
            "computeConfig": {
                "enabled": True,
                "nodePools": ["general-purpose"],
                "nodeRoleArn": ground.node_role,
            },
            "storageConfig": {"blockStorage": {"enabled": True}},
            "kubernetesNetworkConfig": {"elasticLoadBalancing": {"enabled": True}},
        },
    )
    assert made.state["computeConfig"]["nodePools"] == ["general-purpose"]


@pytest.mark.usefixtures("cluster")
def test_a_node_group_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    made = aws.cycle(
        NODE_GROUP,
        _node_group(ground),
        change={
            "scalingConfig": {"minSize": 3, "desiredSize": 4, "maxSize": 9},
            "labels": {"pool": "default"},
            "taints": [{"key": "b", "value": "1", "effect": "NO_EXECUTE"}],
            "updateConfig": {"maxUnavailable": 1},
        },
    )
    assert made.id.startswith("shared:shared-default-")
    assert made.state["labels"] == {"pool": "default"}
    assert made.state["resources"][0]["autoscalingGroups"][0]["name"].startswith("eks-")
    assert made.state["__kept"] == []


@pytest.mark.usefixtures("cluster")
def test_a_node_group_takes_a_new_version_of_its_template_in_place_and_another_template_by_replacement(
    aws: Provider, ground: Ground
) -> None:
    ec2 = aws.client("ec2")
    ids: list[str] = []
    for name in ("one", "two"):
        template = ec2.create_launch_template(
            LaunchTemplateName=name, LaunchTemplateData={"EbsOptimized": True}
        )["LaunchTemplate"]
        ec2.create_launch_template_version(
            LaunchTemplateId=template["LaunchTemplateId"], LaunchTemplateData={"EbsOptimized": False}
        )
        ids.append(template["LaunchTemplateId"])
    inputs = _node_group(ground, launchTemplate={"id": ids[0], "version": "1"})
    made = aws.cycle(NODE_GROUP, inputs, change={"launchTemplate": {"id": ids[0], "version": "2"}})
    assert made.state["launchTemplate"]["version"] == "2"
    other = {**inputs, "launchTemplate": {"id": ids[1], "version": "2"}}
    assert list(aws.diff(made, other).replaces) == ["launchTemplate"]
    smaller = {**made.inputs, "instanceTypes": ["m7g.medium"]}
    assert "instanceTypes" in list(aws.diff(made, smaller).replaces)


@pytest.mark.usefixtures("cluster")
def test_an_addon_lives_its_whole_life_with_its_pods_identity(aws: Provider, ground: Ground) -> None:
    trust = [{"roleArn": ground.node_role, "serviceAccount": "aws-node"}]
    inputs: dict[str, Any] = {
        "clusterName": "shared",
        "addonName": "vpc-cni",
        "configurationValues": '{"env": {"WARM_PREFIX_TARGET": "1"}}',
        "podIdentityAssociations": trust,
        "resolveConflictsOnCreate": "OVERWRITE",
        "resolveConflictsOnUpdate": "PRESERVE",
        "tags": {"Name": "vpc-cni"},
    }
    made = aws.cycle(
        ADDON,
        inputs,
        change={
            "configurationValues": '{"env": {"WARM_PREFIX_TARGET": "2"}}',
            "podIdentityAssociations": [{**trust[0], "roleArn": ground.cluster_role}],
        },
    )
    assert made.id == "shared:vpc-cni"
    assert made.state["arn"].startswith("arn:aws:eks:us-east-1:123456789012:addon/shared/vpc-cni/")
    assert made.state["addonVersion"].startswith("v1.")
    assert made.state["__kept"] == []


@pytest.mark.usefixtures("cluster")
def test_an_access_entry_and_its_policy_live_their_whole_life(aws: Provider, ground: Ground) -> None:
    inputs = {"clusterName": "shared", "principalArn": ground.admin_role, "tags": {"Name": "admin"}}
    policy = {
        "clusterName": "shared",
        "principalArn": ground.admin_role,
        "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        "accessScope": {"type": "cluster"},
    }
    entry = aws.create("aws:eks/accessEntry:AccessEntry", "e", inputs)
    made = aws.cycle("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", policy)
    assert made.id == f"shared#{ground.admin_role}#{policy['policyArn']}"
    narrower = {**policy, "accessScope": {"type": "namespace", "namespaces": ["shop"]}}
    answer = aws.diff(made, narrower)
    assert list(answer.replaces) == ["accessScope"]
    assert answer.deleteBeforeReplace
    aws.delete(entry)
    again = aws.cycle("aws:eks/accessEntry:AccessEntry", inputs, change={"kubernetesGroups": ["viewers"]})
    assert again.id == f"shared:{ground.admin_role}"
    assert again.state["type"] == "STANDARD"


@pytest.mark.usefixtures("cluster")
def test_a_pod_identity_association_is_imported_by_cluster_and_id(aws: Provider, ground: Ground) -> None:
    token = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
    inputs = {
        "clusterName": "shared",
        "namespace": "shop",
        "serviceAccount": "api",
        "roleArn": ground.node_role,
    }
    made = aws.create(token, "p", inputs)
    aws.assert_settled(made, inputs)
    found = aws.import_(token, "p", f"shared,{made.id}")
    assert found is not None
    assert found.id == made.id
    changed = aws.update(found, {**inputs, "roleArn": ground.cluster_role})
    assert changed.state["roleArn"] == ground.cluster_role
    aws.delete(changed)
    assert aws.read(changed) is None


@pytest.mark.usefixtures("cluster")
def test_a_fargate_profile_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    inputs = {
        "clusterName": "shared",
        "podExecutionRoleArn": ground.node_role,
        "subnetIds": ground.subnets,
        "selectors": [{"namespace": "jobs", "labels": {"fargate": "yes"}}],
    }
    made = aws.cycle("aws:eks/fargateProfile:FargateProfile", inputs)
    assert made.state["status"] == "ACTIVE"
