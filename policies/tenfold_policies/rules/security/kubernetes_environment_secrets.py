"""A pod's environment and a config map hold no secret."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import WORKLOADS, PodParameters, in_containers
from tenfold_policies.rules.security._secrets import in_text, in_variables

_CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type != _CONFIG_MAP:
        yield from in_containers(resource, context, _environment)
        return
    data = resource.get("data", {})
    yield from in_variables(resource, "data", [each for each in data.items() if not _file(each[1])])
    for key, text in data.items():
        if _file(text):
            yield from (f"{key}: {each}" for each in in_text(str.__str__(text)))


def _file(value: object) -> bool:
    return isinstance(value, str) and "\n" in value


def _environment(pod: Resource, container: Resource) -> Iterator[str]:
    env = container.parts("env")
    variables = [(str(each.known("name")), each.properties.get("value")) for each in env]
    yield from in_variables(container, "spec", variables)


RULE = Rule(
    id="kubernetes-environment-secrets",
    title="A pod's environment and a config map hold no secret",
    severity=Severity.HIGH,
    why="Whoever may read pods or config maps, and every backup of the cluster, has it in plain text.",
    remedy="Take it from a Secret (valueFrom.secretKeyRef), or mount it from Secrets Manager by the Secrets "
    "Store CSI driver.",
    reference="https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    practice="SEC02-BP03",
    types=(*WORKLOADS, _CONFIG_MAP),
    check=_check,
    parameters=PodParameters,
)
