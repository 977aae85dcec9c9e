"""ELBv2: what moto accepts and AWS refuses, such as the deletion of a protected load balancer."""

from __future__ import annotations

from ..messages import Document
from . import Call, Gaps, refuse
from .acm import certificate

GAPS = Gaps("elbv2")


@GAPS.checks("DeleteLoadBalancer")
def check_protection(call: Call) -> None:
    """Classic load balancers sign with the same name; they have no ARN and no protection."""
    from moto.elbv2.models import elbv2_backends

    balancers = elbv2_backends[call.account_id][call.region].load_balancers
    balancer = balancers.get(call.params.get("LoadBalancerArn", ""))
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
