"""A recording monitor: what a program registers, and what mocks hide (parents, protect, aliases)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pulumi.runtime import mocks, rpc
from pulumi.runtime.settings import SETTINGS
from pulumi.runtime.stack import run_pulumi_func

from tenfold_sandbox.provider.sdk import sdk_type
from tenfold_sandbox.random_provider.table import TYPES

Answers = dict[str, Callable[[dict[str, Any]], dict[str, Any]]]

PROJECT = "tenfold"
STACK = "test"
_LIMIT_SECONDS = 60

ZONES = {
    "us-east-1": [f"us-east-1{letter}" for letter in "abcdef"],
    "us-west-2": [f"us-west-2{letter}" for letter in "abcd"],
}


@dataclass(frozen=True)
class Recorded:
    """One registration as the engine would have received it."""

    type: str
    name: str
    urn: str
    inputs: dict[str, Any]
    parent: str
    protect: bool
    aliases: tuple[str, ...]
    delete_before_replace: bool
    depends_on: frozenset[str]
    ignore_changes: tuple[str, ...]

    @property
    def parent_name(self) -> str:
        return self.parent.rsplit("::", 1)[-1]


@dataclass
class Recording:
    """All registrations in order, and the outputs that components registered, by URN."""

    resources: list[Recorded] = field(default_factory=list[Recorded])
    component_outputs: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    invokes: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])

    def __iter__(self) -> Iterator[Recorded]:
        return iter(self.resources)

    def of(self, type_: str) -> list[Recorded]:
        """All of one type, by name; ``aws:ec2/subnet:Subnet`` or just ``Subnet``.

        The SDK registers from several threads, so that the order in which they come is a matter of chance.
        """
        found = [r for r in self.resources if type_ in (r.type, r.type.rsplit(":", 1)[-1])]
        return sorted(found, key=lambda each: each.name)

    def one(self, type_: str, name: str | None = None) -> Recorded:
        found = [r for r in self.of(type_) if name is None or r.name == name]
        assert len(found) == 1, f"{type_} {name or ''}: found {[r.name for r in found]}"
        return found[0]


class _Mocks(mocks.Mocks):
    def __init__(self, recording: Recording, answers: Answers) -> None:
        self._recording = recording
        self._answers = answers

    def call(self, args: mocks.MockCallArgs) -> Any:
        self._recording.invokes.append((args.token, args.args))
        if args.token in self._answers:
            return self._answers[args.token](args.args)
        region = args.args.get("region") or "us-east-1"
        account = "123456789012"
        if args.token.endswith(":getAvailabilityZones"):
            return {"names": ZONES[region], "zoneIds": ZONES[region], "region": region, "id": region}
        if args.token.endswith(":getCallerIdentity"):
            return {"accountId": account, "arn": f"arn:aws:iam::{account}:root", "id": account}
        if args.token.endswith(":getPartition"):
            return {"partition": "aws", "dnsSuffix": "amazonaws.com", "id": "aws"}
        if args.token.endswith(":getRegion"):
            return {"region": region, "id": region, "name": region}
        if args.token.endswith(":getPolicyDocument"):
            return {"json": "{}", "minifiedJson": "{}", "id": "0"}
        return {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.custom is False:
            return None, dict(args.inputs)
        service = args.typ.split(":")[1].split("/")[0]
        arn = f"arn:aws:{service}:us-east-1:123456789012:{args.name}"
        computed = {**_computed(args.typ, args.name), "arn": arn}
        if args.typ == "aws:acm/certificate:Certificate":
            computed["domainValidationOptions"] = _proofs(args.inputs)
        return f"{args.name}-id", _merged(computed, args.inputs)


def _proofs(certificate: dict[str, Any]) -> list[dict[str, str]]:
    """The records that prove a certificate's names: the same for a name and the wildcard below it."""
    names = [certificate["domainName"], *certificate.get("subjectAlternativeNames", [])]
    return [
        {
            "domainName": name,
            "resourceRecordName": f"_proof.{name.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_of.{name.removeprefix('*.')}.acm-validations.aws.",
        }
        for name in names
    ]


def _merged(computed: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """What was given, and inside it too what AWS would add (a cluster's security group in its vpcConfig)."""
    merged = {**computed, **given}
    for key in computed.keys() & given.keys():
        if isinstance(computed[key], dict) and isinstance(given[key], dict):
            merged[key] = _merged(computed[key], given[key])
    return merged


def _computed(token: str, name: str) -> dict[str, Any]:
    """What AWS would decide: a string says where it comes from, such as ``<prod-cluster.endpoint>``."""
    if token in TYPES:
        return {key: f"<{name}.{key}>" for key in TYPES[token].outputs}
    try:
        outputs = sdk_type(token).outputs
    except KeyError:
        return {}
    return {key: _foreseen(shape, f"{name}.{key}") for key, shape in outputs.items()}


def _foreseen(shape: Any, path: str) -> Any:
    if isinstance(shape, dict):
        return {key: _foreseen(each, f"{path}.{key}") for key, each in shape.items()}
    if isinstance(shape, list):
        return [_foreseen(shape[0], f"{path}.0")]
    return {"number": 1, "boolean": False, "map": {}}.get(shape, f"<{path}>")


class _Monitor(mocks.MockMonitor):
    def __init__(self, recording: Recording, inner: _Mocks) -> None:
        super().__init__(inner)
        self._recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  # gRPC's name
        answer = super().RegisterResource(request)
        if request.type != "pulumi:pulumi:Stack":
            self._recording.resources.append(
                Recorded(
                    type=request.type,
                    name=request.name,
                    urn=answer.urn,
                    inputs=rpc.deserialize_properties(request.object),
                    parent=request.parent,
                    protect=request.protect,
                    aliases=tuple(alias.urn or alias.spec.name for alias in request.aliases),
                    delete_before_replace=request.deleteBeforeReplace,
                    depends_on=frozenset(request.dependencies),
                    ignore_changes=tuple(request.ignoreChanges),
                )
            )
        return answer

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802  # gRPC's name
        self._recording.component_outputs[request.urn] = rpc.deserialize_properties(request.outputs)
        return super().RegisterResourceOutputs(request)


def record(
    program: Callable[[], object],
    answers: Answers | None = None,
    preview: bool = False,
) -> Recording:
    """Run a program against the monitor and return what it registered.

    Args:
        program: registers resources; exceptions reach the caller.
        answers: data sources by token, over the defaults above.
        preview: True makes what the mocks leave out unknown, as a preview does.
    """
    recording = Recording()
    inner = _Mocks(recording, answers or {})
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    mocks.set_mocks(inner, project=PROJECT, stack=STACK, preview=preview, monitor=_Monitor(recording, inner))
    SETTINGS.outputs.clear()  # an Output that a test made outside a program would be awaited for ever
    try:
        loop.run_until_complete(asyncio.wait_for(run_pulumi_func(program), _LIMIT_SECONDS))
    except BaseException:
        # What waited for the resource that failed is left with the same exception, which the caller has.
        loop.set_exception_handler(lambda *_: None)
        raise
    finally:
        loop.close()
        asyncio.set_event_loop(asyncio.new_event_loop())  # tests that make an Output next need one
    return recording
