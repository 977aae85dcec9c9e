"""BackupPlan: backups of many kinds of resources by one plan, in a locked vault, copied to another region."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pulumi
from pulumi_aws import backup, iam

from tenfold.args import Label
from tenfold.backup import plan
from tenfold.backup.args import BackupPlanArgs, BackupRule, LockMode, RestoreTesting
from tenfold.component import Component
from tenfold.parts.keys import key_arn
from tenfold.parts.metric_alarms import metric_alarms


class BackupPlan(Component):
    """An AWS Backup plan, and the vault that it fills.

    Creates the vault with a KMS key of its own and a lock that keeps backups until their retention is over;
    with ``copy_to`` the same in another region; the plan with its rules; a role with AWS's own policies for
    backups and restores; the selection of what is backed up; with ``alarm_topic_arn`` alarms on failed jobs,
    failed copies and days without a backup, and the vault's notices; and, if asked for, a plan that tests
    restores. ``select`` adds what is made later.

    Refuses a plan that selects nothing, retentions that the lock or cold storage would refuse, continuous
    backups of more than 35 days, copies to the same region, and what AWS would not let go again.

    Replaced when changed: vaults by ``vault_name``, keys or region, which AWS refuses while they hold
    backups; selections and locks by any change, which for a moment leaves the vault without its lock, unless
    compliance mode has closed it for ever. The plan changes in place.

    Cost: what the backups take, at the rate of their kind: $0.021 a GB and month for Aurora, $0.095 for RDS
    (us-east-1, on demand; aws.amazon.com/backup/pricing). Aurora charges no snapshot that its own retention
    covers (Amazon Aurora User Guide, "Understanding Amazon Aurora backup storage usage"). Copies cost the
    same again and $0.02 a GB on their way; each key $1, an alarm $0.10, that on failed jobs $0.30 a month.

    Availability: a restore makes a new resource and takes from minutes to hours with its size, and what it
    brings back is as old as the last backup: this is for deletion, intruders and faulty releases. Against
    the loss of a zone or region have a standby; the copy is for what has none. For AWS Backup itself there
    is an SLA (aws.amazon.com/backup/sla).
    """

    vault_name: pulumi.Output[str]
    vault_arn: pulumi.Output[str]
    plan_id: pulumi.Output[str]
    role_arn: pulumi.Output[str]
    """The role that restores need too."""
    copy_vault_arn: pulumi.Output[str] | None
    """None without copies."""

    def __init__(self, name: str, args: BackupPlanArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_component_name(name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        vault = self._vault("", "Backups", args.region, args.kms_key_arn)
        copy_vault = None
        if args.copy_to is not None:
            there = args.copy_to
            copy_vault = self._vault(
                "copy-", f"Copies in {there.region} of backups", there.region, there.kms_key_arn
            )
        self._role, self._policies = self._make_role()
        self._plan = self._make_plan(vault, copy_vault)
        self._select("selection", args.resources, args.selection_tags)
        if args.restore_testing is not None:
            self._test_restores(args.restore_testing, vault)
        self._watch(vault)
        self.vault_name = vault.name
        self.vault_arn = vault.arn
        self.plan_id = self._plan.id
        self.role_arn = self._role.arn
        self.copy_vault_arn = None if copy_vault is None else copy_vault.arn
        self.register_outputs()

    def select(self, label: str, resources: Mapping[Label, pulumi.Input[str]]) -> backup.Selection:
        """Back up more, by the same rules.

        Args:
            label: a name of your choice, unique among this plan's selections.
            resources: ARNs, as in ``BackupPlanArgs.resources``.
        """
        more = self._args.revised(resources=resources, selection_tags={})
        return self._select(f"{label}-selection", more.resources, {})

    def _vault(
        self, role: str, what: str, region: str | None, given_key: pulumi.Input[str] | None
    ) -> backup.Vault:
        args = self._args
        key = key_arn(
            self,
            given_key,
            role=f"{role}key",
            description=f"{what} by the plan {self._name}",
            region=region,
            protect=args.deletion_protection,
        )
        vault = backup.Vault(
            f"{self._name}-{role}vault",
            name=args.vault_name or plan.aws_name(self._name),
            kms_key_arn=key,
            force_destroy=args.force_destroy,
            region=region,
            tags=self.tags_for(f"{role}vault"),
            opts=self.child(protect=args.deletion_protection),
        )
        if args.lock is not None:
            closes = args.lock.mode is LockMode.COMPLIANCE
            backup.VaultLockConfiguration(
                f"{self._name}-{role}lock",
                backup_vault_name=vault.name,
                min_retention_days=args.lock.min_retention_days,
                max_retention_days=args.lock.max_retention_days,
                changeable_for_days=args.lock.changeable_for_days if closes else None,
                region=region,
                opts=self.child(delete_before_replace=True),  # else the old one's end unlocks the vault
            )
        return vault

    def _make_role(self) -> tuple[iam.Role, list[pulumi.Resource]]:
        role = iam.Role(
            f"{self._name}-role",
            description=f"Backups and restores by the plan {self._name}",
            assume_role_policy=json.dumps(plan.trust()),
            tags=self.tags_for("role"),
            opts=self.child(),
        )
        policies: list[pulumi.Resource] = [
            iam.RolePolicyAttachment(
                f"{self._name}-role-{label}", role=role.name, policy_arn=arn, opts=self.child()
            )
            for label, arn in plan.managed_policies(self._args.buckets).items()
        ]
        return role, policies

    def _make_plan(self, vault: backup.Vault, copy_vault: backup.Vault | None) -> backup.Plan:
        return backup.Plan(
            f"{self._name}-plan",
            name=plan.aws_name(self._name),
            rules=[self._rule(label, rule, vault, copy_vault) for label, rule in self._args.rules.items()],
            region=self._args.region,
            tags=self.tags_for("plan"),
            opts=self.child(),
        )

    def _rule(
        self, label: str, rule: BackupRule, vault: backup.Vault, copy_vault: backup.Vault | None
    ) -> backup.PlanRuleArgs:
        found = backup.PlanRuleArgs(
            rule_name=label,
            target_vault_name=vault.name,
            schedule=rule.schedule,
            start_window=rule.start_window_minutes,
            completion_window=rule.completion_window_minutes,
            enable_continuous_backup=rule.continuous,
            lifecycle=backup.PlanRuleLifecycleArgs(
                delete_after=rule.retention_days, cold_storage_after=rule.cold_storage_after_days
            ),
            recovery_point_tags=self.tags_for(label),
        )
        if self._args.copy_to is not None and copy_vault is not None:
            days = self._args.copy_to.retention_days or rule.retention_days
            copies = backup.PlanRuleCopyActionLifecycleArgs(delete_after=days)
            found.copy_actions = [
                backup.PlanRuleCopyActionArgs(destination_vault_arn=copy_vault.arn, lifecycle=copies)
            ]
        return found

    def _select(
        self, role: str, resources: Mapping[Label, pulumi.Input[str]], tags: Mapping[str, str]
    ) -> backup.Selection:
        return backup.Selection(
            f"{self._name}-{role}",
            name=role,
            plan_id=self._plan.id,
            iam_role_arn=self._role.arn,
            resources=list(resources.values()) or None,
            selection_tags=[
                backup.SelectionSelectionTagArgs(type="STRINGEQUALS", key=key, value=value)
                for key, value in tags.items()
            ]
            or None,
            region=self._args.region,
            opts=self.child(depends_on=self._policies),
        )

    def _test_restores(self, testing: RestoreTesting, vault: backup.Vault) -> None:
        name = plan.restore_testing_name(self._name)
        tests = backup.RestoreTestingPlan(
            f"{self._name}-restore-testing",
            name=name,
            schedule_expression=testing.schedule,
            start_window_hours=testing.start_window_hours,
            recovery_point_selection=backup.RestoreTestingPlanRecoveryPointSelectionArgs(
                algorithm="LATEST_WITHIN_WINDOW",
                include_vaults=[vault.arn],
                recovery_point_types=["CONTINUOUS", "SNAPSHOT"],
                selection_window_days=plan.TEST_WINDOW_DAYS,
            ),
            region=self._args.region,
            tags=self.tags_for("restore-testing"),
            opts=self.child(),
        )
        for kind, metadata in testing.resources.items():
            label = kind.value.lower()
            backup.RestoreTestingSelection(
                f"{self._name}-restore-{label}",
                name=f"{name[: 50 - len(label) - 1]}_{label}",
                restore_testing_plan_name=tests.name,
                protected_resource_type=kind,
                protected_resource_arns=["*"],  # of those that have backups in the plan's vault
                restore_metadata_overrides=dict(metadata) or None,
                validation_window_hours=testing.validation_window_hours,
                iam_role_arn=self._role.arn,
                region=self._args.region,
                opts=self.child(depends_on=self._policies),
            )

    def _watch(self, vault: backup.Vault) -> None:
        args = self._args
        if args.alarm_topic_arn is not None:
            backup.VaultNotifications(
                f"{self._name}-notifications",
                backup_vault_name=vault.name,
                sns_topic_arn=args.alarm_topic_arn,
                backup_vault_events=list(plan.EVENTS),
                region=args.region,
                opts=self.child(delete_before_replace=True),  # a vault has one such setting
            )
        metric_alarms(
            self,
            plan.backup_alarms(args.alarms, copies=args.copy_to is not None),
            dimensions={"BackupVaultName": vault.name},
            topic_arn=args.alarm_topic_arn,
            region=args.region,
        )
