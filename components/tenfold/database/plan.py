"""Pure decisions of the databases: names, zones, versions, parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.errors import InvalidInputError

PORT = 5432
MAX_NAME_LENGTH = 40  # the longest role name made from it, and Pulumi's suffix, stay within IAM's 64

MONITORING_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"


@dataclass(frozen=True)
class Parameter:
    """A value that differs from the engine's, or may in some version, and when AWS applies a change of it."""

    name: str
    value: str
    apply_method: str = "immediate"


PARAMETERS: Sequence[Parameter] = (
    # Static up to PostgreSQL 14; from 15 on 1 by itself, so that AWS answers "pending-reboot" whatever it is
    # told, and "immediate" would show as a change for ever.
    Parameter("rds.force_ssl", "1", "pending-reboot"),
    Parameter("log_lock_waits", "1"),
    Parameter("log_min_duration_statement", "1000"),  # a second is slow for a query on any stage of growth
)

AURORA_LOGS = ("postgresql",)
POSTGRES_LOGS = ("postgresql", "upgrade")


def check_name(component: str, name: str) -> None:
    """Refuse a component name that RDS would refuse or rewrite as an identifier."""
    if len(name) > MAX_NAME_LENGTH or not re.fullmatch(r"(?!sg-)[a-z](-?[a-z0-9])*", name):
        raise InvalidInputError(
            f"{component} name",
            name,
            f"1 to {MAX_NAME_LENGTH} lower-case letters, digits, single dashes; a letter, not 'sg-', first",
            "It becomes the database's identifier in AWS: choose another.",
        )


def check_instance_class(field: str, instance_class: str) -> None:
    """Refuse what has not the shape of an instance class; whether it exists, AWS knows."""
    if not re.fullmatch(r"db\.[a-z0-9-]+\.[a-z0-9]+", instance_class):
        raise InvalidInputError(
            field, instance_class, "an instance class such as 'db.r7g.large'", "Mend its spelling."
        )


def check_engine_version(field: str, version: str, auto_minor_version_upgrade: bool) -> None:
    """Refuse a malformed version, and a minor one that AWS would move away from the program."""
    if not re.fullmatch(r"\d{2}(\.\d{1,2})?", version):
        raise InvalidInputError(field, version, "a version such as '17' or '17.6'", "Mend its spelling.")
    if "." in version and auto_minor_version_upgrade:
        raise InvalidInputError(
            field,
            version,
            f"'{version.split('.')[0]}' while auto_minor_version_upgrade is on",
            "AWS would move the minor version and the next update would ask to go back: "
            "name the major one, or set auto_minor_version_upgrade=False.",
        )


def check_major_upgrade(field: str, allowed: bool, apply_immediately: bool) -> None:
    """Refuse a major upgrade that waits: until it is done the old parameter group can't be deleted."""
    if allowed and not apply_immediately:
        raise InvalidInputError(
            field,
            allowed,
            "True beside apply_immediately=True",
            "Set both for the update: a major version brings its own parameter group, "
            "and AWS deletes the old one only once the upgrade has happened.",
        )


def monitoring_trust(neighbour_arn: str) -> str:
    """The trust policy of the role for enhanced monitoring: RDS, for databases of this account alone.

    Args:
        neighbour_arn: the ARN of any resource in the account.
    """
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "monitoring.rds.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": neighbour_arn.split(":")[4]}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def check_zones(field: str, zones: Sequence[str]) -> None:
    """Refuse too few zones for the instances to stand apart, or a zone named twice."""
    if len(set(zones)) != len(zones) or len(zones) < 2:
        raise InvalidInputError(
            field,
            list(zones),
            "two different zones or more",
            "Give the zones of subnet_ids, so that losing one zone leaves an instance.",
        )


def parameter_group_family(engine: str, version: str) -> str:
    """The parameter group family of an engine's version, such as ``aurora-postgresql17``."""
    return engine + version.split(".")[0]


def zone_of(ordinal: int, zones: Sequence[str]) -> str:
    """The zone in which the instance with this ordinal is created: the zones in turn."""
    return zones[ordinal % len(zones)]
