"""What AWS answers for a bucket beyond its inputs."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime import mocks

from support import recording

ANSWERS: dict[str, dict[str, Any]] = {
    "aws:s3/bucket:Bucket": {
        "arn": "arn:aws:s3:::assets-bucket-1234567",
        "bucket": "assets-bucket-1234567",
        "bucketRegion": "us-east-1",
        "bucketRegionalDomainName": "assets-bucket-1234567.s3.us-east-1.amazonaws.com",
    },
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
