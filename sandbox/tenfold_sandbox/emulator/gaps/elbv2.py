"""ELBv2: moto keeps the attribute of deletion protection, and deletes all the same."""

from __future__ import annotations

from . import Call, Gaps, refuse

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
