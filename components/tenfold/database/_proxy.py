"""RDS Proxy before a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ec2, iam, rds, vpc

from tenfold.component import Component
from tenfold.database import plan
from tenfold.database.args import DatabaseArgs, Proxy
from tenfold.parts.iam import policy_document, secret_statements
from tenfold.parts.security_groups import closed_security_group


@dataclass(frozen=True)
class Target:
    """What the proxy leads to."""

    secret_arn: pulumi.Output[str]
    key_arn: pulumi.Input[str]
    security_group: ec2.SecurityGroup
    cluster_identifier: pulumi.Output[str] | None = None
    instance_identifier: pulumi.Output[str] | None = None
    members: Sequence[pulumi.Resource] = ()
    """What has to be there before the proxy can find it."""
    readers: bool = False


@dataclass(frozen=True)
class Endpoints:
    """Where clients find the proxy."""

    arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    reader_endpoint: pulumi.Output[str] | None


def make_proxy(component: Component, args: DatabaseArgs, proxy: Proxy, target: Target) -> Endpoints:
    """A proxy that takes TLS alone, with a role, logs and a closed security group of its own."""
    name = component.pulumi_resource_name
    group = _security_group(component, args, target)
    secrets = {"master": target.secret_arn, **proxy.secret_arns}
    role, policy = _role(component, target, list(secrets.values()))
    logs = cloudwatch.LogGroup(
        f"{name}-proxy-logs",
        name=f"/aws/rds/proxy/{name}",
        retention_in_days=args.log_retention_days,
        region=args.region,
        tags=component.tags_for("proxy-logs"),
        opts=component.child(),
    )
    made = rds.Proxy(
        f"{name}-proxy",
        name=name,
        engine_family="POSTGRESQL",
        require_tls=True,
        role_arn=role.arn,
        auths=[
            rds.ProxyAuthArgs(
                auth_scheme="SECRETS",
                iam_auth="REQUIRED" if proxy.iam_authentication else "DISABLED",
                secret_arn=secret_arn,
            )
            for secret_arn in secrets.values()
        ],
        vpc_subnet_ids=args.subnet_ids,
        vpc_security_group_ids=[group.id],
        idle_client_timeout=proxy.idle_client_timeout_seconds,
        debug_logging=False,  # it would write statements, hence data, into the log
        region=args.region,
        tags=component.tags_for("proxy"),
        opts=component.child(depends_on=[policy, logs]),
    )
    _target(component, args, proxy, target, made)
    readers = _reader_endpoint(component, args, made, group) if target.readers else None
    return Endpoints(made.arn, made.endpoint, readers)


def _security_group(component: Component, args: DatabaseArgs, target: Target) -> ec2.SecurityGroup:
    """Clients reach the proxy, the proxy the database; nothing else is open."""
    name = component.pulumi_resource_name
    group = closed_security_group(
        component,
        vpc_id=args.vpc_id,
        port=plan.PORT,
        sources=args.allowed_security_groups,
        description=f"Access to the proxy of the database {name}",
        clients="PostgreSQL from",
        region=args.region,
        role="proxy",
    )
    vpc.SecurityGroupEgressRule(
        f"{name}-proxy-egress",
        description="PostgreSQL to the database",
        security_group_id=group.id,
        referenced_security_group_id=target.security_group.id,
        ip_protocol="tcp",
        from_port=plan.PORT,
        to_port=plan.PORT,
        region=args.region,
        tags=component.tags_for("proxy-egress"),
        opts=component.child(),
    )
    vpc.SecurityGroupIngressRule(
        f"{name}-proxy-ingress",
        description="PostgreSQL from the proxy",
        security_group_id=target.security_group.id,
        referenced_security_group_id=group.id,
        ip_protocol="tcp",
        from_port=plan.PORT,
        to_port=plan.PORT,
        region=args.region,
        tags=component.tags_for("proxy-ingress"),
        opts=component.child(),
    )
    return group


def _role(
    component: Component, target: Target, secret_arns: Sequence[pulumi.Input[str]]
) -> tuple[iam.Role, iam.RolePolicy]:
    """The role by which the proxy reads the secrets that it logs in with."""
    name = component.pulumi_resource_name
    role = iam.Role(
        f"{name}-proxy-role",
        assume_role_policy=target.security_group.arn.apply(plan.proxy_trust),
        tags=component.tags_for("proxy-role"),
        opts=component.child(),
    )
    policy = iam.RolePolicy(
        f"{name}-proxy-policy",
        role=role.name,
        policy=policy_document(secret_statements(secret_arns, target.key_arn)),
        opts=component.child(),
    )
    return role, policy


def _target(component: Component, args: DatabaseArgs, proxy: Proxy, target: Target, made: rds.Proxy) -> None:
    name = component.pulumi_resource_name
    group = rds.ProxyDefaultTargetGroup(
        f"{name}-proxy-target-group",
        db_proxy_name=made.name,
        connection_pool_config=rds.ProxyDefaultTargetGroupConnectionPoolConfigArgs(
            max_connections_percent=proxy.max_connections_percent,
            max_idle_connections_percent=proxy.max_idle_connections_percent,
            connection_borrow_timeout=proxy.connection_borrow_timeout_seconds,
        ),
        region=args.region,
        opts=component.child(),
    )
    rds.ProxyTarget(
        f"{name}-proxy-target",
        db_proxy_name=made.name,
        target_group_name=group.name,
        db_cluster_identifier=target.cluster_identifier,
        db_instance_identifier=target.instance_identifier,
        region=args.region,
        opts=component.child(depends_on=[*target.members]),
    )


def _reader_endpoint(
    component: Component, args: DatabaseArgs, made: rds.Proxy, group: ec2.SecurityGroup
) -> pulumi.Output[str]:
    name = component.pulumi_resource_name
    return rds.ProxyEndpoint(
        f"{name}-proxy-reader",
        db_proxy_name=made.name,
        db_proxy_endpoint_name=f"{name}-reader",
        target_role="READ_ONLY",
        vpc_subnet_ids=args.subnet_ids,
        vpc_security_group_ids=[group.id],
        region=args.region,
        tags=component.tags_for("proxy-reader"),
        opts=component.child(),
    ).endpoint
