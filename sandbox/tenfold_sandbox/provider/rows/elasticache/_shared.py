"""What ElastiCache's rows share."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Tagging, Value

TAGGING = Tagging(
    add="AddTagsToResource",
    remove="RemoveTagsFromResource",
    key="ResourceName",
    target="live.ARN",
    listing="ListTagsForResource",
    listed="TagList",
)
NODE_NAMES = {
    "nodeType": "CacheNodeType",
    "parameterGroupName": "CacheParameterGroupName",
    "subnetGroupName": "CacheSubnetGroupName",
    "maintenanceWindow": "PreferredMaintenanceWindow",
}
NODE_OUTPUTS: dict[str, Value] = {
    "parameterGroupName": "live.CacheParameterGroup.CacheParameterGroupName",
    "securityGroupIds": "live.SecurityGroups[].SecurityGroupId",
    "notificationTopicArn": "live.NotificationConfiguration.TopicArn",
    "engineVersionActual": "live.EngineVersion",
    "logDeliveryConfigurations": "live.LogDeliveryConfigurations[].{logType: LogType, "
    "destinationType: DestinationType, logFormat: LogFormat, "
    "destination: DestinationDetails.CloudWatchLogsDetails.LogGroup "
    "|| DestinationDetails.KinesisFirehoseDetails.DeliveryStream}",
}


def log_delivery(context: Context) -> list[dict[str, Any]] | None:
    """The logs to deliver, and those to deliver no longer, as the API takes them."""
    old: list[dict[str, Any]] = context.old.get("logDeliveryConfigurations") or []
    new: list[dict[str, Any]] = context.inputs.get("logDeliveryConfigurations") or []
    kinds = {each["logType"] for each in new}
    off = [{"LogType": each["logType"], "Enabled": False} for each in old if each["logType"] not in kinds]
    return [*map(_log, new), *off] or None


def _log(config: dict[str, Any]) -> dict[str, Any]:
    cloudwatch = config["destinationType"] == "cloudwatch-logs"
    details = (
        {"CloudWatchLogsDetails": {"LogGroup": config["destination"]}}
        if cloudwatch
        else {"KinesisFirehoseDetails": {"DeliveryStream": config["destination"]}}
    )
    return {
        "LogType": config["logType"],
        "DestinationType": config["destinationType"],
        "LogFormat": config["logFormat"],
        "DestinationDetails": details,
    }


def deliver_logs(operation: str, key: str) -> Call:
    """The call that changes where logs go."""
    params: dict[str, Value] = {
        key: "id",
        "LogDeliveryConfigurations": log_delivery,
        "ApplyImmediately": "`true`",
    }
    return Call(operation, params, auto=False, on=("logDeliveryConfigurations",))
