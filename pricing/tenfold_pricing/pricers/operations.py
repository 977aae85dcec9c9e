"""Logs, metrics, alarms, keys, secrets, trails and other things that one operates with."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..charges import (
    DAYS_A_MONTH,
    CannotTellError,
    Charge,
    Range,
    Subject,
    derived,
    nested,
    prices,
    tiered,
    use,
)
from .network import LOGS_TO_S3, VENDED_LOGS

FLOW_LOG = "aws:ec2/flowLog:FlowLog"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
HIGH_RESOLUTION_SECONDS = Decimal(60)
"""An alarm whose period is shorter is of high resolution (Amazon CloudWatch pricing)."""
FOR_EVER_DAYS = Decimal(365)


@prices(
    "aws:cloudwatch/logGroup:LogGroup",
    gb_ingested=use("GB of logs written", 1, 10, 100),
    gb_stored=derived(
        "GB of logs kept, compressed",
        "what is written in the retention time, uncompressed (an upper bound); a year of it if kept for ever",
    ),
)
def log_group(subject: Subject) -> Iterator[Charge]:
    """Writing and keeping. A flow log's writing is charged with the flow log."""
    written = subject.use("gb_ingested")
    group = subject.resource
    if group.urn not in subject.graph.targets(FLOW_LOG, "logDestination", group.type):
        infrequent = subject.text("logGroupClass") == "INFREQUENT_ACCESS"
        sku = f"logs-ingestion {'infrequent-access' if infrequent else 'standard'}"
        yield Charge("written", "CloudWatch", sku, "GB", written)
    kept = subject.use("gb_stored", lambda: Range.same(written * _days(subject) / DAYS_A_MONTH))
    yield Charge("kept", "CloudWatch", "logs-storage", "GB-month", kept)


def _days(subject: Subject) -> Decimal:
    return subject.number("retentionInDays") or FOR_EVER_DAYS


@prices("aws:cloudwatch/logDelivery:LogDelivery", gb_delivered=use("GB of logs delivered", 1, 10, 100))
def log_delivery(subject: Subject) -> Iterator[Charge]:
    """Logs of AWS's services; where they are kept, the bucket or log group is charged for storage.

    CloudFront's go to a bucket free of charge unless CloudWatch makes Parquet of them (Amazon CloudFront
    developer guide: Configure standard logging (v2)).
    """
    source = subject.related("deliverySourceName", "aws:cloudwatch/logDeliverySource:LogDeliverySource")
    target = subject.related(
        "deliveryDestinationArn", "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"
    )
    if target and ":firehose:" in target.text("deliveryDestinationConfiguration", "destinationResourceArn"):
        raise CannotTellError("no price of delivery to Firehose is listed")
    delivered = subject.use("gb_delivered")
    if target and target.text("outputFormat") == "parquet":
        yield Charge("made Parquet of", "CloudWatch", "logs-delivery-parquet", "GB", delivered)
    if subject.items("s3DeliveryConfigurations"):
        if source is None or source.related("resourceArn", DISTRIBUTION) is None:
            yield from tiered("delivery to S3", "CloudWatch", "GB", delivered, LOGS_TO_S3)
    else:
        yield from tiered("delivery to CloudWatch Logs", "CloudWatch", "GB", delivered, VENDED_LOGS)


@prices("aws:cloudwatch/metricAlarm:MetricAlarm")
def metric_alarm(subject: Subject) -> Iterator[Charge]:
    """Charged for each metric that it reads. An anomaly band counts as two more (CloudWatch pricing)."""
    queries = subject.items("metricQueries")
    metrics = [each for each in queries if each.get("metric")]
    bands = sum("ANOMALY_DETECTION_BAND" in str(each.get("expression") or "") for each in queries)
    periods = [Decimal(str(nested(each, "metric", "period") or 60)) for each in metrics]
    shortest = min([*periods, subject.number("period", default=60)])
    kind = "high" if shortest < HIGH_RESOLUTION_SECONDS else "standard"
    count = Decimal(max(len(metrics), 1) + 2 * bands)
    yield Charge("metrics", "CloudWatch", f"alarm {kind}-resolution", "alarm-metric-month", count)


@prices(
    "aws:kms/key:Key",
    "aws:kms/replicaKey:ReplicaKey",
    million_requests=use("million requests", 0.01, 0.1, 1),
)
def key(subject: Subject) -> Iterator[Charge]:
    """The key and its requests. The first and second rotation add a key's price each, which is left out."""
    yield Charge("key", "KMS", "customer-managed-key", "month", Decimal(1))
    symmetric = subject.text("customerMasterKeySpec", default="SYMMETRIC_DEFAULT") in (
        "SYMMETRIC_DEFAULT",
        "RSA_2048",
    )
    sku = "requests symmetric/rsa-2048" if symmetric else "requests asymmetric"
    yield Charge("requests", "KMS", sku, "million-requests", subject.use("million_requests"))


@prices("aws:secretsmanager/secret:Secret", million_calls=use("million calls", 0.001, 0.01, 0.1))
def secret(subject: Subject) -> Iterator[Charge]:
    """The secret, each of its replicas, and the calls."""
    copies = subject.items("replicas")
    yield Charge("secret", "SecretsManager", "secret", "month", Decimal(1))
    for copy in copies:
        region = str(copy.get("region") or "") or None
        yield Charge("replica", "SecretsManager", "secret", "month", Decimal(1), region)
    calls = subject.use("million_calls")
    yield Charge("calls", "SecretsManager", "api-calls", "million-requests", calls)


@prices(
    "aws:cloudtrail/trail:Trail",
    million_data_events=use("million data events", 0, 0, 0),
)
def trail(subject: Subject) -> Iterator[Charge]:
    """The first copy of management events is free (AWS CloudTrail pricing)."""
    events = subject.use("million_data_events")
    if events:
        yield Charge("data events", "CloudTrail", "data-events", "million-requests", events)


@prices("aws:cfg/recorder:Recorder", items=use("configuration items", 100, 1000, 10000))
def recorder(subject: Subject) -> Iterator[Charge]:
    yield Charge("configuration items", "Config", "configuration-item", "item", subject.use("items"))


@prices("aws:cfg/rule:Rule", evaluations=use("evaluations", 100, 1000, 10000))
def config_rule(subject: Subject) -> Iterator[Charge]:
    evaluations = subject.use("evaluations")
    yield Charge("evaluations", "Config", "rule-evaluation first 100k", "evaluation", evaluations)


@prices(
    "aws:amp/workspace:Workspace",
    million_samples=use("million samples that are written", 100, 500, 2000),
    gb_stored=use("GB of samples kept", 0.5, 2, 10),
    million_query_samples=use("million samples that queries read", 100, 1000, 10000),
)
def prometheus(subject: Subject) -> Iterator[Charge]:
    """Up to the first two billion samples a month."""
    samples = subject.use("million_samples")
    yield Charge("samples written", "AMP", "samples-ingested first 2B", "million-samples", samples)
    yield Charge("samples kept", "AMP", "storage", "GB-month", subject.use("gb_stored"))
    read = subject.use("million_query_samples")
    yield Charge("samples read", "AMP", "query-samples-processed", "million-samples", read)


@prices(
    "aws:grafana/workspace:Workspace",
    editors=use("users who edit", 1, 1, 5),
    viewers=use("users who only look", 0, 5, 20),
)
def grafana(subject: Subject) -> Iterator[Charge]:
    yield Charge("editors", "AMG", "editor-user", "month", subject.use("editors"))
    yield Charge("viewers", "AMG", "viewer-user", "month", subject.use("viewers"))


@prices(
    "aws:acmpca/certificateAuthority:CertificateAuthority",
    certificates=use("certificates issued", 0, 10, 100),
)
def private_ca(subject: Subject) -> Iterator[Charge]:
    short = subject.text("usageMode") == "SHORT_LIVED_CERTIFICATE"
    yield Charge(
        "authority", "ACM", f"private-ca {'short-lived' if short else 'general-purpose'}", "month", Decimal(1)
    )
    issued = subject.use("certificates")
    yield Charge("certificates", "ACM", "private-certificate first 1000", "certificate", issued)
