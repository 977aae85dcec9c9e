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

_COST: Mapping[str, str] = {}

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

_SECURITY: Mapping[str, str] = {}

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
