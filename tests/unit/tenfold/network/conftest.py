"""What AWS answers for a network's resources beyond their inputs."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime import mocks

from support import recording

ANSWERS: dict[str, dict[str, Any]] = {
    "aws:ec2/vpc:Vpc": {
        "arn": "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1",
        "ownerId": "123456789012",
        "region": "us-east-1",
        "ipv6CidrBlock": "2600:1f18:abc:de00::/56",
    },
    "aws:ec2/natGateway:NatGateway": {
        "publicIp": "198.51.100.1",
        "regionalNatGatewayAddresses": [{"publicIp": "198.51.100.7"}, {"publicIp": None}],
    },
    "aws:cloudwatch/logGroup:LogGroup": {"arn": "arn:aws:logs:us-east-1:123456789012:log-group:flow"},
}


@pytest.fixture(autouse=True, scope="package")
def _aws_answers() -> Any:
    original = recording._Mocks.new_resource

    def new_resource(self: Any, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        identity, state = original(self, args)
        return identity, {**state, **ANSWERS.get(args.typ, {})}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording._Mocks, "new_resource", new_resource)
        yield
