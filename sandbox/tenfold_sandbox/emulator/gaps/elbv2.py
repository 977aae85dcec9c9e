"""ELBv2: what moto accepts and AWS refuses, such as the deletion of a protected load balancer."""

from __future__ import annotations

from typing import Any

from ...load_balancing import HOSTED_ZONES, LOG_ACCOUNTS, LOG_SERVICE
from ..messages import Document
from . import Call, Gaps, refuse, store
from .acm import certificate
from .policies import parse_policy, principals
from .references import backend

GAPS = Gaps("elbv2")
_CROSS_ZONE = "load_balancing.cross_zone.enabled"


@GAPS.checks("DeleteLoadBalancer")
def check_protection(call: Call) -> None:
    """Classic load balancers sign with the same name; they have no ARN and no protection."""
    balancer = backend(call, "elbv2").load_balancers.get(call.params.get("LoadBalancerArn", ""))
    if balancer is not None and balancer.attrs.get("deletion_protection.enabled") == "true":
        refuse(
            "OperationNotPermitted",
            f"Load balancer '{balancer.arn}' cannot be deleted because deletion protection is enabled",
        )


@GAPS.checks("CreateListener", "ModifyListener", "AddListenerCertificates")
def check_certificates(call: Call) -> None:
    """A listener shows a certificate only once it is issued."""
    shown: list[Document] = call.params.get("Certificates") or []
    for arn in (str(each["CertificateArn"]) for each in shown):
        found = certificate(call, arn) if f":acm:{call.region}:" in arn else None
        if found is not None and found.status != "ISSUED":
            refuse("UnsupportedCertificate", f"The certificate '{arn}' is not issued yet: {found.status}")
        if found is None and ":acm:" in arn:
            refuse("CertificateNotFound", f"Certificate '{arn}' not found in {call.region}")


@GAPS.checks("CreateListener", "ModifyListener")
def check_policy(call: Call) -> None:
    from moto.elbv2 import ssl_policies

    known: dict[str, Any] = vars(ssl_policies)["SSL_POLICIES"]  # its own hint leaves types open
    policy = call.params.get("SslPolicy")
    if policy and policy not in known:
        refuse("SSLPolicyNotFound", f"SSL policy '{policy}' not found")


@GAPS.amends("CreateLoadBalancer")
def complete(call: Call, result: Document) -> None:
    """The name lies in the region's hosted zone, and an application load balancer crosses zones.

    Classic load balancers have no ARN.
    """
    made: list[Document] = result.get("LoadBalancers", [])
    for shown in made:
        balancer = backend(call, "elbv2").load_balancers[shown["LoadBalancerArn"]]
        if balancer.type == "application":
            balancer.attrs[_CROSS_ZONE] = "true"
        if call.region in HOSTED_ZONES:
            application, network = HOSTED_ZONES[call.region]
            zone = network if balancer.type == "network" else application
            shown["CanonicalHostedZoneId"] = balancer.canonical_hosted_zone_id = zone


@GAPS.checks("ModifyLoadBalancerAttributes")
def check_cross_zone(call: Call) -> None:
    """What an application load balancer always does can't be turned off."""
    balancer = backend(call, "elbv2").load_balancers.get(call.params.get("LoadBalancerArn", ""))
    if balancer is not None and balancer.type == "application":
        given: list[Document] = call.params.get("Attributes") or []
        if any(each["Key"] == _CROSS_ZONE and each.get("Value") != "true" for each in given):
            refuse(
                "InvalidConfigurationRequest", f"Load balancer attribute key '{_CROSS_ZONE}' is not supported"
            )


@GAPS.checks("ModifyLoadBalancerAttributes")
def check_logs(call: Call) -> None:
    """A load balancer logs to a bucket of its region whose policy lets it."""
    given: list[Document] = call.params.get("Attributes") or []
    wanted = {each["Key"]: each.get("Value", "") for each in given}
    for kind in ("access_logs", "connection_logs"):
        name = wanted.get(f"{kind}.s3.bucket")
        if name and wanted.get(f"{kind}.s3.enabled") == "true" and not _may_log(call, name):
            refuse(
                "InvalidConfigurationRequest",
                f"Access Denied for bucket: {name}. Please check S3bucket permission",
            )


def _may_log(call: Call, name: str) -> bool:
    bucket: Any = backend(call, "s3").buckets.get(name)
    if bucket is None or bucket.region_name != call.region or not bucket.policy:
        return False
    account = LOG_ACCOUNTS.get(call.region)
    writers = {LOG_SERVICE, account, f"arn:{call.partition}:iam::{account}:root"}
    statements = parse_policy(bucket.policy.decode(), "InvalidConfigurationRequest")
    allowed = (each for each in statements if each["Effect"] == "Allow")
    return any(writers.intersection(principals(each)) for each in allowed)


@GAPS.amends("CreateListener", "ModifyListener")
def keep_client_certificates(call: Call, result: Document) -> None:
    """What a listener asks of its clients' certificates, which moto drops."""
    if "MutualAuthentication" in call.params:
        arn: str = result["Listeners"][0]["ListenerArn"]
        store(_listener(call, arn), "settings")["mutual"] = call.params["MutualAuthentication"]
    show_client_certificates(call, result)


@GAPS.amends("DescribeListeners")
def show_client_certificates(call: Call, result: Document) -> None:
    for shown in result.get("Listeners", []):
        mutual = store(_listener(call, shown["ListenerArn"]), "settings").get("mutual")
        if mutual:
            shown["MutualAuthentication"] = mutual


def _listener(call: Call, arn: str) -> Any:
    balancers = backend(call, "elbv2").load_balancers.values()
    return next(each.listeners[arn] for each in balancers if arn in each.listeners)
