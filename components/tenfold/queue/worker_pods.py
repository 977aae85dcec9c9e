"""The workers' pod: what runs in it, what it may do, where it goes."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.meta import v1 as meta

from tenfold.queue import source, worker_plan
from tenfold.queue.worker_args import QueueWorkerArgs

_TMP = "tmp"
_SPREAD_OVER = ("topology.kubernetes.io/zone", "kubernetes.io/hostname")


def pod_template(args: QueueWorkerArgs, name: str, labels: Mapping[str, str]) -> core.PodTemplateSpecArgs:
    """A pod that fits Kubernetes' "restricted" Pod Security Standard."""
    return core.PodTemplateSpecArgs(
        metadata=meta.ObjectMetaArgs(labels=labels),
        spec=core.PodSpecArgs(
            service_account_name=name,
            automount_service_account_token=args.automount_service_account_token,
            termination_grace_period_seconds=worker_plan.termination_grace_seconds(args),
            security_context=core.PodSecurityContextArgs(
                run_as_non_root=True,
                run_as_user=args.run_as_user,
                seccomp_profile=core.SeccompProfileArgs(type="RuntimeDefault"),
            ),
            containers=[_container(args)],
            volumes=_volumes(args),
            node_selector=args.node_selector or None,
            tolerations=[
                core.TolerationArgs(
                    key=each.key, operator="Exists" if each.value is None else "Equal", value=each.value
                )
                for each in args.tolerations
            ]
            or None,
            topology_spread_constraints=[_spread_over(key, labels) for key in _SPREAD_OVER],
        ),
    )


def _container(args: QueueWorkerArgs) -> core.ContainerArgs:
    environment: dict[str, pulumi.Input[str]] = {
        "AWS_REGION": source.region(args.queue),
        "QUEUE_URL": args.queue.queue_url,
        **args.env,
    }
    return core.ContainerArgs(
        name="worker",
        image=args.image,
        command=list(args.command) or None,
        args=list(args.args) or None,
        env=[core.EnvVarArgs(name=key, value=value) for key, value in sorted(environment.items())],
        resources=core.ResourceRequirementsArgs(
            requests={"cpu": args.cpu_request, "memory": args.memory_request},
            limits={"memory": args.memory_limit or args.memory_request},
        ),
        security_context=core.SecurityContextArgs(
            allow_privilege_escalation=False,
            capabilities=core.CapabilitiesArgs(drop=["ALL"]),
            read_only_root_filesystem=True,
        ),
        volume_mounts=[core.VolumeMountArgs(name=_TMP, mount_path="/tmp")] if args.tmp_size else None,
    )


def _volumes(args: QueueWorkerArgs) -> list[core.VolumeArgs] | None:
    if args.tmp_size is None:
        return None
    return [core.VolumeArgs(name=_TMP, empty_dir=core.EmptyDirVolumeSourceArgs(size_limit=args.tmp_size))]


def _spread_over(key: str, labels: Mapping[str, str]) -> core.TopologySpreadConstraintArgs:
    """Evenly where it can be: where a zone is lost or full, the work goes on in the others."""
    return core.TopologySpreadConstraintArgs(
        max_skew=1,
        topology_key=key,
        when_unsatisfiable="ScheduleAnyway",
        label_selector=meta.LabelSelectorArgs(match_labels=labels),
        match_label_keys=["pod-template-hash"],  # each release is spread for itself
    )
