"""What runs on x86 without need runs on Graviton."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._instances import TYPES, instance_types
from tenfold_pricing.families import families

_FUNCTION = "aws:lambda/function:Function"
_TASK = "aws:ecs/taskDefinition:TaskDefinition"
# Engines and images that exist for x86 only (Amazon RDS User Guide: DB instance classes; EKS API: AMITypes).
_X86_ENGINES = ("oracle", "sqlserver", "custom-oracle", "custom-sqlserver", "db2")
_X86_IMAGES = ("WINDOWS", "GPU", "NVIDIA", "NEURON")


class _Parameters(Parameters):
    stay: tuple[str, ...] = ()
    """Families that stay on x86, such as c7i for licensed software."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == _FUNCTION:
        if resource.get("packageType") != "Image" and "arm64" not in resource.items("architectures"):
            yield "architectures is x86_64."
        return
    if resource.type == _TASK:
        yield from _task(resource)
        return
    for each in instance_types(resource):
        known = families().get(each.family)
        if known and known.graviton and each.family not in context.parameters.stay and not _bound(resource):
            yield f"{each.text} runs on x86; on Graviton it is {each.of_family(known.graviton)}."


def _task(task: Resource) -> Iterator[str]:
    windows = str(task.get("runtimePlatform.operatingSystemFamily", "LINUX")).startswith("WINDOWS")
    if not windows and task.get("runtimePlatform.cpuArchitecture", "X86_64") != "ARM64":
        yield "runtimePlatform.cpuArchitecture is X86_64."


def _bound(resource: Resource) -> bool:
    """Whether it can only run on x86."""
    engine = str(resource.get("engine", "")) if resource.service == "rds" else ""
    image = str(resource.known("amiType", ""))
    return engine.startswith(_X86_ENGINES) or any(each in image for each in _X86_IMAGES)


RULE = Rule(
    id="prefer-graviton",
    title="What can run on Graviton does",
    severity=Severity.LOW,
    why="The same size on Graviton costs 10 to 20 % less at list price, for databases and caches without any "
    "change to the application.",
    remedy="Name the Graviton type, with an image for arm64; name a family that can't move in `stay`.",
    reference="https://docs.aws.amazon.com/whitepapers/latest/aws-graviton-performance-testing/what-is-aws-graviton.html",
    practice="COST06-BP02",
    types=(*TYPES, _FUNCTION, _TASK),
    check=_check,
    parameters=_Parameters,
)
