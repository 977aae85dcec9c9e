"""Previews and updates by the real engine: components against bare programs, and growth with size."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bare import PROGRAM, graph
from measure import QUICK, ROUNDS, Bench, compare

from support.sandbox import Project

SIZES = (10, 30) if QUICK else (100, 300, 1_000)

MANY = """
import pulumi
import pulumi_aws as aws

for number in range({count}):
    aws.cloudwatch.LogGroup(f"log-{{number}}", name=f"/log/{{number}}", retention_in_days=7)
"""


# One cluster, in subnets that are there already.
CLUSTER = """
import pulumi_aws as aws
from tenfold import EksCluster, EksClusterArgs

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
subnets = [
    aws.ec2.Subnet(
        f"subnet-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.0.{number}.0/24",
        availability_zone=f"us-east-1{zone}",
    )
    for number, zone in enumerate("abc")
]
EksCluster("cluster", EksClusterArgs(subnet_ids=[each.id for each in subnets], deletion_protection=False))
"""


def stacks(folder: Path) -> list[dict[str, object]]:
    """Dev built of components against a bare program with the same resources."""
    return _overhead("dev", Project.of_stacks(folder / "components"), folder)


def cluster(folder: Path) -> list[dict[str, object]]:
    """One EksCluster against the same resources written out."""
    return _overhead("cluster", Project.of_program(folder / "cluster", CLUSTER), folder)


def _overhead(name: str, components: Project, folder: Path) -> list[dict[str, object]]:
    components.up()
    shown = components.run("pulumi", "stack", "export", "--show-secrets", "--stack", "dev").stdout
    data = graph(json.loads(shown)["deployment"]["resources"])
    bare = Project.of_program(folder / f"bare-{name}", PROGRAM)
    (bare.folder / "graph.json").write_text(json.dumps(data))
    try:
        one, other = Bench(components), Bench(bare)
        one.destroy()
        results = [compare(f"preview of a new {name}, components / bare", one.preview, other.preview, ROUNDS)]

        def again(bench: Bench) -> Callable[[], float]:
            def measured() -> float:
                took = bench.up()
                bench.destroy()
                return took

            return measured

        if QUICK:
            return results
        results.append(
            compare(f"up of a new {name}, components / bare", again(one), again(other), min(ROUNDS, 3))
        )
        one.up()
        other.up()
        results.append(
            compare(
                f"preview of {name} without changes, components / bare", one.preview, other.preview, ROUNDS
            )
        )
        return results
    finally:
        components.end()
        bare.end()


def growth(folder: Path) -> list[dict[str, object]]:
    """How a preview's time grows with the number of resources; linear is the ratio of the numbers."""
    projects = {count: Project.of_program(folder / str(count), MANY.format(count=count)) for count in SIZES}
    try:
        benches = {count: Bench(project) for count, project in projects.items()}
        least = SIZES[0]
        return [
            compare(
                f"preview of {count} / {least} resources",
                benches[count].preview,
                benches[least].preview,
                min(ROUNDS, 3),
            )
            for count in SIZES[1:]
        ]
    finally:
        for project in projects.values():
            project.end()
