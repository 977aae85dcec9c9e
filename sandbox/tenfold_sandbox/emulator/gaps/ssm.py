"""AWS's public parameters for EKS node images. Moto has those of Amazon Linux and of ECS."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import NoReturn

from ...eks_versions import VERSIONS, node_release
from ..messages import Document
from . import Call, Gaps, refuse
from .ec2.images import eks_image_name, image_id

GAPS = Gaps("ssm")
_EKS = re.compile(
    r"/aws/service/eks/optimized-ami/([^/]+)/amazon-linux-2023/(x86_64|arm64)/standard/recommended(?:/(\w+))?"
)


@GAPS.replaces("GetParameter")
def get_parameter(call: Call) -> Document | None:
    name = call.params["Name"]
    match = _EKS.fullmatch(name)
    if match is None:
        return None
    version, architecture, field = match.groups()
    if version not in VERSIONS:
        _refuse_missing(name)
    image = eks_image_name(version, architecture)
    values = {
        "image_id": image_id(call.region, image),
        "image_name": image,
        "release_version": node_release(version),
    }
    if field and field not in values:
        _refuse_missing(name)
    return {
        "Parameter": {
            "Name": name,
            "Type": "String",
            "Value": values[field] if field else json.dumps({"schema_version": "2", **values}),
            "Version": 1,
            "LastModifiedDate": datetime.now(UTC),
            "ARN": f"arn:{call.partition}:ssm:{call.region}::parameter{name}",
            "DataType": "text",
        }
    }


def _refuse_missing(name: str) -> NoReturn:
    refuse("ParameterNotFound", f"Parameter {name} not found.")
