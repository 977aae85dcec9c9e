"""A policy pack as the engine talks to it: ``serve(Domain.COST)`` in a pack's ``__main__.py``.

Why not ``pulumi_policy.PolicyPack``: it decodes every resource anew for every rule, lets misspelt rules and
keys in a configuration pass, and gives up a whole stack's check over one unknown value. This speaks the same
protocol (Pulumi's ``analyzer.proto``), so that `pulumi preview --policy-pack` and all that builds on it work.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent import futures
from dataclasses import replace
from importlib.metadata import version
from itertools import chain
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc, plugin_pb2

from tenfold_policies.configuration import SETTINGS, ConfigurationError, Ruling, rulings
from tenfold_policies.judge import Fault, Untold, judge
from tenfold_policies.levels import Environment, Level, environment_of, said_as
from tenfold_policies.packs import chosen
from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Domain, Rule
from tenfold_policies.values import Undecided, decoded, is_secret, settled

_MESSAGE_BYTES = 400 * 1024 * 1024  # the engine's own limit: a stack comes in one message
_LEVELS = {
    Level.ADVISORY: proto.ADVISORY,
    Level.MANDATORY: proto.MANDATORY,
    Level.REMEDIATE: proto.REMEDIATE,
    Level.DISABLED: proto.DISABLED,
}
_LEVEL_OF = {number: level for level, number in _LEVELS.items()}
# The engine refuses a configuration's key without a level, unless it knows the key as a policy's.
_SETTINGS_INFO = proto.PolicyInfo(
    name=SETTINGS,
    displayName="The pack's settings",
    description="No rule: its configuration is the pack's, such as the environment.",
    enforcementLevel=proto.DISABLED,
)


class PackServer(analyzer_pb2_grpc.AnalyzerServicer):
    """One pack for one run of the engine."""

    def __init__(self, domain: Domain, version: str, environment: Environment = Environment.PROD) -> None:
        self._domain, self._version, self._environment = domain, version, environment
        self._pack = chosen(domain)
        self._rulings = rulings(self._pack, environment, {})[1]
        self._stage = ""
        self._untold: dict[str, list[Untold]] = defaultdict(list)
        self._inputs: dict[str, Mapping[str, Any]] = {}

    def GetAnalyzerInfo(self, request: Any, context: Any) -> proto.AnalyzerInfo:
        return proto.AnalyzerInfo(
            name=f"tenfold-{self._domain}",
            displayName=f"Tenfold {self._domain}",
            version=self._version,
            supportsConfig=True,
            description=f"Rules for {self._domain}, at the level of {self._environment}.",
            policies=[*(self._info(each) for each in self._rulings), _SETTINGS_INFO],
        )

    def _info(self, ruling: Ruling) -> proto.PolicyInfo:
        rule = ruling.rule
        stack = rule.relational
        return proto.PolicyInfo(
            name=rule.id,
            displayName=rule.title,
            description=rule.title,
            enforcementLevel=_LEVELS[ruling.level],
            severity=_severity(rule),
            policy_type=proto.POLICY_TYPE_STACK if stack else proto.POLICY_TYPE_RESOURCE,
            remediation_steps=rule.remedy,
            url=rule.reference,
            tags=[rule.practice],
        )

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._version)

    def Handshake(self, request: Any, context: Any) -> proto.AnalyzerHandshakeResponse:
        return proto.AnalyzerHandshakeResponse()

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def ConfigureStack(self, request: Any, context: Any) -> proto.AnalyzerStackConfigureResponse:
        """Learn which stack it is, before the engine asks for the levels."""
        said = {**request.config, **request.tags}
        self._environment, self._stage = environment_of(request.stack, said), said_as("stage", said)
        self._rulings = rulings(self._pack, self._environment, {})[1]
        return proto.AnalyzerStackConfigureResponse()

    def Configure(self, request: Any, context: Any) -> empty_pb2.Empty:
        """Take the configuration, or end the command with what is wrong in it."""
        told = {each.rule.id: each.level for each in self._rulings}
        given = {id_: _given(config, told.get(id_)) for id_, config in request.policyConfig.items()}
        try:
            self._environment, self._rulings = rulings(self._pack, self._environment, given)
        except ConfigurationError as error:
            context.abort(
                grpc.StatusCode.INVALID_ARGUMENT,
                f"the configuration of the policy pack {self._domain}: {error}",
            )
        return empty_pb2.Empty()

    def Analyze(self, request: Any, context: Any) -> proto.AnalyzeResponse:
        """Judge one resource, before it is created or updated."""
        resource = _resource(request)
        self._inputs[resource.urn] = resource.properties
        found = self._judged(
            (each for each in self._rulings if not each.rule.relational), [resource], Stack([])
        )
        return proto.AnalyzeResponse(diagnostics=found)

    def AnalyzeStack(self, request: Any, context: Any) -> proto.AnalyzeResponse:
        """Judge what depends on more than one resource, and say once what can't be told yet."""
        stack = Stack(self._settled(_resource(each)) for each in request.resources)
        found = self._judged((each for each in self._rulings if each.rule.relational), list(stack), stack)
        untold, self._untold = self._untold, defaultdict(list)
        return proto.AnalyzeResponse(
            diagnostics=[*found, *(self._cannot_tell(each) for each in untold.values())]
        )

    def _settled(self, resource: Resource) -> Resource:
        """A resource of the whole stack, which a preview says in outputs: nearly all of them unknown."""
        inputs = self._inputs.get(resource.urn)
        if inputs is None:
            return resource
        return replace(resource, properties=settled(resource.properties, inputs), inputs=inputs)

    def Remediate(self, request: Any, context: Any) -> proto.RemediateResponse:
        """Mend one resource by each rule whose level says so."""
        response = proto.RemediateResponse()
        mending = [(each.rule, each.parameters) for each in self._rulings if each.level is Level.REMEDIATE]
        judging = [each for each in mending if each[0].judges(request.type)]
        if not judging:
            return response  # at once: the engine asks this for every resource
        resource = _resource(request)
        properties = json_format.MessageToDict(request.properties)
        for rule, parameters in judging:
            if rule.remediate is None:
                continue
            try:
                changes = rule.remediate(resource, parameters)
            except Undecided:
                continue  # its check says that it can't be told
            if not changes:
                continue
            properties = {**properties, **changes}
            resource = _resource(request, decoded(properties))
            sent = struct_pb2.Struct()
            sent.update(properties)
            response.remediations.append(
                proto.Remediation(
                    policyName=rule.id,
                    policyPackName=f"tenfold-{self._domain}",
                    policyPackVersion=self._version,
                    description=rule.title,
                    properties=sent,
                )
            )
        return response

    def _judged(
        self, rulings_: Iterable[Ruling], resources: list[Resource], stack: Stack
    ) -> list[proto.AnalyzeDiagnostic]:
        found: list[proto.AnalyzeDiagnostic] = []
        by_type: dict[str, list[Resource]] = defaultdict(list)
        for resource in resources:
            by_type[resource.type].append(resource)
        for ruling in rulings_:
            if ruling.level is Level.DISABLED:
                continue
            context = Context(stack, ruling.parameters, self._environment, self._stage)
            judged = (many for type_, many in by_type.items() if ruling.rule.judges(type_))
            for verdict in (v for each in chain(*judged) for v in judge(ruling.rule, each, context)):
                if isinstance(verdict, Fault):
                    found.append(self._diagnostic(verdict, ruling.level))
                else:
                    self._untold[ruling.rule.id].append(verdict)
        return found

    def _diagnostic(self, fault: Fault, level: Level) -> proto.AnalyzeDiagnostic:
        rule = fault.rule
        # What is to be mended and is still wrong was not mended: that stops the update.
        level = Level.MANDATORY if level is Level.REMEDIATE else level
        return self._message(rule, _LEVELS[level], f"{fault.message} {rule.remedy}", fault.resource.urn)

    def _cannot_tell(self, untold: list[Untold]) -> proto.AnalyzeDiagnostic:
        names = sorted({each.resource.name for each in untold})
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        paths = ", ".join(sorted({each.path for each in untold if each.path}))
        misread = "; ".join(sorted({each.misread for each in untold if each.misread}))
        text = f"cannot tell until after the update for {shown}" + (
            f": {paths} not known yet" if paths else ""
        )
        if misread:
            text = (
                f"cannot tell for {shown}, which have values of a form that the rule doesn't know ({misread})"
            )
        return self._message(untold[0].rule, proto.ADVISORY, text, "")

    def _message(self, rule: Rule, level: Any, text: str, urn: str) -> proto.AnalyzeDiagnostic:
        return proto.AnalyzeDiagnostic(
            policyName=rule.id,
            policyPackName=f"tenfold-{self._domain}",
            policyPackVersion=self._version,
            description=rule.title,
            message=f"{rule.title}.\n{text}",
            enforcementLevel=level,
            severity=_severity(rule),
            urn=urn,
        )


def _severity(rule: Rule) -> Any:
    return proto.PolicySeverity.Value(f"POLICY_SEVERITY_{rule.severity.upper()}")


def _given(config: Any, told: Level | None) -> tuple[Level | None, Mapping[str, Any]]:
    """A rule's level, unless it is the one that the engine has from us, and its parameters."""
    level = _LEVEL_OF[config.enforcementLevel]
    return None if level is told else level, decoded(json_format.MessageToDict(config.properties))


def _resource(request: Any, properties: Mapping[str, Any] | None = None) -> Resource:
    """A resource from either of the engine's messages."""
    dependencies = getattr(request, "propertyDependencies", {})
    sent = json_format.MessageToDict(request.properties)
    return Resource(
        type=request.type,
        name=request.name,
        urn=request.urn,
        properties=decoded(sent) if properties is None else properties,
        parent=getattr(request, "parent", "") or request.options.parent,
        protect=request.options.protect,
        references={key: frozenset(each.urns) for key, each in dependencies.items()},
        secrets=frozenset(key for key, each in sent.items() if is_secret(each)),
    )


def serve(domain: Domain) -> None:
    """Serve a pack until the engine ends: writes the port to standard output, as the engine expects."""
    options = [("grpc.max_receive_message_length", _MESSAGE_BYTES)]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4), options=options)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(PackServer(domain, version("tenfold")), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
    ended.wait()
    server.stop(0)
