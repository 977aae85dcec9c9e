"""EKS: a cluster with all that belongs to it."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from .conftest import Clients
from .helpers import Network, make_network, make_role, refusal


@pytest.fixture(scope="module")
def network(clients: Clients) -> Network:
    return make_network(clients)


@pytest.fixture(scope="module")
def role(clients: Clients) -> str:
    return make_role(clients, "eks-cluster")


@pytest.fixture(scope="module")
def node_role(clients: Clients) -> str:
    return make_role(clients, "eks-node", "ec2.amazonaws.com")


def create(clients: Clients, name: str, network: Network, role: str, **more: Any) -> dict[str, Any]:
    more = {"accessConfig": {"authenticationMode": "API"}, "version": "1.34", **more}
    config = {"subnetIds": network.subnet_ids, **more.pop("resourcesVpcConfig", {})}
    return clients("eks").create_cluster(name=name, roleArn=role, resourcesVpcConfig=config, **more)[
        "cluster"
    ]


@pytest.fixture(scope="module")
def cluster(clients: Clients, network: Network, role: str) -> str:
    return create(clients, "shared", network, role)["name"]


def test_a_cluster_keeps_its_configuration(clients: Clients, network: Network, role: str) -> None:
    key = clients("kms").create_key()["KeyMetadata"]["Arn"]
    create(
        clients,
        "full",
        network,
        role,
        resourcesVpcConfig={"endpointPrivateAccess": True, "publicAccessCidrs": ["203.0.113.0/24"]},
        encryptionConfig=[{"resources": ["secrets"], "provider": {"keyArn": key}}],
        logging={"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]},
        upgradePolicy={"supportType": "STANDARD"},
        zonalShiftConfig={"enabled": True},
        kubernetesNetworkConfig={"serviceIpv4Cidr": "10.100.0.0/16"},
        tags={"team": "platform"},
    )
    got = clients("eks").describe_cluster(name="full")["cluster"]
    assert got["status"] == "ACTIVE"
    assert got["accessConfig"]["authenticationMode"] == "API"
    assert got["resourcesVpcConfig"]["vpcId"] == network.vpc_id
    assert got["resourcesVpcConfig"]["publicAccessCidrs"] == ["203.0.113.0/24"]
    assert got["encryptionConfig"][0]["provider"]["keyArn"] == key
    assert {"types": ["api", "audit"], "enabled": True} in got["logging"]["clusterLogging"]
    assert got["upgradePolicy"] == {"supportType": "STANDARD"}
    assert got["zonalShiftConfig"] == {"enabled": True}
    assert got["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "10.100.0.0/16"
    assert clients("eks").list_tags_for_resource(resourceArn=got["arn"])["tags"] == {"team": "platform"}


def test_a_cluster_has_an_issuer_a_certificate_and_an_endpoint_of_its_own(
    clients: Clients, network: Network, role: str
) -> None:
    one, two = (create(clients, name, network, role) for name in ("own-1", "own-2"))
    assert one["identity"]["oidc"]["issuer"].startswith("https://oidc.eks.us-east-1.amazonaws.com/id/")
    assert one["identity"]["oidc"]["issuer"] != two["identity"]["oidc"]["issuer"]
    assert one["endpoint"] != two["endpoint"]
    certificate = base64.b64decode(one["certificateAuthority"]["data"])
    assert certificate.startswith(b"-----BEGIN CERTIFICATE-----")


def test_the_cluster_security_group_lives_as_long_as_the_cluster(
    clients: Clients, network: Network, role: str
) -> None:
    group = create(clients, "grouped", network, role)["resourcesVpcConfig"]["clusterSecurityGroupId"]
    (found,) = clients("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert found["VpcId"] == network.vpc_id
    assert {"Key": "aws:eks:cluster-name", "Value": "grouped"} in found["Tags"]
    assert found["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"] == group
    clients("eks").delete_cluster(name="grouped")
    with refusal("InvalidGroup.NotFound", group):
        clients("ec2").describe_security_groups(GroupIds=[group])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"resourcesVpcConfig": {"subnetIds": ["subnet-0123", "subnet-0124"]}}, "subnet-0123"),
        ({"resourcesVpcConfig": {"securityGroupIds": ["sg-0123"]}}, "sg-0123"),
        ({"resourcesVpcConfig": {"endpointPublicAccess": False}}, "Private and public endpoint access"),
        ({"version": "1.12"}, "1.12"),
        ({"logging": {"clusterLogging": [{"types": ["everything"], "enabled": True}]}}, "everything"),
        ({"encryptionConfig": [{"resources": ["secrets"], "provider": {"keyArn": "k"}}]}, "keyArn"),
    ],
)
def test_a_wrong_cluster_is_refused(
    clients: Clients, network: Network, role: str, change: dict[str, Any], words: str
) -> None:
    with refusal("InvalidParameterException", words):
        create(clients, "refused", network, role, **change)
    assert "refused" not in clients("eks").list_clusters()["clusters"]


def test_a_missing_role_is_refused(clients: Clients, network: Network) -> None:
    with refusal("InvalidParameterException", "role/none"):
        create(clients, "roleless", network, "arn:aws:iam::123456789012:role/none")


def test_subnets_in_one_zone_are_refused(clients: Clients, network: Network, role: str) -> None:
    config = {"subnetIds": network.subnet_ids[:1]}
    with refusal("InvalidParameterException", "two different AZs"):
        create(clients, "one-zone", network, role, resourcesVpcConfig=config)


def test_configuration_changes_are_kept_and_told_as_updates(
    clients: Clients, network: Network, role: str
) -> None:
    eks = clients("eks")
    create(clients, "changed", network, role, accessConfig={"authenticationMode": "CONFIG_MAP"})
    update = eks.update_cluster_config(
        name="changed", logging={"clusterLogging": [{"types": ["api"], "enabled": True}]}
    )["update"]
    assert update["type"] == "LoggingUpdate"
    told = eks.describe_update(name="changed", updateId=update["id"])["update"]
    assert told["status"] == "Successful"
    eks.update_cluster_config(name="changed", accessConfig={"authenticationMode": "API"})
    eks.update_cluster_config(name="changed", upgradePolicy={"supportType": "STANDARD"})
    eks.update_cluster_config(name="changed", zonalShiftConfig={"enabled": True})
    eks.update_cluster_config(
        name="changed", resourcesVpcConfig={"endpointPublicAccess": False, "endpointPrivateAccess": True}
    )
    got = eks.describe_cluster(name="changed")["cluster"]
    assert {"types": ["api"], "enabled": True} in got["logging"]["clusterLogging"]
    assert got["accessConfig"]["authenticationMode"] == "API"
    assert got["upgradePolicy"] == {"supportType": "STANDARD"}
    assert got["zonalShiftConfig"] == {"enabled": True}
    assert got["resourcesVpcConfig"]["endpointPublicAccess"] is False
    assert got["resourcesVpcConfig"]["subnetIds"] == network.subnet_ids
    with refusal("InvalidParameterException", "authentication mode"):
        eks.update_cluster_config(name="changed", accessConfig={"authenticationMode": "CONFIG_MAP"})


def test_a_cluster_goes_up_one_minor_version_at_a_time(clients: Clients, network: Network, role: str) -> None:
    eks = clients("eks")
    create(clients, "upgraded", network, role, version="1.33")
    with refusal("InvalidParameterException", "from 1.33 to 1.35"):
        eks.update_cluster_version(name="upgraded", version="1.35")
    eks.update_cluster_version(name="upgraded", version="1.34")
    assert eks.describe_cluster(name="upgraded")["cluster"]["version"] == "1.34"
    with refusal("InvalidParameterException", "from 1.34 to 1.33"):
        eks.update_cluster_version(name="upgraded", version="1.33")


def test_a_protected_cluster_is_not_deleted(clients: Clients, network: Network, role: str) -> None:
    eks = clients("eks")
    create(clients, "protected", network, role, deletionProtection=True)
    with refusal("InvalidRequestException", "deletion protection"):
        eks.delete_cluster(name="protected")
    eks.update_cluster_config(name="protected", deletionProtection=False)
    eks.delete_cluster(name="protected")
    with refusal("ResourceNotFoundException", "protected"):
        eks.describe_cluster(name="protected")


def test_a_node_group_lives_on_its_cluster(
    clients: Clients, network: Network, role: str, node_role: str
) -> None:
    eks = clients("eks")
    create(clients, "nodes", network, role)
    made = eks.create_nodegroup(
        clusterName="nodes",
        nodegroupName="main",
        nodeRole=node_role,
        subnets=network.subnet_ids,
        instanceTypes=["m7g.large"],
        amiType="AL2023_ARM_64_STANDARD",
        scalingConfig={"minSize": 3, "maxSize": 6, "desiredSize": 3},
        labels={"tier": "app"},
        taints=[{"key": "k", "value": "v", "effect": "NO_SCHEDULE"}],
        updateConfig={"maxUnavailablePercentage": 33},
        nodeRepairConfig={"enabled": True},
    )["nodegroup"]
    assert (made["version"], made["status"], made["diskSize"]) == ("1.34", "ACTIVE", 20)
    assert made["releaseVersion"].startswith("1.34.")
    eks.update_nodegroup_config(
        clusterName="nodes",
        nodegroupName="main",
        scalingConfig={"desiredSize": 5},
        labels={"addOrUpdateLabels": {"zone": "any"}, "removeLabels": ["tier"]},
        taints={"removeTaints": [{"key": "k", "value": "v", "effect": "NO_SCHEDULE"}]},
    )
    got = eks.describe_nodegroup(clusterName="nodes", nodegroupName="main")["nodegroup"]
    assert got["scalingConfig"] == {"minSize": 3, "maxSize": 6, "desiredSize": 5}
    assert (got["labels"], got["taints"]) == ({"zone": "any"}, [])
    assert node_role in eks.list_access_entries(clusterName="nodes")["accessEntries"]

    with refusal("ResourceInUseException", "nodegroups"):
        eks.delete_cluster(name="nodes")
    eks.delete_nodegroup(clusterName="nodes", nodegroupName="main")
    eks.delete_cluster(name="nodes")


def test_a_node_group_follows_its_cluster_to_the_next_version(
    clients: Clients, network: Network, role: str, node_role: str
) -> None:
    eks = clients("eks")
    create(clients, "follow", network, role, version="1.33")
    where = {"clusterName": "follow", "nodegroupName": "n"}
    eks.create_nodegroup(**where, nodeRole=node_role, subnets=network.subnet_ids)
    with refusal("InvalidParameterException", "1.34"):
        eks.update_nodegroup_version(**where, version="1.34")
    eks.update_cluster_version(name="follow", version="1.34")
    update = eks.update_nodegroup_version(**where, version="1.34")["update"]
    told = eks.describe_update(name="follow", nodegroupName="n", updateId=update["id"])["update"]
    assert told["status"] == "Successful"
    got = eks.describe_nodegroup(**where)["nodegroup"]
    assert (got["version"], got["releaseVersion"][:5]) == ("1.34", "1.34.")


def test_a_node_group_takes_its_machines_from_a_launch_template(
    clients: Clients, network: Network, cluster: str, node_role: str
) -> None:
    eks, ec2 = clients("eks"), clients("ec2")
    data = {"InstanceType": "m7i.large", "MetadataOptions": {"HttpTokens": "required"}}
    template = ec2.create_launch_template(LaunchTemplateName="eks-nodes", LaunchTemplateData=data)
    template_id = template["LaunchTemplate"]["LaunchTemplateId"]
    wanted = {"clusterName": cluster, "nodegroupName": "templated", "nodeRole": node_role}
    wanted["subnets"] = network.subnet_ids
    with refusal("InvalidParameterException", "lt-0123"):
        eks.create_nodegroup(**wanted, launchTemplate={"id": "lt-0123", "version": "1"})
    with refusal("InvalidParameterException", "no version 7"):
        eks.create_nodegroup(**wanted, launchTemplate={"id": template_id, "version": "7"})
    made = eks.create_nodegroup(**wanted, launchTemplate={"id": template_id, "version": "1"})["nodegroup"]
    assert made["launchTemplate"] == {"id": template_id, "name": "eks-nodes", "version": "1"}
    assert "instanceTypes" not in made
    ec2.create_launch_template_version(LaunchTemplateId=template_id, LaunchTemplateData=data)
    eks.update_nodegroup_version(
        clusterName=cluster, nodegroupName="templated", launchTemplate={"id": template_id, "version": "2"}
    )
    got = eks.describe_nodegroup(clusterName=cluster, nodegroupName="templated")["nodegroup"]
    assert got["launchTemplate"]["version"] == "2"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subnets": ["subnet-0123"]}, "subnet-0123"),
        ({"nodeRole": "arn:aws:iam::123456789012:role/none"}, "role/none"),
        ({"instanceTypes": ["m99.huge"]}, "m99.huge"),
        ({"instanceTypes": ["m7g.large"]}, "m7g.large"),  # Arm machines with the default x86 image
        ({"scalingConfig": {"minSize": 3, "maxSize": 2, "desiredSize": 3}}, "maxSize 2"),
        ({"version": "1.35"}, "1.35"),
    ],
)
def test_a_wrong_node_group_is_refused(
    clients: Clients, network: Network, cluster: str, node_role: str, change: dict[str, Any], words: str
) -> None:
    wanted = {"nodeRole": node_role, "subnets": network.subnet_ids, **change}
    with refusal("InvalidParameterException", words):
        clients("eks").create_nodegroup(clusterName=cluster, nodegroupName="refused", **wanted)


def test_an_add_on_is_installed_changed_and_removed(clients: Clients, cluster: str) -> None:
    eks, role = clients("eks"), make_role(clients, "ebs-csi", "pods.eks.amazonaws.com")
    offered = eks.describe_addon_versions(addonName="aws-ebs-csi-driver", kubernetesVersion="1.34")
    versions = [version["addonVersion"] for version in offered["addons"][0]["addonVersions"]]
    where = {"clusterName": cluster, "addonName": "aws-ebs-csi-driver"}
    identity = [{"serviceAccount": "ebs-csi-controller-sa", "roleArn": role}]
    eks.create_addon(**where, addonVersion=versions[1], podIdentityAssociations=identity)
    got = eks.describe_addon(**where)["addon"]
    (association,) = eks.list_pod_identity_associations(clusterName=cluster)["associations"]
    assert (got["status"], got["addonVersion"]) == ("ACTIVE", versions[1])
    assert got["podIdentityAssociations"] == [association["associationArn"]]
    eks.update_addon(**where, addonVersion=versions[0], configurationValues='{"node": {}}')
    got = eks.describe_addon(**where)["addon"]
    assert (got["addonVersion"], got["configurationValues"]) == (versions[0], '{"node": {}}')
    with refusal("InvalidParameterException", "v0.0.1"):
        eks.update_addon(**where, addonVersion="v0.0.1")
    with refusal("InvalidParameterException", "ConfigurationValue"):
        eks.update_addon(**where, configurationValues="{")
    eks.delete_addon(**where)
    assert "aws-ebs-csi-driver" not in eks.list_addons(clusterName=cluster)["addons"]
    assert eks.list_pod_identity_associations(clusterName=cluster)["associations"] == []


def test_one_version_of_an_add_on_is_the_default(clients: Clients) -> None:
    eks = clients("eks")
    for addon in eks.describe_addon_versions(kubernetesVersion="1.33")["addons"]:
        compatible = [item for version in addon["addonVersions"] for item in version["compatibilities"]]
        assert [item["clusterVersion"] for item in compatible if item["defaultVersion"]] == ["1.33"]
    newest = eks.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.33")
    assert newest["addons"][0]["addonVersions"][0]["addonVersion"].startswith("v1.33.")
    configuration = eks.describe_addon_configuration(addonName="vpc-cni", addonVersion="v1.21.1-eksbuild.1")
    assert configuration["podIdentityConfiguration"][0]["serviceAccount"] == "aws-node"


def test_an_access_entry_gives_a_policy(clients: Clients, cluster: str) -> None:
    eks, principal = clients("eks"), make_role(clients, "eks-admin")
    who = {"clusterName": cluster, "principalArn": principal}
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    eks.create_access_entry(**who, kubernetesGroups=["viewers"], tags={"a": "b"})
    eks.associate_access_policy(
        **who, policyArn=policy, accessScope={"type": "namespace", "namespaces": ["web"]}
    )
    (associated,) = eks.list_associated_access_policies(**who)["associatedAccessPolicies"]
    assert (associated["policyArn"], associated["accessScope"]["namespaces"]) == (policy, ["web"])
    eks.update_access_entry(**who, kubernetesGroups=["editors"])
    assert eks.describe_access_entry(**who)["accessEntry"]["kubernetesGroups"] == ["editors"]
    with refusal("InvalidParameterException", "policyArn"):
        eks.associate_access_policy(**who, policyArn=policy + "X", accessScope={"type": "cluster"})
    eks.disassociate_access_policy(**who, policyArn=policy)
    assert eks.list_associated_access_policies(**who)["associatedAccessPolicies"] == []
    eks.delete_access_entry(**who)
    with refusal("ResourceNotFoundException", principal):
        eks.describe_access_entry(**who)


def test_access_entries_need_their_authentication_mode(clients: Clients, network: Network, role: str) -> None:
    create(clients, "by-map", network, role, accessConfig={"authenticationMode": "CONFIG_MAP"})
    with refusal("InvalidRequestException", "authentication mode"):
        clients("eks").create_access_entry(clusterName="by-map", principalArn=role)


def test_a_pod_identity_is_unique_for_its_service_account(clients: Clients, cluster: str) -> None:
    eks, role = clients("eks"), make_role(clients, "pods")
    account = {"clusterName": cluster, "namespace": "web", "serviceAccount": "api", "roleArn": role}
    made = eks.create_pod_identity_association(**account)["association"]
    with refusal("ResourceInUseException", made["associationId"]):
        eks.create_pod_identity_association(**account)
    which = {"clusterName": cluster, "associationId": made["associationId"]}
    other = make_role(clients, "pods-2")
    eks.update_pod_identity_association(**which, roleArn=other)
    assert eks.describe_pod_identity_association(**which)["association"]["roleArn"] == other
    eks.delete_pod_identity_association(**which)
    with refusal("ResourceNotFoundException", made["associationId"]):
        eks.describe_pod_identity_association(**which)


def test_versions_come_with_their_support_dates(clients: Clients) -> None:
    versions = clients("eks").describe_cluster_versions(includeAll=True)["clusterVersions"]
    assert [version["clusterVersion"] for version in versions][-1] == "1.30"
    assert sum(version["defaultVersion"] for version in versions) == 1
    for version in versions:
        assert version["releaseDate"] < version["endOfStandardSupportDate"]
        assert version["endOfStandardSupportDate"] < version["endOfExtendedSupportDate"]


def test_tags_change(clients: Clients, network: Network, role: str) -> None:
    eks = clients("eks")
    arn = create(clients, "tagged", network, role, tags={"a": "1"})["arn"]
    eks.tag_resource(resourceArn=arn, tags={"b": "2"})
    eks.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert eks.describe_cluster(name="tagged")["cluster"]["tags"] == {"b": "2"}


def test_auto_mode_admits_the_nodes_that_aws_makes(
    clients: Clients, network: Network, role: str, node_role: str
) -> None:
    compute = {"enabled": True, "nodePools": ["general-purpose"], "nodeRoleArn": node_role}
    create(clients, "auto", network, role, computeConfig=compute)
    entry = clients("eks").describe_access_entry(clusterName="auto", principalArn=node_role)["accessEntry"]
    assert entry["type"] == "EC2"
    policies = clients("eks").list_associated_access_policies(clusterName="auto", principalArn=node_role)
    (policy,) = policies["associatedAccessPolicies"]
    assert policy["policyArn"].endswith("AmazonEKSAutoNodePolicy")


def test_insights_tell_which_add_ons_the_next_version_does_not_take(
    clients: Clients, network: Network, role: str
) -> None:
    eks = clients("eks")
    create(clients, "insightful", network, role, version="1.35")
    eks.create_addon(clusterName="insightful", addonName="coredns", addonVersion="v1.12.4-eksbuild.38")
    wanted = {"categories": ["UPGRADE_READINESS"], "kubernetesVersions": ["1.36"], "statuses": ["ERROR"]}
    (insight,) = eks.list_insights(clusterName="insightful", filter=wanted)["insights"]
    found = eks.describe_insight(clusterName="insightful", id=insight["id"])["insight"]
    assert [each["kubernetesResourceUri"] for each in found["resources"]] == ["coredns"]
    eks.update_addon(clusterName="insightful", addonName="coredns", addonVersion="v1.13.2-eksbuild.31")
    assert eks.list_insights(clusterName="insightful", filter=wanted)["insights"] == []


def test_there_is_no_insight_for_a_version_that_eks_has_not(
    clients: Clients, network: Network, role: str
) -> None:
    create(clients, "newest", network, role, version="1.36")
    assert clients("eks").list_insights(clusterName="newest")["insights"] == []
    with refusal("ResourceNotFoundException", "none"):
        clients("eks").describe_insight(clusterName="newest", id="none")
