"""A policy pack of one rule: logs are kept for so many days, in the sandbox as outside it."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)

LEAST_DAYS = 7


def log_retention(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.resource_type != "aws:cloudwatch/logGroup:LogGroup":
        return
    days = args.props.get("retentionInDays")
    if not days:
        report("This log group keeps its logs for ever, at a price. Set retention_in_days.")
    elif days < LEAST_DAYS:
        report(f"retention_in_days is {days:.0f}: keep logs for at least {LEAST_DAYS} days.")


PolicyPack(
    "example",
    policies=[
        ResourceValidationPolicy(
            name="log-retention",
            description=f"Logs are kept for at least {LEAST_DAYS} days, and not for ever.",
            validate=log_retention,
            enforcement_level=EnforcementLevel.MANDATORY,
        )
    ],
)
