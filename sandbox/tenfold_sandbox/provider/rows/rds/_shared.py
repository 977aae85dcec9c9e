"""What RDS's rows share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Tagging, Value, without

KEPT_ON_DELETION = frozenset({"skipFinalSnapshot", "finalSnapshotIdentifier", "deleteAutomatedBackups"})


def tagging(arn: str) -> Tagging:
    """RDS's tags, by the ARN at this place of the live resource."""
    return Tagging(
        add="AddTagsToResource",
        remove="RemoveTagsFromResource",
        key="ResourceName",
        target=f"live.{arn}",
        listing="ListTagsForResource",
        listed="TagList",
    )


def log_exports(operation: str, key: Mapping[str, Value]) -> Call:
    """The call that changes which logs are sent to CloudWatch."""

    def change(context: Context) -> dict[str, Any]:
        old, new = "old.enabledCloudwatchLogsExports", "in.enabledCloudwatchLogsExports"
        enable, disable = context.eval(without(new, old)), context.eval(without(old, new))
        return {"EnableLogTypes": enable, "DisableLogTypes": disable}

    params = {**key, "CloudwatchLogsExportConfiguration": change, "ApplyImmediately": "`true`"}
    return Call(operation, params, auto=False, on=("enabledCloudwatchLogsExports",))


def deletion(operation: str, key: str, identifier: Value) -> Call:
    """The deleting call, with a last snapshot unless it is skipped."""

    def snapshot(context: Context) -> Any:
        return (
            None if context.inputs.get("skipFinalSnapshot") else context.inputs.get("finalSnapshotIdentifier")
        )

    params: dict[str, Value] = {
        key: identifier,
        "SkipFinalSnapshot": "in.skipFinalSnapshot || `false`",
        "FinalDBSnapshotIdentifier": snapshot,
        "DeleteAutomatedBackups": lambda context: context.inputs.get("deleteAutomatedBackups", True),
    }
    return Call(operation, params)


ENABLED: dict[str, Value] = {
    "EnableIAMDatabaseAuthentication": "in.iamDatabaseAuthenticationEnabled",
    "EnablePerformanceInsights": "in.performanceInsightsEnabled",
    "EnableCloudwatchLogsExports": "in.enabledCloudwatchLogsExports",
}
"""Parameters that read back under another name; what restores takes all but the second."""

MANAGED_SECRET: dict[str, Value] = {
    "manageMasterUserPassword": "live.MasterUserSecret.SecretArn != `null`",
    "masterUserSecretKmsKeyId": "live.MasterUserSecret.KmsKeyId",
    "masterUserSecrets": "live.MasterUserSecret && [live.MasterUserSecret] || `[]`",
}
SECURITY_GROUPS = "live.VpcSecurityGroups[].VpcSecurityGroupId"
