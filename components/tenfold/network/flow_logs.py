"""Flow logs: who talked to whom, kept in a log group that only this flow log can write to."""

from __future__ import annotations

import pulumi
from pulumi_aws import cloudwatch, ec2, iam

from tenfold.component import Component
from tenfold.network.args import NetworkArgs


def flow_logs(owner: Component, name: str, args: NetworkArgs, network: ec2.Vpc) -> None:
    """A flow log of the whole network, its log group and its role."""
    if not args.flow_logs:
        return
    group = cloudwatch.LogGroup(
        f"{name}-flow-logs",
        region=args.region,
        retention_in_days=args.flow_log_retention_days,
        kms_key_id=args.flow_log_kms_key_arn,
        tags=owner.tags_for("flow-logs"),
        opts=owner.child(),
    )
    role = iam.Role(
        f"{name}-flow-logs",
        description="Lets the network's flow log write to its log group",
        assume_role_policy=pulumi.Output.json_dumps(_trust(network)),
        tags=owner.tags_for("flow-logs"),
        opts=owner.child(),
    )
    policy = iam.RolePolicy(
        f"{name}-flow-logs",
        role=role.name,
        policy=pulumi.Output.json_dumps(_permissions(group)),
        opts=owner.child(),
    )
    ec2.FlowLog(
        f"{name}-flow-logs",
        region=args.region,
        vpc_id=network.id,
        traffic_type=args.flow_log_traffic,
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        tags=owner.tags_for("flow-logs"),
        opts=owner.child(depends_on=[policy]),
    )


def _trust(network: ec2.Vpc) -> dict[str, object]:
    """Flow logs of this account and region alone: no other account can lend the role to its own."""
    flow_logs_arn = network.arn.apply(lambda arn: arn.split(":vpc/")[0] + ":vpc-flow-log/*")
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": network.owner_id},
                    "ArnLike": {"aws:SourceArn": flow_logs_arn},
                },
            }
        ],
    }


def _permissions(group: cloudwatch.LogGroup) -> dict[str, object]:
    every_group = group.arn.apply(lambda arn: arn.split(":log-group:")[0] + ":log-group:*")
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                "Resource": [group.arn, pulumi.Output.concat(group.arn, ":*")],
            },
            # It lists names only, and AWS grants it on all groups or none.
            {"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": every_group},
        ],
    }
