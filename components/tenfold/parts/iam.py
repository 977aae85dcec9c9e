"""What a principal may do: typed statements that become an IAM policy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Self

import pulumi
from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.errors import InvalidInputError

# A service's prefix and an action, with wildcards in the action alone (IAM User Guide, "IAM JSON policy
# elements: Action").
_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9*?]+")


class Statement(Args):
    """One thing that a role may do. It only ever allows, since what no statement allows is denied anyway.

    Refuses actions without their service, and a whole service on all resources without a condition: that is
    an administrator's statement, which no workload needs.
    """

    actions: Sequence[str] = Field(min_length=1)
    """Such as ``sqs:SendMessage``; ``sqs:Get*`` means every action that begins so."""

    resources: Sequence[Input[str]] = Field(min_length=1)
    """ARNs; ``*`` for actions that know no resource, such as ``ec2:DescribeInstances``."""

    conditions: Mapping[str, Mapping[str, Input[str | Sequence[str]]]] = {}
    """Values by key by operator, as in ``{"StringEquals": {"aws:SourceArn": topic.arn}}``."""

    sid: str | None = Field(default=None, pattern=r"^[A-Za-z0-9]+$")
    """A name, unique in the policy; None leaves it out."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for action in self.actions:
            if not _ACTION.fullmatch(action):
                raise InvalidInputError(
                    "Statement.actions",
                    action,
                    "a service and an action, such as 'sqs:SendMessage'",
                    "Name the service; everything at once is more than a workload needs.",
                )
        whole = [action for action in self.actions if action.endswith(":*")]
        everywhere = any(isinstance(each, str) and each == "*" for each in self.resources)
        if whole and everywhere and not self.conditions:
            raise InvalidInputError(
                "Statement.actions",
                whole[0],
                "a whole service on named resources, or named actions on '*'",
                "Name the resources' ARNs or the actions that are needed, or add a condition.",
            )
        return self

    def render(self) -> dict[str, object]:
        """The statement as IAM writes it."""
        return {
            **({"Sid": self.sid} if self.sid else {}),
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": list(self.resources),
            **({"Condition": self.conditions} if self.conditions else {}),
        }


def secret_statements(
    secret_arns: Sequence[pulumi.Input[str]], key_arn: pulumi.Input[str]
) -> list[Statement]:
    """What reads secrets that one key encrypts: each by its ARN, the key through Secrets Manager alone."""
    key = pulumi.Output.from_input(key_arn)
    through = key.apply(lambda arn: f"secretsmanager.{arn.split(':')[3]}.amazonaws.com")
    return [
        Statement(actions=["secretsmanager:GetSecretValue"], resources=secret_arns),
        Statement(
            actions=["kms:Decrypt"],
            resources=[key_arn],
            conditions={"StringEquals": {"kms:ViaService": through}},
        ),
    ]


def policy_document(statements: Sequence[Statement]) -> pulumi.Output[str]:
    """The JSON of an identity's policy, for ``iam.RolePolicy`` and its like."""
    return pulumi.Output.json_dumps(
        {"Version": "2012-10-17", "Statement": [statement.render() for statement in statements]}
    )
