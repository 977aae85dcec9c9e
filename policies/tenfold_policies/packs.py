"""The three packs: which rules, and how strictly by environment (dev/staging/prod).

``-`` off, ``a`` advisory, ``m`` mandatory. Remediation is never chosen here: a configuration does that.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from tenfold_policies import rules
from tenfold_policies.levels import Levels
from tenfold_policies.rule import Domain, Rule

_COST: Mapping[str, str] = {
    # Budget
    "stack-monthly-limit": "a/m/m",
    "cost-increase-threshold": "a/a/m",
    "per-component-limit": "a/a/m",
    "budget-resource-exists": "a/a/m",
    "anomaly-monitor-exists": "a/a/m",
    # Governance
    "required-tags": "a/m/m",
    "allowed-regions": "a/a/m",
    "allowed-instance-types": "a/a/m",
    "max-instance-size": "a/a/m",
    # Generation
    "no-previous-generation": "a/a/m",
    "prefer-graviton": "a/a/m",
    "gp2-to-gp3": "a/a/m",
    "io1-to-io2": "a/a/m",
    "no-extended-support": "a/a/m",
    # Outside prod. Where failover is rehearsed, in staging, the resilience pack asks for the opposite of the
    # first two: no stack is told both.
    "single-az-outside-prod": "a/-/-",
    "single-nat-outside-prod": "a/-/-",
    "spot-outside-prod": "a/a/-",
    "off-hours-schedule": "a/a/-",
    # Storage and logs
    "s3-lifecycle": "a/a/m",
    "abort-incomplete-uploads": "a/a/m",
    "noncurrent-expiration": "a/a/m",
    "log-retention": "a/a/m",
    "ecr-lifecycle": "a/a/m",
    # Waste
    "gateway-endpoints-for-s3-and-dynamodb": "a/a/m",
    "unattached-eip": "a/a/m",
    "unattached-volume": "a/a/m",
    "spot-share": "a/a/m",
    "autoscaling-present": "a/a/m",
}

_RESILIENCE: Mapping[str, str] = {
    "subnets-multi-az": "a/m/m",
    "nat-per-az": "-/a/m",
    "vpc-endpoint-multi-az": "-/a/m",
    "eks-supported-version": "a/m/m",
    "eks-deletion-protection": "-/a/m",
    "eks-zonal-shift": "-/a/m",
    "nodegroup-multi-az": "a/m/m",
    "nodegroup-instance-diversity": "-/a/a",
    "nodegroup-az-loss-headroom": "-/a/m",
    "on-demand-base": "-/a/m",
    "workload-min-replicas": "-/m/m",
    "hpa-min-replicas": "-/a/m",
    "pdb-present": "-/a/m",
    "pdb-not-blocking": "a/m/m",
    "pdb-min-available-below-hpa-min": "a/m/m",
    "readiness-probe": "a/m/m",
    "liveness-probe": "a/m/m",
    "requests-and-limits": "a/m/m",
    "rolling-update": "a/m/m",
    "topology-spread": "-/a/m",
    "rds-multi-az": "-/a/m",
    "aurora-multi-az": "-/a/m",
    "db-backup-retention": "a/m/m",
    "db-deletion-protection": "-/m/m",
    "db-final-snapshot": "-/m/m",
    "db-in-backup-plan": "-/a/m",
    "replica-count": "-/a/m",
    "cross-region-replica": "-/a/m",
    "global-db-secondary-has-instance": "-/a/m",
    "elasticache-multi-az": "-/a/m",
    "elasticache-automatic-failover": "-/a/m",
    "elasticache-backup": "-/a/m",
    "s3-versioning": "a/m/m",
    "s3-cross-region-replication": "-/a/m",
    "dynamodb-pitr": "a/m/m",
    "sqs-dead-letter-queue": "a/m/m",
    "lb-multi-az": "a/m/m",
    "lb-cross-zone": "a/m/m",
    "lb-deletion-protection": "a/m/m",
    "target-group-health-check": "a/m/m",
    "route53-failover-pair": "-/a/m",
    "backup-plan-minimum": "-/a/m",
    "backup-cross-region-copy": "-/a/m",
    "backup-vault-lock": "-/a/m",
    "kms-multi-region-key": "-/a/m",
    "secondary-region-differs": "-/a/m",
    "protect-on-stateful-resources": "-/a/m",
}

_SECURITY: Mapping[str, str] = {
    "ebs-encryption": "a/m/m",
    "rds-encryption": "a/m/m",
    "elasticache-encryption": "a/m/m",
    "sqs-encryption": "a/m/m",
    "sns-encryption": "-/a/m",
    "efs-encryption": "a/m/m",
    "customer-managed-keys": "-/-/-",
    "lb-https-only": "a/m/m",
    "lb-tls-policy": "a/m/m",
    "cloudfront-viewer-https": "a/m/m",
    "cloudfront-minimum-tls": "-/a/m",
    "cloudfront-origin-tls": "-/a/m",
    "s3-tls-only": "-/a/m",
    "rds-tls-required": "a/m/m",
    "elasticache-tls": "a/m/m",
    "elasticache-authentication": "-/a/m",
    "s3-public-access-block": "m/m/m",
    "s3-no-public-acl": "m/m/m",
    "resource-policy-not-public": "m/m/m",
    "security-group-open-ingress": "a/m/m",
    "default-security-group-closed": "-/a/m",
    "rds-not-public": "m/m/m",
    "eks-endpoint-private": "a/m/m",
    "snapshots-not-public": "m/m/m",
    "no-automatic-public-ip": "-/a/m",
    "lambda-not-public": "a/m/m",
    "cloudfront-origin-access-control": "-/a/m",
    "imdsv2-required": "a/m/m",
    "imds-hop-limit": "-/a/a",
    "iam-no-admin-policy": "a/m/m",
    "iam-no-service-wildcard": "a/a/m",
    "iam-no-privilege-escalation": "a/a/m",
    "iam-trust-not-public": "m/m/m",
    "iam-trust-oidc-subject": "a/m/m",
    "iam-no-user-policies": "-/a/m",
    "iam-no-access-keys": "a/a/m",
    "no-plaintext-passwords": "m/m/m",
    "rds-managed-password": "-/a/m",
    "rds-iam-authentication": "-/a/a",
    "lambda-environment-secrets": "a/m/m",
    "ecs-environment-secrets": "a/m/m",
    "user-data-secrets": "a/m/m",
    "ssm-parameter-secrets": "a/m/m",
    "kubernetes-environment-secrets": "a/m/m",
    "kms-rotation": "-/a/m",
    "kms-deletion-window": "-/a/m",
    "secret-recovery-window": "-/a/m",
    "dynamodb-deletion-protection": "-/a/m",
    "log-retention-minimum": "-/-/m",
    "eks-control-plane-logs": "-/a/m",
    "vpc-flow-logs": "-/a/m",
    "cloudfront-access-logs": "-/a/m",
    "alb-access-logs": "-/a/m",
    "rds-log-exports": "-/a/m",
    "cloudtrail-complete": "a/m/m",
    "eks-secrets-encryption": "-/a/m",
    "eks-authentication-mode": "-/a/m",
    "ecr-immutable-tags": "-/a/m",
    "ecr-scan-on-push": "-/a/m",
    "cloudfront-waf": "-/a/m",
    "alb-waf": "-/a/a",
    "alb-drop-invalid-headers": "-/a/m",
    "alb-desync-mitigation": "a/m/m",
    "pod-not-privileged": "a/m/m",
    "pod-no-privilege-escalation": "-/a/m",
    "pod-runs-as-non-root": "-/a/m",
    "pod-no-host-namespaces": "a/m/m",
    "pod-no-host-path": "-/a/m",
    "pod-drops-capabilities": "-/a/m",
    "pod-seccomp-profile": "-/a/m",
    "pod-read-only-root": "-/a/a",
    "pod-no-automounted-token": "-/a/a",
    "pod-image-pinned": "a/m/m",
}

PACKS: Mapping[Domain, Mapping[str, Levels]] = {
    domain: {id_: Levels.of(text) for id_, text in table.items()}
    for domain, table in (
        (Domain.COST, _COST),
        (Domain.RESILIENCE, _RESILIENCE),
        (Domain.SECURITY, _SECURITY),
    )
}


@cache
def rules_of(domain: Domain) -> Mapping[str, Rule]:
    """The rules in a domain's folder, by id: one in each module, named ``RULE``."""
    folder = importlib.import_module(f"{rules.__name__}.{domain}")
    modules = (
        importlib.import_module(f"{folder.__name__}.{each.name}")
        for each in pkgutil.iter_modules(folder.__path__)
        if not each.name.startswith("_")
    )
    return {module.RULE.id: module.RULE for module in modules}


def chosen(domain: Domain) -> Mapping[str, tuple[Rule, Levels]]:
    """A pack's rules with their levels, in the pack's order."""
    known = rules_of(domain)
    return {id_: (known[id_], levels) for id_, levels in PACKS[domain].items()}
