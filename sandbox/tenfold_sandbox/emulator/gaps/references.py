"""What a call refers to, looked up in moto's models; None if it isn't there."""

from __future__ import annotations

import functools
from typing import Any

from . import Call, gaps_for

_GLOBAL = {"iam", "s3", "route53", "cloudfront", "organizations", "budgets", "ce"}


def backend(call: Call, service: str, region: str | None = None) -> Any:
    """Moto's model of a service, in the call's account and region or in another region."""
    from moto import backends

    gaps_for(service)  # its patches come before its first model
    # Any: what moto has for each service differs, and its own hints cover little of it.
    get_backend: Any = backends.get_backend
    where = call.partition if service in _GLOBAL else region or call.region
    return get_backend(service)[call.account_id][where]


def vpc(call: Call, vpc_id: str) -> Any | None:
    """The VPC with this id."""
    return backend(call, "ec2").vpcs.get(vpc_id)


def subnet(call: Call, subnet_id: str) -> Any | None:
    """The subnet with this id."""
    zones = backend(call, "ec2").subnets.values()
    return next((subnets[subnet_id] for subnets in zones if subnet_id in subnets), None)


def security_group(call: Call, group_id: str) -> Any | None:
    """The security group with this id."""
    return backend(call, "ec2").get_security_group_from_id(group_id)


def role(call: Call, role_arn: str) -> Any | None:
    """The IAM role with this ARN."""
    return next((role for role in backend(call, "iam").roles.values() if role.arn == role_arn), None)


def kms_key(call: Call, key: str, region: str | None = None) -> Any | None:
    """The KMS key with this id, ARN or alias."""
    kms = backend(call, "kms", region)
    key_id = key.split(":key/")[-1]
    if "alias/" in key:
        alias = "alias/" + key.split("alias/")[-1]
        key_id = next((known for known, names in kms.key_to_aliases.items() if alias in names), "")
    return kms.keys.get(key_id)


def launch_template(call: Call, template_id: str | None, name: str | None) -> Any | None:
    """The launch template with this id or name."""
    ec2 = backend(call, "ec2")
    return ec2.launch_templates.get(template_id or ec2.launch_template_name_to_ids.get(name))


def lambda_function(call: Call, name: str) -> Any | None:
    """The newest version of the Lambda function with this name or ARN."""
    from moto.awslambda import utils

    region = name.split(":")[3] if name.startswith("arn:") else call.region
    # Moto keeps functions elsewhere when it runs without containers, and knows where.
    model: Any = utils.get_backend(call.account_id, region)
    found = model._lambdas._functions.get(name.split(":function:")[-1].split(":")[0])
    return found["latest"] if found else None


@functools.cache
def instance_types() -> dict[str, Any]:
    """EC2's instance types with their properties."""
    from moto.ec2.models import instance_types as module

    return module.INSTANCE_TYPES
