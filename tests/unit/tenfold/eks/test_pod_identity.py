"""PodIdentity, and Karpenter, which is given one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.recording import Recording, record
from tenfold.eks import Karpenter, KarpenterArgs, PodIdentity, PodIdentityArgs, karpenter_plan, plan
from tenfold.errors import InvalidInputError
from tenfold.parts.iam import Statement

READ = Statement(actions=["s3:GetObject"], resources=["arn:aws:s3:::files/*"])
WHO: dict[str, Any] = {"cluster_name": "prod", "namespace": "shop", "service_account": "orders"}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:prod-karpenter"
NODE_ROLE = "arn:aws:iam::123456789012:role/node"


def test_the_role_is_for_one_service_account_of_one_cluster() -> None:
    recording = record(lambda: PodIdentity("orders", PodIdentityArgs(**WHO, statements=[READ])))
    trust = json.loads(recording.one("aws:iam/role:Role").inputs["assumeRolePolicy"])
    assert trust["Statement"][0]["Condition"]["StringEquals"] == {
        "aws:RequestTag/kubernetes-namespace": "shop",
        "aws:RequestTag/kubernetes-service-account": "orders",
        "aws:RequestTag/eks-cluster-name": "prod",
    }


def test_pods_get_credentials_only_when_the_role_has_its_permissions() -> None:
    args = PodIdentityArgs(**WHO, statements=[READ], policy_arns={"logs": "arn:aws:iam::1:policy/logs"})
    recording = record(lambda: PodIdentity("orders", args))
    association = recording.one("PodIdentityAssociation")
    permissions = {recording.one("RolePolicy").urn, recording.one("RolePolicyAttachment").urn}
    assert association.depends_on >= permissions


@pytest.mark.parametrize(
    ("component", "args", "longest"),
    [
        (PodIdentity, PodIdentityArgs(**WHO, statements=[READ]), 51),
        (Karpenter, KarpenterArgs(cluster_name="prod"), 46),
    ],
)
def test_a_name_too_long_for_its_role_s_is_refused_before_anything_is_made(
    component: Any, args: Any, longest: int
) -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match=f"{component.__name__} name.* 1 to {longest} "):
            component("a" * (longest + 1), args)

    assert list(record(program)) == []
    assert record(lambda: component("a" * longest, args)).of("aws:iam/role:Role")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"namespace": "*"}, "PodIdentityArgs.namespace"),
        ({"namespace": "Shop"}, "PodIdentityArgs.namespace"),
        ({"service_account": "orders-*"}, "PodIdentityArgs.service_account"),
        ({"statements": []}, "PodIdentityArgs.statements"),
        (
            {"policy_arns": {"all": "arn:aws:iam::aws:policy/AdministratorAccess"}},
            "PodIdentityArgs.policy_arns.all",
        ),
    ],
)
def test_what_would_give_the_role_to_others_or_the_account_to_the_pods_is_refused(
    changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        PodIdentityArgs(**{**WHO, "statements": [READ], **changed})
    assert refused.value.field == field


@pytest.fixture(scope="module")
def karpenter() -> Recording:
    return record(lambda: Karpenter("prod-karpenter", KarpenterArgs(cluster_name="prod", region="eu-west-1")))


def test_karpenter_s_queue_is_encrypted_and_takes_messages_of_its_rules_over_tls() -> None:
    policy = json.loads(karpenter_plan.queue_policy(QUEUE, ["arn:b", "arn:a"]))["Statement"]
    assert policy[0]["Condition"] == {"ArnEquals": {"aws:SourceArn": ["arn:a", "arn:b"]}}
    assert (policy[1]["Effect"], policy[1]["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_karpenter_hears_of_all_that_ends_nodes(karpenter: Recording) -> None:
    assert karpenter.one("aws:sqs/queue:Queue").inputs["sqsManagedSseEnabled"] is True
    heard = {
        detail
        for rule in karpenter.of("EventRule")
        for detail in json.loads(rule.inputs["eventPattern"])["detail-type"]
    }
    assert heard == {
        "EC2 Spot Instance Interruption Warning",
        "EC2 Instance Rebalance Recommendation",
        "EC2 Instance State-change Notification",
        "AWS Health Event",
    }
    assert len(karpenter.of("EventTarget")) == 4


def test_karpenter_s_nodes_may_join_and_pull_images(karpenter: Recording) -> None:
    assert karpenter.one("AccessEntry").inputs["type"] == "EC2_LINUX"
    assert "prod-karpenter-node-profile" in {r.name for r in karpenter.of("InstanceProfile")}
    assert {r.name for r in karpenter.of("RolePolicyAttachment")} >= {
        "prod-karpenter-node-worker",
        "prod-karpenter-node-registry",
    }


def test_karpenter_s_children_are_in_the_cluster_s_region(karpenter: Recording) -> None:
    regional = [r for r in karpenter if r.type.startswith("aws:") and not r.type.startswith("aws:iam/")]
    assert {r.inputs.get("region") for r in regional} == {"eu-west-1"}


def statements() -> dict[str, dict[str, Any]]:
    document = json.loads(karpenter_plan.controller_policy("prod", QUEUE, NODE_ROLE))
    return {each["Sid"]: each for each in document["Statement"]}


def test_karpenter_ends_and_changes_only_what_carries_its_cluster_s_tags() -> None:
    for sid in ("EndNodes", "TagNodes", "LaunchFromTemplate"):
        assert statements()[sid]["Condition"]["StringEquals"] == {
            "aws:ResourceTag/kubernetes.io/cluster/prod": "owned"
        }


def test_karpenter_passes_no_role_but_the_nodes_and_writes_nothing_in_iam() -> None:
    assert statements()["PassNodeRole"]["Resource"] == [NODE_ROLE]
    actions = {action for each in statements().values() for action in each["Action"]}
    assert {each for each in actions if each.startswith("iam:")} == {
        "iam:PassRole",
        "iam:GetInstanceProfile",
        "iam:ListInstanceProfiles",
    }


def test_karpenter_sees_a_zonal_shift_of_its_cluster_alone() -> None:
    shift = statements()["SeeZonalShift"]
    assert shift["Action"] == ["arc-zonal-shift:GetManagedResource"]
    cluster = "arn:aws:eks:eu-west-1:123456789012:cluster/prod"
    assert shift["Condition"] == {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": cluster}}


def test_everywhere_karpenter_may_only_read() -> None:
    everywhere = [each for each in statements().values() if each["Resource"] == ["*"]]
    actions = {action.split(":")[1] for each in everywhere for action in each["Action"]}
    assert all(action.startswith(("Describe", "Get", "List")) for action in actions)


def test_the_controller_s_policy_fits_a_managed_policy_with_the_longest_name() -> None:
    name = "a" * plan.MAX_NAME_LENGTH
    queue = f"arn:aws:sqs:ap-southeast-1:123456789012:{name}-karpenter"
    role = f"arn:aws:iam::123456789012:role/{name}-karpenter-node-role-1234567"
    assert len(karpenter_plan.controller_policy(name, queue, role)) <= 6144
