"""What AWS answers for a bucket beyond its inputs."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime import mocks

from support import recording

BUCKET = "aws:s3/bucket:Bucket"


def _answers(bucket: str, region: str) -> dict[str, Any]:
    return {
        "arn": f"arn:aws:s3:::{bucket}",
        "bucket": bucket,
        "bucketRegion": region,
        "bucketRegionalDomainName": f"{bucket}.s3.{region}.amazonaws.com",
    }


@pytest.fixture(autouse=True, scope="package")
def _aws_answers() -> Any:
    original = recording._Mocks.new_resource

    def new_resource(self: Any, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        identity, state = original(self, args)
        if args.typ != BUCKET:
            return identity, state
        return identity, {**state, **_answers(f"{args.name}-1234567", args.inputs.get("region", "us-east-1"))}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording._Mocks, "new_resource", new_resource)
        yield
