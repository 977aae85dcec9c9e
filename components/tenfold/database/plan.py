"""Pure decisions of the databases: names, zones, versions, storage, roles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tenfold.errors import InvalidInputError
from tenfold.parts.trust import service_trust

PORT = 5432
MAX_NAME_LENGTH = 40  # the longest role name made from it, and Pulumi's suffix, stay within IAM's 64

GP3_LARGE_GIB = 400  # from here on RDS stripes a volume over four

MONITORING_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"

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


def check_cluster_class(field: str, instance_class: str) -> None:
    """Refuse a class without a disk of its own, which a Multi-AZ DB cluster needs."""
    if not re.fullmatch(r"db\.[a-z]+\d+[a-z]*d[a-z]*\.\w+", instance_class):
        raise InvalidInputError(
            field,
            instance_class,
            "a class with a local disk, such as 'db.m6gd.large' or 'db.r6gd.large'",
            "A Multi-AZ cluster takes no other (RDS User Guide, 'Instance class availability for Multi-AZ DB "
            "clusters').",
        )


def check_gp3(owner: str, storage_gib: int, iops: int | None, throughput_mibps: int | None) -> None:
    """Refuse what gp3 can't do at this size (RDS User Guide, "gp3 storage")."""
    large = storage_gib >= GP3_LARGE_GIB
    for field, value in (("iops", iops), ("throughput_mibps", throughput_mibps)):
        if value is not None and not large:
            raise InvalidInputError(
                f"{owner}.{field}",
                value,
                f"nothing below {GP3_LARGE_GIB} GiB of storage, where gp3 gives 3,000 IOPS and 125 MiB/s",
                f"Leave it out, or raise storage_gib to {GP3_LARGE_GIB}.",
            )
    if iops is not None and not 12_000 <= iops <= min(64_000, 500 * storage_gib):
        raise InvalidInputError(f"{owner}.iops", iops, "12000 to 64000", "Change the value.")
    if throughput_mibps is not None:
        most = min(4_000, (iops or gp3_iops(storage_gib)) // 4)
        if not 500 <= throughput_mibps <= most:
            remedy = "gp3 gives a quarter of a MiB/s for each of its iops: raise them, or lower this."
            raise InvalidInputError(f"{owner}.throughput_mibps", throughput_mibps, f"500 to {most}", remedy)


def gp3_iops(storage_gib: int) -> int:
    """What gp3 gives without being asked."""
    return 12_000 if storage_gib >= GP3_LARGE_GIB else 3_000


def check_other_region(field: str, region: str, own: str | None) -> None:
    """Refuse a copy in the region of the original. Without ``own``, AWS does."""
    if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", region) or region == own:
        raise InvalidInputError(
            f"{field}.region",
            region,
            f"an AWS region other than {own}" if own else "an AWS region, such as 'us-west-2'",
            "Name the region that takes over when this one is lost.",
        )


def region_of(zone: str) -> str | None:
    """The region of an availability zone, such as ``us-east-1`` of ``us-east-1a``."""
    found = re.match(r"[a-z]{2}(-[a-z]+)+-\d", zone)
    return found[0] if found else None


def check_key_region(field: str, key_arn: object, region: str) -> None:
    """Refuse a key of another region, as AWS does: keys don't leave theirs."""
    if isinstance(key_arn, str) and f":kms:{region}:" not in key_arn:
        raise InvalidInputError(
            f"{field}.kms_key_arn",
            key_arn,
            f"the ARN of a key in {region}",
            "Name one, or leave it out to have one made there.",
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
    return _trust("monitoring.rds.amazonaws.com", neighbour_arn)


def proxy_trust(neighbour_arn: str) -> str:
    """The trust policy of a proxy's role: RDS, for proxies of this account alone."""
    return _trust("rds.amazonaws.com", neighbour_arn)


def _trust(service: str, neighbour_arn: str) -> str:
    return service_trust(service, equals={"aws:SourceAccount": neighbour_arn.split(":")[4]})


def connect_arn(neighbour_arn: str, resource_id: str, username: str) -> str:
    """What ``rds-db:connect`` is allowed on: a user of a database or proxy, by its resource id.

    Args:
        neighbour_arn: the ARN of any resource of the account in the region.
        resource_id: such as ``cluster-ABC``, ``db-ABC`` or ``prx-ABC``.
        username: the user in the database.
    """
    region, account = neighbour_arn.split(":")[3:5]
    return f"arn:aws:rds-db:{region}:{account}:dbuser:{resource_id}/{username}"


def check_zones(field: str, zones: Sequence[str]) -> None:
    """Refuse too few zones for the instances to stand apart, or a zone named twice."""
    if len(set(zones)) != len(zones) or len(zones) < 2:
        raise InvalidInputError(
            field,
            list(zones),
            "two different zones or more",
            "Give the zones of subnet_ids, so that losing one zone leaves an instance.",
        )


def zone_of(ordinal: int, zones: Sequence[str]) -> str:
    """The zone in which the instance with this ordinal is created: the zones in turn."""
    return zones[ordinal % len(zones)]
