"""A trail sees every region, and nobody changes it unseen."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control
from tenfold_policies.values import each_of

# With the provider's defaults.
_SWITCHES = {
    "enableLogging": True,
    "isMultiRegionTrail": False,
    "enableLogFileValidation": False,
    "includeGlobalServiceEvents": True,
}


def _check(trail: Resource, context: Context) -> Iterator[str]:
    def switch(name: str) -> Iterator[str]:
        if not trail.get(name, _SWITCHES[name]):
            yield f"{name} is off."

    yield from each_of(_SWITCHES, switch)


RULE = Rule(
    id="cloudtrail-complete",
    title="A trail sees every region, and its files can't be changed unseen",
    severity=Severity.HIGH,
    why="Intruders work in the region that nobody looks at, and clean up behind them.",
    remedy="Set is_multi_region_trail=True and enable_log_file_validation=True, and leave the others on.",
    reference=control("CloudTrail.1"),
    practice="SEC04-BP01",
    types=("aws:cloudtrail/trail:Trail",),
    check=_check,
)
