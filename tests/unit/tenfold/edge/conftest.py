"""What AWS answers for a certificate beyond its inputs: the records that prove its names."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime import mocks

from support import recording


def _options(inputs: dict[str, Any]) -> list[dict[str, str]]:
    names = [inputs["domainName"], *inputs.get("subjectAlternativeNames", [])]
    return [
        {
            "domainName": name,
            "resourceRecordName": f"_proof.{name.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_of.{name.removeprefix('*.')}.acm-validations.aws.",
        }
        for name in names
    ]


@pytest.fixture(autouse=True, scope="package")
def _aws_answers() -> Any:
    original = recording._Mocks.new_resource

    def new_resource(self: Any, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        identity, state = original(self, args)
        if args.typ == "aws:acm/certificate:Certificate":
            state["domainValidationOptions"] = _options(args.inputs)
        return identity, state

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording._Mocks, "new_resource", new_resource)
        yield
