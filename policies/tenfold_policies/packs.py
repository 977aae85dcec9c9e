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
    "rds-multi-az": "-/a/m",
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
