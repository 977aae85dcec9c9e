"""Not everybody can take on a role."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._policies import for_everyone, label, statements
from tenfold_policies.values import each_of


def _check(role: Resource, context: Context) -> Iterator[str]:
    yield from each_of(statements(role, "assumeRolePolicy"), _statement)


def _statement(statement: Resource) -> Iterator[str]:
    if for_everyone(statement):
        yield f"{label(statement)} of assumeRolePolicy lets every AWS account take it on."


RULE = Rule(
    id="iam-trust-not-public",
    title="Not everybody can take on a role",
    severity=Severity.CRITICAL,
    why="Any AWS account in the world then has the role's rights in yours.",
    remedy="Name the service, account or role that takes it on as Principal; of another company's account "
    "ask for an sts:ExternalId too.",
    reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html",
    practice="SEC03-BP07",
    types=("aws:iam/role:Role",),
    check=_check,
)
