"""What must hold before a cluster is upgraded. Pure: facts in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .apis import GoingApi, going_apis, minor
from .facts import Facts, InstalledAddon, Nodes
from .manifests import Manifests

NODE_SKEW = 3
"""Minor versions that a kubelet or kube-proxy may be behind the API server (Kubernetes documentation,
"Version Skew Policy")."""
UPGRADE_ADDRESSES = 5
"""Free addresses that EKS wants in the control plane's subnets (Amazon EKS User Guide, "Update existing
cluster to new Kubernetes version")."""


class Verdict(StrEnum):
    """How a check ends."""

    PASS = "pass"
    NOTE = "note"
    """Worth knowing; it blocks nothing."""
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One check's end."""

    check: str
    verdict: Verdict
    detail: str
    remedy: str = ""


def judge(
    facts: Facts, target: str, manifests: Manifests | None, requested: Sequence[GoingApi] | None
) -> list[Finding]:
    """All findings, in the order in which one would mend them.

    Args:
        facts: what AWS tells.
        target: the Kubernetes version to go to.
        manifests: what is to run on the cluster; None when none were given.
        requested: APIs that the API server was asked for although they go; None when it could not be asked.
    """
    if target not in facts.offered:
        return [_not_offered(facts, target)]
    return [
        _step(facts, target),
        *_cluster(facts),
        *(_nodes(nodes, target) for nodes in facts.nodes),
        *(_addon(addon, target) for addon in facts.addons),
        *_manifests(manifests, target),
        *_requests(requested, target),
        *_insights(facts),
        _addresses(facts),
        _support(facts, target),
    ]


def ready(findings: Sequence[Finding]) -> bool:
    """Whether nothing blocks the upgrade."""
    return all(finding.verdict is not Verdict.FAIL for finding in findings)


def _not_offered(facts: Facts, target: str) -> Finding:
    offered = ", ".join(sorted(facts.offered, key=minor))
    return Finding(
        "version", Verdict.FAIL, f"EKS does not offer {target}.", f"Those that it offers: {offered}."
    )


def _step(facts: Facts, target: str) -> Finding:
    step = minor(target)[1] - minor(facts.version)[1]
    if step == 1:
        return Finding("version", Verdict.PASS, f"One step, from {facts.version} to {target}.")
    following = f"1.{minor(facts.version)[1] + 1}"
    said = (
        f"{step} steps from {facts.version}; EKS takes one at a time."
        if step > 1
        else f"The cluster is at {facts.version}, and none goes down."
        if step
        else f"The cluster is at {target} already."
    )
    return Finding("version", Verdict.FAIL, said, f"The next is {following}.")


def _cluster(facts: Facts) -> Iterator[Finding]:
    if facts.status != "ACTIVE":
        yield Finding("cluster", Verdict.FAIL, f"It is {facts.status}.", "Wait until it is ACTIVE.")
    for problem in facts.problems:
        yield Finding("cluster", Verdict.FAIL, problem, "Mend it: EKS updates healthy clusters only.")
    if facts.status == "ACTIVE" and not facts.problems:
        yield Finding("cluster", Verdict.PASS, "Active and healthy.")


def _nodes(nodes: Nodes, target: str) -> Finding:
    check, behind = f"nodes {nodes.name}", minor(target)[1] - minor(nodes.version)[1]
    if nodes.status != "ACTIVE" or nodes.problems:
        said = "; ".join(nodes.problems) or f"It is {nodes.status}."
        return Finding(check, Verdict.FAIL, said, "Mend the group, or wait until it is ACTIVE.")
    if behind > NODE_SKEW:
        return Finding(
            check,
            Verdict.FAIL,
            f"{nodes.version} would be {behind} versions behind; {NODE_SKEW} are allowed.",
            f"Update the nodes to 1.{minor(target)[1] - NODE_SKEW} or later first.",
        )
    return Finding(check, Verdict.PASS, f"{nodes.version}, release {nodes.release}.")


def _addon(addon: InstalledAddon, target: str) -> Finding:
    check = f"add-on {addon.name}"
    if addon.version in addon.then:
        return Finding(check, Verdict.PASS, f"{addon.version} runs on {target} too.")
    both = [release for release in addon.then if release in addon.now]
    if both:
        return Finding(
            check,
            Verdict.FAIL,
            f"{addon.version} is not for {target}.",
            f"Move it now to {both[0]}, which is for both versions (addon_versions).",
        )
    if addon.then:
        return Finding(
            check,
            Verdict.NOTE,
            f"{addon.version} is not for {target}, and no release is for both versions.",
            f"Move it after the control plane, to {addon.then_default or addon.then[0]}: one `up` does.",
        )
    return Finding(
        check, Verdict.FAIL, f"EKS has no release for {target}.", "Wait for one, or remove the add-on."
    )


def _manifests(manifests: Manifests | None, target: str) -> Iterator[Finding]:
    check = "manifests"
    if manifests is None:
        yield Finding(
            check, Verdict.NOTE, "None were looked at.", "Give the folder of yours with --manifests."
        )
        return
    clean = True
    for use in manifests.uses:
        api = going_apis().get((use.api_version, use.kind))
        if api is None or not api.is_deprecated(target):
            continue
        clean = False
        what = f"{use.place}: {use.kind} {use.name} uses {use.api_version}"
        yield _going(check, api, what, target)
    for place in manifests.unread:
        yield Finding(check, Verdict.NOTE, f"{place} is no YAML.", "Render templates first, and look again.")
    if clean:
        yield Finding(check, Verdict.PASS, f"{len(manifests.uses)} objects, none uses an API that goes.")


def _requests(requested: Sequence[GoingApi] | None, target: str) -> Iterator[Finding]:
    check = "requests"
    if requested is None:
        yield Finding(
            check,
            Verdict.NOTE,
            "The API server can't be asked from here which old APIs its clients use.",
            "Run this where its endpoint and an access entry let you in; EKS's insights say it too.",
        )
    elif not requested:
        yield Finding(check, Verdict.PASS, "No client asked for an API that goes.")
    for api in requested or ():
        yield _going(check, api, f"Clients ask for {api.api_version} {api.kind}", target)


def _going(check: str, api: GoingApi, what: str, target: str) -> Finding:
    use = f"Use {api.replacement}." if api.replacement else "See the Deprecated API Migration Guide."
    if api.is_removed(target):
        return Finding(check, Verdict.FAIL, f"{what}, which {api.removed} no longer serves.", use)
    return Finding(check, Verdict.NOTE, f"{what}, which goes with {api.removed}.", use)


_INSIGHTS: Mapping[str, Verdict] = {"PASSING": Verdict.PASS, "ERROR": Verdict.FAIL}


def _insights(facts: Facts) -> Iterator[Finding]:
    for insight in facts.insights:
        verdict = _INSIGHTS.get(insight.status, Verdict.NOTE)
        remedy = "" if verdict is Verdict.PASS else insight.recommendation
        yield Finding("EKS insight", verdict, f"{insight.name}: {insight.reason}", remedy)
    if not facts.insights:
        yield Finding(
            "EKS insight", Verdict.NOTE, "EKS has none yet.", "It looks once a day; ask again tomorrow."
        )


def _addresses(facts: Facts) -> Finding:
    free, check = sum(facts.free_addresses.values()), "addresses"
    said = ", ".join(f"{subnet} {count}" for subnet, count in facts.free_addresses.items())
    if free < UPGRADE_ADDRESSES:
        return Finding(
            check,
            Verdict.FAIL,
            f"{free} free in the control plane's subnets ({said}); EKS wants {UPGRADE_ADDRESSES}.",
            "Free some, or name further subnets of the same zones.",
        )
    return Finding(check, Verdict.PASS, f"{free} free in the control plane's subnets.")


def _support(facts: Facts, target: str) -> Finding:
    offered = facts.offered[target]
    if offered.status == "EXTENDED_SUPPORT":
        return Finding(
            "support",
            Verdict.NOTE,
            f"{target} is in extended support already, at six times the price.",
            "Go on to a later version.",
        )
    day = f"{offered.standard_until:%Y-%m-%d}" if offered.standard_until else "an unknown day"
    then = "EKS upgrades the cluster" if facts.support_type == "STANDARD" else "it costs six times as much"
    return Finding("support", Verdict.PASS, f"{target} is in standard support until {day}; then {then}.")
