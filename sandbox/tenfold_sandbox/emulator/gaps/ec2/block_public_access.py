"""VPC Block Public Access: a region's setting, and the VPCs and subnets that it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex

from ...messages import Document
from .. import Call, refuse, tag_list, tag_map
from ..references import subnet
from .base import GAPS, require_vpc, table, tags_of

_MODES = ("off", "block-bidirectional", "block-ingress")
_EXCLUSIONS = ("allow-bidirectional", "allow-egress")


@GAPS.replaces("DescribeVpcBlockPublicAccessOptions")
def describe_options(call: Call) -> Document:
    return {"VpcBlockPublicAccessOptions": _options(call)}


@GAPS.replaces("ModifyVpcBlockPublicAccessOptions")
def modify_options(call: Call) -> Document:
    mode = call.params["InternetGatewayBlockMode"]
    if mode not in _MODES:
        refuse("InvalidParameterValue", f"InternetGatewayBlockMode {mode} is not one of {', '.join(_MODES)}")
    changed = {"InternetGatewayBlockMode": mode, "State": "update-complete", "LastUpdateTimestamp": _now()}
    table(call, "block_public_access")["options"] = changed
    return {"VpcBlockPublicAccessOptions": _options(call)}


def _options(call: Call) -> Document:
    return {
        "AwsAccountId": call.account_id,
        "AwsRegion": call.region,
        "State": "default-state",
        "InternetGatewayBlockMode": "off",
        "ManagedBy": "account",
        "ExclusionsAllowed": "allowed",
        **table(call, "block_public_access").get("options", {}),
    }


@GAPS.replaces("CreateVpcBlockPublicAccessExclusion")
def create_exclusion(call: Call) -> Document:
    params = call.params
    if ("VpcId" in params) == ("SubnetId" in params):
        refuse("InvalidParameterCombination", "An exclusion is for either a VPC or a subnet")
    if "VpcId" in params:
        resource = f"vpc/{require_vpc(call, params['VpcId']).id}"
    else:
        resource = f"subnet/{params['SubnetId']}"
        if subnet(call, params["SubnetId"]) is None:
            refuse("InvalidSubnetID.NotFound", f"The subnet ID '{params['SubnetId']}' does not exist")
    exclusion_id = f"vpcbpa-exclude-{token_hex(9)[:17]}"
    exclusion: Document = {
        "ExclusionId": exclusion_id,
        "InternetGatewayExclusionMode": _mode(call),
        "ResourceArn": call.arn("ec2", resource),
        "State": "create-complete",
        "CreationTimestamp": _now(),
        "LastUpdateTimestamp": _now(),
        "Tags": tag_list(tags_of(call, "vpc-block-public-access-exclusion")),
    }
    table(call, "exclusions")[exclusion_id] = exclusion
    return {"VpcBlockPublicAccessExclusion": exclusion}


@GAPS.replaces("DescribeVpcBlockPublicAccessExclusions")
def describe_exclusions(call: Call) -> Document:
    wanted = call.params.get("ExclusionIds")
    known = table(call, "exclusions")
    if wanted:
        return {"VpcBlockPublicAccessExclusions": [_found(call, exclusion_id) for exclusion_id in wanted]}
    return {"VpcBlockPublicAccessExclusions": list(known.values())}


@GAPS.replaces("ModifyVpcBlockPublicAccessExclusion")
def modify_exclusion(call: Call) -> Document:
    exclusion = _found(call, call.params["ExclusionId"])
    exclusion |= {"InternetGatewayExclusionMode": _mode(call), "State": "update-complete"}
    return {"VpcBlockPublicAccessExclusion": exclusion}


@GAPS.replaces("DeleteVpcBlockPublicAccessExclusion")
def delete_exclusion(call: Call) -> Document:
    exclusion = _found(call, call.params["ExclusionId"])
    del table(call, "exclusions")[exclusion["ExclusionId"]]
    return {"VpcBlockPublicAccessExclusion": {**exclusion, "State": "delete-complete"}}


@GAPS.replaces("CreateTags", "DeleteTags")
def tag_exclusions(call: Call) -> Document | None:
    """Exclusions' tags; those of anything else are moto's."""
    known, params = table(call, "exclusions"), call.params
    if not all(name in known for name in params["Resources"]):
        return None
    for name in params["Resources"]:
        tags = tag_map(known[name]["Tags"])
        if call.operation == "CreateTags":
            tags |= tag_map(params["Tags"])
        else:
            for key in tag_map(params.get("Tags")) or list(tags):
                tags.pop(key, None)
        known[name]["Tags"] = tag_list(tags)
    return {}


def _found(call: Call, exclusion_id: str) -> Document:
    found = table(call, "exclusions").get(exclusion_id)
    code = "InvalidVpcBlockPublicAccessExclusionId.NotFound"
    return found or refuse(code, f"The exclusion '{exclusion_id}' does not exist")


def _mode(call: Call) -> str:
    mode = call.params["InternetGatewayExclusionMode"]
    if mode not in _EXCLUSIONS:
        allowed = ", ".join(_EXCLUSIONS)
        refuse("InvalidParameterValue", f"InternetGatewayExclusionMode {mode} is not one of {allowed}")
    return mode


def _now() -> datetime:
    return datetime.now(UTC)
