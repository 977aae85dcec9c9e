"""What KarpenterNodes registers."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_kubernetes
import pytest

from support.recording import Recorded, Recording, record
from tenfold.eks import Karpenter, KarpenterArgs, KarpenterNodePool, KarpenterNodes, KarpenterNodesArgs
from tenfold.errors import InvalidInputError

GENERAL = KarpenterNodePool(cpu_limit=100, memory_limit_gib=400)
NEEDED: dict[str, Any] = {
    "cluster_name": "prod",
    "interruption_queue": "prod-karpenter",
    "instance_profile": "prod-nodes",
    "ami_version": "v20260917",
    "pools": {"general": GENERAL},
}


def kubernetes() -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(providers=[pulumi_kubernetes.Provider("cluster", kubeconfig="{}")])


def build(**fields: Any) -> Recording:
    return record(lambda: KarpenterNodes("nodes", KarpenterNodesArgs(**{**NEEDED, **fields}), kubernetes()))


def release(recording: Recording, role: str) -> Recorded:
    return recording.one("kubernetes:helm.sh/v3:Release", f"nodes-{role}")


def node_class(recording: Recording) -> dict[str, Any]:
    return recording.one("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass").inputs["spec"]


def node_pools(recording: Recording) -> dict[str, Recorded]:
    found = recording.of("kubernetes:karpenter.sh/v1:NodePool")
    return {each.inputs["metadata"]["name"]: each for each in found}


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


def test_karpenter_is_installed_with_pools_of_nodes_for_it_to_make(default: Recording) -> None:
    component = default.one("tenfold:index:KarpenterNodes")
    assert {each.name for each in default if each.parent == component.urn} == {
        "nodes-definitions",
        "nodes-controller",
        "nodes-class",
        "nodes-pool-general",
        "nodes-pool-general-spot",
    }
    for node_pool in node_pools(default).values():
        reference = node_pool.inputs["spec"]["template"]["spec"]["nodeClassRef"]
        assert reference == {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "nodes"}


def test_nodes_go_while_the_controller_runs_and_definitions_go_last(default: Recording) -> None:
    definitions, controller = release(default, "definitions"), release(default, "controller")
    made = default.one("EC2NodeClass")
    assert controller.depends_on >= {definitions.urn}
    assert made.depends_on >= {controller.urn}
    assert all(each.depends_on >= {made.urn} for each in node_pools(default).values())


def test_a_drain_has_an_hour() -> None:
    patience: dict[str, str | None] = {}

    def note(args: pulumi.ResourceTransformationArgs) -> None:
        limits = pulumi.CustomTimeouts() if args.opts.custom_timeouts is None else args.opts.custom_timeouts
        patience[args.name] = limits.delete

    def program() -> None:
        watched = pulumi.ResourceOptions(transformations=[note])
        opts = pulumi.ResourceOptions.merge(kubernetes(), watched)
        KarpenterNodes("nodes", KarpenterNodesArgs(**NEEDED), opts)

    record(program)
    held = {name for name, limit in patience.items() if limit == "60m"}
    assert held == {"nodes-class", "nodes-pool-general", "nodes-pool-general-spot"}


def test_both_charts_are_of_one_pinned_release() -> None:
    recording = build(version="1.15.0")
    for role, chart in {"definitions": "karpenter-crd", "controller": "karpenter"}.items():
        inputs = release(recording, role).inputs
        assert inputs["chart"] == f"oci://public.ecr.aws/karpenter/{chart}"
        assert (inputs["name"], inputs["version"], inputs["namespace"]) == (chart, "1.15.0", "kube-system")
        assert inputs["atomic"] is True  # it waits, and a release that fails goes back


def test_definitions_are_updated_by_their_own_chart_alone(default: Recording) -> None:
    assert release(default, "controller").inputs["skipCrds"] is True
    definitions = release(default, "definitions").inputs
    assert "skipCrds" not in definitions
    assert definitions["takeOwnership"] is True


def test_the_controller_hears_of_interruptions_and_zonal_shifts(default: Recording) -> None:
    assert release(default, "controller").inputs["values"] == {
        "replicas": 2,
        "serviceAccount": {"name": "karpenter"},
        "settings": {
            "clusterName": "prod",
            "interruptionQueue": "prod-karpenter",
            "enableZonalShift": True,
            "isolatedVPC": False,
        },
        "controller": {
            "resources": {
                "requests": {"cpu": "1", "memory": "1Gi"},
                "limits": {"cpu": "1", "memory": "1Gi"},
            }
        },
    }


def test_the_controller_runs_as_the_account_that_the_aws_side_gives_a_role() -> None:
    def program() -> None:
        aws = Karpenter("prod-karpenter", KarpenterArgs(cluster_name="prod"))
        given = {
            **NEEDED,
            "interruption_queue": aws.queue_name,
            "instance_profile": aws.instance_profile_name,
        }
        KarpenterNodes("nodes", KarpenterNodesArgs(**given), kubernetes())

    recording = record(program)
    association, controller = recording.one("PodIdentityAssociation"), release(recording, "controller")
    assert controller.inputs["values"]["serviceAccount"]["name"] == association.inputs["serviceAccount"]
    assert controller.inputs["namespace"] == association.inputs["namespace"]
    settings = controller.inputs["values"]["settings"]
    assert settings["interruptionQueue"] == recording.one("aws:sqs/queue:Queue").inputs["name"]
    assert node_class(recording)["instanceProfile"] == "<prod-karpenter-node-profile.name>"


def test_nodes_demand_imdsv2_at_hop_limit_1_on_encrypted_disks_without_public_addresses(
    default: Recording,
) -> None:
    spec = node_class(default)
    assert spec["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpProtocolIPv6": "disabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    (disk,) = spec["blockDeviceMappings"]
    assert disk["ebs"] == {
        "volumeType": "gp3",
        "volumeSize": "50Gi",
        "encrypted": True,
        "deleteOnTermination": True,
    }
    assert spec["associatePublicIPAddress"] is False


def test_nodes_are_of_one_image_until_another_is_named(default: Recording) -> None:
    assert node_class(default)["amiSelectorTerms"] == [{"alias": "al2023@v20260917"}]
    assert node_class(default)["kubelet"] == {"maxPods": 110}
    assert "kubelet" not in node_class(build(max_pods=None))


@pytest.mark.parametrize(
    ("fields", "subnets", "groups"),
    [
        (
            {},
            [{"tags": {"karpenter.sh/discovery": "prod"}}],
            [{"tags": {"aws:eks:cluster-name": "prod"}}],
        ),
        (
            {"discovery": "shared", "security_group_ids": ["sg-1"]},
            [{"tags": {"karpenter.sh/discovery": "shared"}}],
            [{"id": "sg-1"}],
        ),
        (
            {"subnet_ids": ["subnet-1", "subnet-2"]},
            [{"id": "subnet-1"}, {"id": "subnet-2"}],
            [{"tags": {"aws:eks:cluster-name": "prod"}}],
        ),
    ],
)
def test_subnets_and_security_groups_are_named_or_found_by_their_tags(
    fields: dict[str, Any], subnets: list[Any], groups: list[Any]
) -> None:
    spec = node_class(build(**fields))
    assert spec["subnetSelectorTerms"] == subnets
    assert spec["securityGroupSelectorTerms"] == groups


def test_subnets_that_are_not_known_yet_are_taken() -> None:
    def program() -> None:
        ids = pulumi.Output.from_input(["subnet-1"])
        KarpenterNodes("nodes", KarpenterNodesArgs(**NEEDED, subnet_ids=ids), kubernetes())

    assert node_class(record(program))["subnetSelectorTerms"] == [{"id": "subnet-1"}]


def test_nodes_carry_the_tags_and_are_named_by_karpenter() -> None:
    tags = node_class(build(tags={"team": "shop"}))["tags"]
    assert tags["team"] == "shop"
    assert tags["tenfold:component"] == "KarpenterNodes"
    assert "Name" not in tags


def test_outputs_name_what_was_made(default: Recording) -> None:
    assert default.component_outputs[default.one("tenfold:index:KarpenterNodes").urn] == {
        "node_class_name": "nodes",
        "node_pool_names": ["general", "general-spot"],
    }


def test_without_a_provider_nothing_is_made_in_the_kubeconfig_s_cluster() -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match=r"KarpenterNodes opts\.providers"):
            KarpenterNodes("nodes", KarpenterNodesArgs(**NEEDED))

    assert record(program).resources == []


@pytest.mark.parametrize("name", ["", "Nodes", "9lives", "nodes-", "a.b", "a" * 64])
def test_a_name_that_kubernetes_refuses_is_refused(name: str) -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match="KarpenterNodes name"):
            KarpenterNodes(name, KarpenterNodesArgs(**NEEDED))

    assert record(program).resources == []
