"""S3, EFS, ECR, DynamoDB and AWS Backup."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..charges import TIB, CannotTellError, Charge, Subject, nested, prices, tiered, use

STANDARD = (
    ("standard-storage first 50 TB", 50 * TIB),
    ("standard-storage next 450 TB", 450 * TIB),
    ("standard-storage over 500 TB", None),
)
CLASSES = {
    "gb_standard_ia": "standard-ia storage",
    "gb_one_zone_ia": "one-zone-ia storage",
    "gb_intelligent_frequent": "intelligent-tiering frequent",
    "gb_intelligent_infrequent": "intelligent-tiering infrequent",
    "gb_glacier_instant": "glacier-instant-retrieval storage",
    "gb_glacier_flexible": "glacier-flexible storage",
    "gb_deep_archive": "deep-archive storage",
}
"""Usage keys of S3's other storage classes, each with its SKU."""


@prices(
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
    gb_standard=use("GB in S3 Standard, noncurrent versions included", 10, 100, 1000),
    million_puts=use("million PUT, COPY, POST and LIST requests", 0.01, 0.1, 1),
    million_gets=use("million GET and other requests", 0.1, 1, 10),
    gb_standard_ia=use("GB in S3 Standard-IA", 0, 0, 0),
    gb_one_zone_ia=use("GB in S3 One Zone-IA", 0, 0, 0),
    gb_intelligent_frequent=use("GB in the frequent tier of S3 Intelligent-Tiering", 0, 0, 0),
    gb_intelligent_infrequent=use("GB in the infrequent tier of S3 Intelligent-Tiering", 0, 0, 0),
    million_objects_monitored=use("million objects in S3 Intelligent-Tiering", 0, 0, 0),
    gb_glacier_instant=use("GB in S3 Glacier Instant Retrieval", 0, 0, 0),
    gb_glacier_flexible=use("GB in S3 Glacier Flexible Retrieval", 0, 0, 0),
    gb_deep_archive=use("GB in S3 Glacier Deep Archive", 0, 0, 0),
    gb_ia_retrieved=use("GB read from S3 Standard-IA", 0, 0, 0),
    million_transitions=use("million objects that lifecycle rules move to colder classes", 0, 0, 0),
)
def bucket(subject: Subject) -> Iterator[Charge]:
    """Storage by class and requests. Transfer out of AWS is the stack's (``transfer``)."""
    yield from tiered("storage (Standard)", "S3", "GB-month", subject.use("gb_standard"), STANDARD)
    for key, sku in CLASSES.items():
        if stored := subject.use(key):
            yield Charge(f"storage ({sku.removesuffix(' storage')})", "S3", sku, "GB-month", stored)
    requests = (
        ("PUT requests", "standard put/copy/post/list", "million_puts"),
        ("GET requests", "standard get/select/other", "million_gets"),
        ("transitions", "lifecycle-transition to ia/int", "million_transitions"),
    )
    for what, sku, key in requests:
        if count := subject.use(key):
            yield Charge(what, "S3", sku, "million-requests", count)
    if objects := subject.use("million_objects_monitored"):
        sku = "intelligent-tiering monitoring"
        yield Charge("monitoring", "S3", sku, "million-objects-month", objects)
    if read := subject.use("gb_ia_retrieved"):
        yield Charge("retrieval (Standard-IA)", "S3", "standard-ia retrieval", "GB", read)


@prices(
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    gb_replicated=use("GB copied to the destinations", 1, 10, 100),
    million_objects=use("million objects copied to the destinations", 0.01, 0.1, 1),
)
def replication(subject: Subject) -> Iterator[Charge]:
    """Transfer to another region, requests at the destination, and Replication Time Control where it is on.

    The storage of the copies is the destination bucket's.
    """
    copied = subject.use("gb_replicated")
    yield Charge("copied between regions", "DataTransfer", "inter-region", "GB", copied)
    count = subject.use("million_objects")
    yield Charge("PUT requests of the copies", "S3", "standard put/copy/post/list", "million-requests", count)
    statuses = [nested(rule, "destination", "replicationTime", "status") for rule in subject.items("rules")]
    if "Enabled" in statuses:
        yield Charge("Replication Time Control", "S3", "replication-time-control", "GB", copied)


@prices(
    "aws:efs/fileSystem:FileSystem",
    gb_stored=use("GB in the standard class", 1, 10, 100),
    gb_infrequent=use("GB in the infrequent-access class", 0, 0, 0),
    gb_infrequent_read=use("GB read from the infrequent-access class", 0, 0, 0),
)
def file_system(subject: Subject) -> Iterator[Charge]:
    kind = "one-zone" if subject.text("availabilityZoneName") else "standard"
    yield Charge("storage", "EFS", f"{kind}-storage", "GB-month", subject.use("gb_stored"))
    if cold := subject.use("gb_infrequent"):
        yield Charge("storage (infrequent access)", "EFS", "standard-ia-storage", "GB-month", cold)
    if read := subject.use("gb_infrequent_read"):
        yield Charge("reads (infrequent access)", "EFS", "ia-read", "GB", read)
    if speed := subject.number("provisionedThroughputInMibps"):
        yield Charge("throughput", "EFS", "provisioned-throughput", "MiBps-month", speed)


@prices("aws:ecr/repository:Repository", gb_stored=use("GB of images", 1, 5, 50))
def repository(subject: Subject) -> Iterator[Charge]:
    yield Charge("images", "ECR", "private-storage", "GB-month", subject.use("gb_stored"))


@prices(
    "aws:dynamodb/table:Table",
    gb_stored=use("GB of data", 1, 10, 100),
    million_writes=use("million write request units, on demand", 0.1, 1, 10),
    million_reads=use("million read request units, on demand", 1, 10, 100),
)
def table(subject: Subject) -> Iterator[Charge]:
    """On demand or provisioned; each replica region pays its storage, and its capacity or replicated writes.

    Provisioned capacity is as given, before any autoscaling, with that of the global secondary indexes.
    """
    if subject.text("tableClass") == "STANDARD_INFREQUENT_ACCESS":
        raise CannotTellError("no prices of the table class STANDARD_INFREQUENT_ACCESS are listed")
    stored = subject.use("gb_stored")
    regions = [None, *(str(each.get("regionName") or "") or None for each in subject.items("replicas"))]
    writes, reads = subject.use("million_writes"), subject.use("million_reads")
    on_demand = subject.text("billingMode", default="PROVISIONED") == "PAY_PER_REQUEST"
    if on_demand:
        name = "global-table replicated" if len(regions) > 1 else "on-demand"
        sku = f"{name}-write-request-units" if len(regions) > 1 else f"{name} write-request-units"
        for region in regions:
            yield Charge("writes", "DynamoDB", sku, "million-requests", writes, region)
        yield Charge("reads", "DynamoDB", "on-demand read-request-units", "million-requests", reads)
    else:
        capacity = (("write", "wcu", "WCU-hour"), ("read", "rcu", "RCU-hour"))
        for what, sku, unit in capacity:
            indexes = (each.get(f"{what}Capacity") or 0 for each in subject.items("globalSecondaryIndexes"))
            units = subject.number(f"{what}Capacity") + sum(Decimal(str(each)) for each in indexes)
            for region in regions:
                hours = units * subject.hours
                yield Charge(f"{what} capacity", "DynamoDB", f"provisioned-{sku}", unit, hours, region)
    for region in regions:
        yield Charge("storage", "DynamoDB", "storage", "GB-month", stored, region)
    if subject.flag("pointInTimeRecovery", "enabled"):
        yield Charge("point-in-time recovery", "DynamoDB", "pitr-backup", "GB-month", stored)


@prices(
    "aws:backup/plan:Plan",
    gb_aurora=use("GB of Aurora backups in the vault", 0, 100, 1000),
    gb_rds=use("GB of RDS backups in the vault", 0, 0, 0),
    gb_ebs=use("GB of EBS backups in the vault", 0, 0, 0),
    gb_dynamodb=use("GB of DynamoDB backups in the vault", 0, 0, 0),
    gb_efs=use("GB of EFS backups in the vault", 0, 0, 0),
    gb_s3=use("GB of S3 backups in the vault", 0, 0, 0),
    gb_copied=use("GB copied to a vault in another region, for each copy action", 0, 10, 100),
)
def backup_plan(subject: Subject) -> Iterator[Charge]:
    """Backups that its vault keeps, and what its copy actions send to other regions and keep there."""
    skus = {
        "gb_aurora": "aurora-snapshot",
        "gb_rds": "rds-snapshot",
        "gb_ebs": "ebs-snapshot",
        "gb_dynamodb": "dynamodb-warm",
        "gb_efs": "efs-warm",
        "gb_s3": "s3-warm",
    }
    copies = sum(len(rule.get("copyActions") or ()) for rule in subject.items("rules"))
    for key, sku in skus.items():
        if stored := subject.use(key):
            what = f"backups ({key.removeprefix('gb_')})"
            yield Charge(what, "Backup", sku, "GB-month", stored * Decimal(1 + copies))
    if copied := subject.use("gb_copied") * copies:
        yield Charge("copies to other regions", "Backup", "cross-region-copy-transfer", "GB", copied)


@prices(
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    tests=use("recovery points that are restored to test them", 1, 1, 5),
)
def restore_tests(subject: Subject) -> Iterator[Charge]:
    """Tests alone: what they restore is charged as any other database or volume while it is there."""
    yield Charge("restore tests", "Backup", "restore-test", "test", subject.use("tests"))
