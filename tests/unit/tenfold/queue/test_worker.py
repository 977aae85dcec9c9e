"""What QueueWorker registers."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_kubernetes
import pytest

from support.recording import Recorded, Recording, record
from tenfold.component import Component
from tenfold.errors import InvalidInputError
from tenfold.parts.iam import Statement
from tenfold.queue import Queue, QueueArgs, QueueWorker, QueueWorkerArgs, SourceQueue, Toleration

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
KEDA = "arn:aws:iam::123456789012:role/keda"
OWN_KEY = "arn:aws:kms:us-east-1:123456789012:key/own"
FOREIGN = SourceQueue(
    queue_url="https://sqs.us-west-2.amazonaws.com/210987654321/theirs",
    queue_arn="arn:aws:sqs:us-west-2:210987654321:theirs",
)
NEEDED: dict[str, Any] = {
    "cluster_name": "prod",
    "namespace": "shop",
    "keda_role_arn": KEDA,
    "image": "shop/worker:1.4",
    "cpu_request": "250m",
    "memory_request": "256Mi",
    "acceptable_latency_seconds": 60,
    "seconds_per_message": 2,
}


def kubernetes() -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(
        providers=[pulumi_kubernetes.Provider("cluster", kubeconfig="{}")],
    )


def build(queue: SourceQueue | None = None, queue_args: QueueArgs | None = None, **fields: Any) -> Recording:
    def program() -> None:
        source = queue or Queue("jobs", queue_args or QueueArgs()).source
        QueueWorker("worker", QueueWorkerArgs(**NEEDED, queue=source, **fields), kubernetes())

    return record(program)


def pod(recording: Recording) -> dict[str, Any]:
    return recording.one("Deployment").inputs["spec"]["template"]["spec"]


def keda(recording: Recording, kind: str) -> Recorded:
    return recording.one(f"kubernetes:keda.sh/v1alpha1:{kind}")


def allowed(recording: Recording, name: str) -> list[dict[str, Any]]:
    return json.loads(recording.one("RolePolicy", name).inputs["policy"])["Statement"]


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


def test_every_child_belongs_to_the_worker(default: Recording) -> None:
    worker = default.one("tenfold:index:QueueWorker")
    identity = default.one("tenfold:index:PodIdentity")
    made = [each for each in default if each.name.startswith("worker-")]
    assert {each.parent for each in made} == {worker.urn, identity.urn}
    assert {each.name for each in made if each.type.startswith("kubernetes:")} == {
        "worker-service-account",
        "worker-deployment",
        "worker-disruption-budget",
        "worker-scaled-object",
        "worker-trigger-authentication",
    }


def test_the_pods_role_is_the_one_of_the_account_that_they_run_as(default: Recording) -> None:
    account = default.one("ServiceAccount").inputs
    association = default.one("PodIdentityAssociation").inputs
    assert account["metadata"]["name"] == pod(default)["serviceAccountName"] == association["serviceAccount"]
    assert account["metadata"]["namespace"] == association["namespace"] == "shop"
    assert association["clusterName"] == "prod"


def test_the_pods_start_when_their_role_is_there(default: Recording) -> None:
    needed = default.one("Deployment").depends_on
    assert needed >= {default.one("PodIdentityAssociation").urn, default.one("ServiceAccount").urn}


def test_the_workers_may_consume_and_what_is_said_besides() -> None:
    more = Statement(actions=["s3:GetObject"], resources=["arn:aws:s3:::files/*"])
    consume, decrypt, read = allowed(
        build(queue_args=QueueArgs(kms_key_arn=OWN_KEY), statements=[more]), "worker-identity-policy"
    )
    assert "sqs:DeleteMessage" in consume["Action"]
    assert "sqs:SendMessage" not in consume["Action"]
    assert [arn.rsplit(":", 1)[-1] for arn in consume["Resource"]] == ["jobs-queue"]
    assert (decrypt["Action"], decrypt["Resource"]) == (["kms:Decrypt"], [OWN_KEY])
    assert read["Action"] == ["s3:GetObject"]


def test_keda_alone_takes_the_role_that_sees_the_backlog(default: Recording) -> None:
    trust = json.loads(default.one("Role", "worker-scaler-role").inputs["assumeRolePolicy"])["Statement"]
    assert trust == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": KEDA},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        }
    ]
    (see,) = allowed(default, "worker-scaler-policy")
    assert see["Action"] == ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
    assert keda(default, "TriggerAuthentication").inputs["spec"]["podIdentity"] == {
        "provider": "aws",
        "roleArn": "arn:aws:iam:us-east-1:123456789012:worker-scaler-role",
    }


def test_the_pods_fit_the_restricted_pod_security_standard(default: Recording) -> None:
    spec = pod(default)
    (container,) = spec["containers"]
    assert spec["securityContext"] == {
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }


def test_the_pods_have_no_token_for_kubernetes_unless_asked() -> None:
    for asked in (False, True):
        recording = build(automount_service_account_token=asked)
        assert recording.one("ServiceAccount").inputs["automountServiceAccountToken"] is asked
        assert pod(recording)["automountServiceAccountToken"] is asked


def test_the_only_place_to_write_is_small_and_can_be_left_out(default: Recording) -> None:
    assert pod(default)["volumes"] == [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}]
    assert pod(default)["containers"][0]["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}]
    without = pod(build(tmp_size=None))
    assert "volumes" not in without
    assert "volumeMounts" not in without["containers"][0]


def test_the_pods_get_what_they_ask_for_and_no_more_memory(default: Recording) -> None:
    assert pod(default)["containers"][0]["resources"] == {
        "requests": {"cpu": "250m", "memory": "256Mi"},
        "limits": {"memory": "256Mi"},
    }
    assert pod(build(memory_limit="1Gi"))["containers"][0]["resources"]["limits"] == {"memory": "1Gi"}


def test_the_pods_are_told_their_queue_and_the_user_s_words_win() -> None:
    found = pod(build(env={"QUEUE_URL": "mine", "MODE": "fast"}))["containers"][0]["env"]
    assert {each["name"]: each["value"] for each in found} == {
        "AWS_REGION": "us-east-1",
        "MODE": "fast",
        "QUEUE_URL": "mine",
    }


def test_the_pods_spread_over_zones_but_run_where_they_can(default: Recording) -> None:
    spread = pod(default)["topologySpreadConstraints"]
    assert [each["topologyKey"] for each in spread] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    assert {each["whenUnsatisfiable"] for each in spread} == {"ScheduleAnyway"}
    labels = default.one("Deployment").inputs["spec"]["template"]["metadata"]["labels"]
    assert all(each["labelSelector"]["matchLabels"].items() <= labels.items() for each in spread)


def test_a_worker_may_finish_within_the_visibility_timeout_of_its_queue() -> None:
    recording = build(queue_args=QueueArgs(visibility_timeout_seconds=600))
    assert pod(recording)["terminationGracePeriodSeconds"] == 600


def test_spot_nodes_are_chosen_and_their_taints_borne() -> None:
    spec = pod(
        build(
            node_selector={"eks.amazonaws.com/capacityType": "SPOT"},
            tolerations=[Toleration(key="spot"), Toleration(key="for", value="jobs")],
        )
    )
    assert spec["nodeSelector"] == {"eks.amazonaws.com/capacityType": "SPOT"}
    assert spec["tolerations"] == [
        {"key": "spot", "operator": "Exists"},
        {"key": "for", "operator": "Equal", "value": "jobs"},
    ]


def test_a_drain_is_slowed_and_never_blocked(default: Recording) -> None:
    spec = default.one("PodDisruptionBudget").inputs["spec"]
    assert (spec["maxUnavailable"], spec["unhealthyPodEvictionPolicy"]) == ("25%", "AlwaysAllow")
    labels = default.one("Deployment").inputs["spec"]["template"]["metadata"]["labels"]
    assert spec["selector"]["matchLabels"].items() <= labels.items()


def test_an_update_keeps_the_number_of_workers_that_keda_chose(default: Recording) -> None:
    assert "replicas" not in default.one("Deployment").inputs["spec"]


def test_a_new_release_comes_before_the_old_one_goes(default: Recording) -> None:
    rolling = default.one("Deployment").inputs["spec"]["strategy"]["rollingUpdate"]
    assert (rolling["maxSurge"], rolling["maxUnavailable"]) == ("25%", 0)


def test_the_backlog_scales_the_deployment() -> None:
    recording = build(min_replicas=0, max_replicas=40, cooldown_seconds=60)
    scaled = keda(recording, "ScaledObject")
    spec = scaled.inputs["spec"]
    assert spec["scaleTargetRef"]["name"] == recording.one("Deployment").inputs["metadata"]["name"]
    assert (spec["minReplicaCount"], spec["maxReplicaCount"], spec["cooldownPeriod"]) == (0, 40, 60)
    (trigger,) = spec["triggers"]
    assert trigger["type"] == "aws-sqs-queue"
    assert trigger["metadata"] == {
        "queueURL": "<jobs-queue.url>",
        "awsRegion": "us-east-1",
        "queueLength": "30",
        "scaleOnInFlight": "true",
        "scaleOnDelayed": "false",
    }
    authentication = keda(recording, "TriggerAuthentication")
    assert trigger["authenticationRef"] == {"name": authentication.inputs["metadata"]["name"]}
    assert scaled.depends_on >= {recording.one("Deployment").urn, authentication.urn}


def test_a_queue_made_elsewhere_will_do() -> None:
    recording = build(FOREIGN, alarm_topic_arn=TOPIC)
    metadata = keda(recording, "ScaledObject").inputs["spec"]["triggers"][0]["metadata"]
    assert (metadata["queueURL"], metadata["awsRegion"]) == (FOREIGN.queue_url, "us-west-2")
    assert allowed(recording, "worker-identity-policy")[0]["Resource"] == [FOREIGN.queue_arn]
    queries = recording.one("MetricAlarm").inputs["metricQueries"]
    watched = [each["metric"]["dimensions"] for each in queries if "metric" in each]
    assert watched == [{"QueueName": "theirs"}] * 4


def test_the_alarm_tells_that_the_most_workers_do_not_suffice() -> None:
    alarm = build(FOREIGN, alarm_topic_arn=TOPIC).one("MetricAlarm", "worker-saturated-alarm").inputs
    (watched,) = [each for each in alarm["metricQueries"] if each.get("returnData")]
    assert watched["expression"] == "IF((waiting + working > 300) AND (sent > done), 1, 0)"
    assert (alarm["comparisonOperator"], alarm["threshold"]) == ("GreaterThanThreshold", 0)
    assert (alarm["evaluationPeriods"], alarm["datapointsToAlarm"]) == (3, 3)


def test_there_is_no_alarm_that_nobody_hears(default: Recording) -> None:
    assert default.of("MetricAlarm") == []


def test_region_and_tags_reach_everything_that_takes_them() -> None:
    recording = build(FOREIGN, region="us-west-2", tags={"team": "shop"}, alarm_topic_arn=TOPIC)
    for type_ in ("PodIdentityAssociation", "MetricAlarm"):
        assert recording.one(type_).inputs["region"] == "us-west-2"
    for each in (
        *recording.of("Role"),
        recording.one("PodIdentityAssociation"),
        recording.one("MetricAlarm"),
    ):
        assert each.inputs["tags"]["team"] == "shop"


def test_outputs_name_the_roles_and_the_deployment(default: Recording) -> None:
    assert default.component_outputs[default.one("tenfold:index:QueueWorker").urn] == {
        "role_arn": "arn:aws:iam:us-east-1:123456789012:worker-identity-role",
        "role_name": "<worker-identity-role.name>",
        "scaler_role_arn": "arn:aws:iam:us-east-1:123456789012:worker-scaler-role",
        "deployment_name": "worker",
        "backlog_per_worker": 30,
    }


@pytest.mark.parametrize("opts", [None, pulumi.ResourceOptions(), pulumi.ResourceOptions(providers={})])
def test_without_a_provider_nothing_is_made_in_the_kubeconfig_s_cluster(
    opts: pulumi.ResourceOptions | None,
) -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match=r"opts\.providers"):
            QueueWorker("worker", QueueWorkerArgs(**NEEDED, queue=FOREIGN), opts)

    assert record(program).resources == []


def test_a_provider_may_come_alone_by_name_or_from_the_parent() -> None:
    class Parent(Component):
        pass

    def program() -> None:
        cluster = pulumi_kubernetes.Provider("cluster", kubeconfig="{}")
        parent = Parent("shop", {}, pulumi.ResourceOptions(providers=[cluster]))
        for name, opts in {
            "alone": pulumi.ResourceOptions(provider=cluster),
            "named": pulumi.ResourceOptions(providers={"kubernetes": cluster}),
            "inherited": pulumi.ResourceOptions(parent=parent),
        }.items():
            QueueWorker(name, QueueWorkerArgs(**NEEDED, queue=FOREIGN), opts)

    assert {each.name for each in record(program).of("Deployment")} == {
        "alone-deployment",
        "named-deployment",
        "inherited-deployment",
    }


def test_a_refused_name_registers_nothing() -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match="QueueWorker name"):
            QueueWorker("jobs_worker", QueueWorkerArgs(**NEEDED, queue=FOREIGN))

    assert record(program).resources == []
