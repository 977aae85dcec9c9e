"""What importing a component costs, against the parts of the AWS SDK that it uses."""

from __future__ import annotations

import subprocess
import sys

from measure import QUICK, ROUNDS, compare

COMPONENTS = ("Bucket",) if QUICK else ("Bucket", "Network", "Cache", "AuroraDatabase", "EksCluster", "Cdn")

# Prints the services that the modules of a component name. The SDK loads each when it is first used.
USES = """
import sys, types, tenfold
tenfold.{component}
values = [vars(module).values() for name, module in sys.modules.items() if name.startswith("tenfold.")]
names = {{each.__name__ for part in values for each in part if isinstance(each, types.ModuleType)}}
print(*sorted(name for name in names if name.startswith("pulumi_aws.")))
"""
TIMED = """
import time
start = time.process_time()
{statement}
import pulumi, pulumi_aws, sys
for name in {services}:
    hasattr(sys.modules[name], "anything")  # what the SDK defers is loaded now
print(time.process_time() - start)
"""


def _printed(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


def _seconds(statement: str, services: list[str]) -> float:
    return float(_printed(TIMED.format(statement=statement, services=services)))


def imports() -> list[dict[str, object]]:
    """``import tenfold`` and one component / the import of the services that it uses."""
    results: list[dict[str, object]] = []
    for component in COMPONENTS:
        services = _printed(USES.format(component=component)).split()
        ours = f"import tenfold; tenfold.{component}"
        results.append(
            compare(
                f"import of {component} / of its {len(services)} services",
                lambda ours=ours, services=services: _seconds(ours, services),
                lambda services=services: _seconds("", services),
                ROUNDS,
            )
        )
    return results
