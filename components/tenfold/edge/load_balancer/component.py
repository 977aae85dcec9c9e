"""LoadBalancer: an Application Load Balancer, who may reach it, and where it sends."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_aws import get_region_output, lb, wafv2

from tenfold.component import Component
from tenfold.edge.certificate.args import IssuedCertificate
from tenfold.edge.dns.records import alias_records
from tenfold.edge.firewall.args import WebAclArgs
from tenfold.edge.firewall.component import WebAcl
from tenfold.edge.load_balancer import plan
from tenfold.edge.load_balancer.access import Access
from tenfold.edge.load_balancer.args import LoadBalancerArgs
from tenfold.edge.load_balancer.listeners import (
    https_listener,
    listener_rule,
    redirect_listener,
    target_group,
)
from tenfold.edge.origins import LoadBalancerOrigin
from tenfold.parts.metric_alarms import metric_alarms


class LoadBalancer(Component):
    """An Application Load Balancer that speaks TLS 1.2 and 1.3 with those who are named, and sends where it
    is told.

    Creates a security group that lets in only the sources that are named, and out only to the targets'
    groups, which get the rules that let it in; the load balancer, with access logs, invalid headers dropped
    and deletion protection; an HTTPS listener that answers 404 to what no rule takes, sets HSTS and hides the
    server; one that redirects HTTP; target groups and rules; a web ACL; on demand records that point to it;
    alarms.

    Refuses no certificate and one of another region, names that its certificates don't cover, the whole
    internet as a CIDR, rules that meet or lead nowhere.

    Replaced when changed: the load balancer by name, region or ``internet_facing``, which
    ``deletion_protection`` refuses at preview; a target group by port, protocol or type, the new one before
    the old one. Everything else is in place.

    Cost: $0.0225 an hour and $0.008 for each LCU, which is 25 new connections a second or 1 GB an hour; a web
    ACL of its own $9 a month (us-east-1, on demand; aws.amazon.com/elasticloadbalancing/pricing).

    Availability: AWS's SLA is 99.99 % over two zones or more (aws.amazon.com/elasticloadbalancing/sla). It
    sends over all zones (cross-zone), and can be moved out of one by zonal shift.
    """

    load_balancer_arn: pulumi.Output[str]
    load_balancer_arn_suffix: pulumi.Output[str]
    """What CloudWatch's dimension ``LoadBalancer`` wants."""
    dns_name: pulumi.Output[str]
    hosted_zone_id: pulumi.Output[str]
    """The zone of ``dns_name``, which an alias record needs."""
    security_group_id: pulumi.Output[str]
    https_listener_arn: pulumi.Output[str]
    target_group_arns: Mapping[str, pulumi.Output[str]]
    """By their labels: what a TargetGroupBinding needs."""
    web_acl_arn: pulumi.Output[str | None]
    origin: LoadBalancerOrigin
    """The load balancer, to give to a CDN."""

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_name(name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        access = Access(self, args)
        balancer = self._balancer(access)
        groups = {
            label: target_group(self, label, wanted, args) for label, wanted in args.target_groups.items()
        }
        listener = self._listen(balancer, groups)
        self.web_acl_arn = pulumi.Output.from_input(self._put_firewall_before(balancer))
        self._name_it(balancer)
        self._watch(balancer, groups)
        self.load_balancer_arn = balancer.arn
        self.load_balancer_arn_suffix = balancer.arn_suffix
        self.dns_name = balancer.dns_name
        self.hosted_zone_id = balancer.zone_id
        self.security_group_id = access.group.id
        self.https_listener_arn = listener.arn
        self.target_group_arns = {label: group.arn for label, group in groups.items()}
        self.origin = LoadBalancerOrigin(
            load_balancer_arn=balancer.arn,
            dns_name=balancer.dns_name,
            certificate_names=args.certificate_names,
        )
        self.register_outputs({"target_group_arns": dict(self.target_group_arns)})

    def _balancer(self, access: Access) -> lb.LoadBalancer:
        args = self._args
        return lb.LoadBalancer(
            f"{self._name}-load-balancer",
            name=plan.load_balancer_name(self._name),
            load_balancer_type="application",
            internal=not args.internet_facing,
            ip_address_type="dualstack" if args.ipv6 else "ipv4",
            subnets=args.subnet_ids,
            security_groups=[group.id for group in access.groups],
            drop_invalid_header_fields=True,
            desync_mitigation_mode=args.desync_mitigation,
            enable_zonal_shift=args.zonal_shift,
            idle_timeout=args.idle_timeout_seconds,
            access_logs=None
            if args.access_log_bucket is None
            else lb.LoadBalancerAccessLogsArgs(
                bucket=args.access_log_bucket, prefix=self._name, enabled=True
            ),
            enable_deletion_protection=args.deletion_protection,
            region=args.region,
            tags=self.tags_for(),
            opts=self.child(protect=args.deletion_protection),
        )

    def _listen(self, balancer: lb.LoadBalancer, groups: Mapping[str, lb.TargetGroup]) -> lb.Listener:
        args = self._args
        listener = https_listener(
            self, balancer, self._in_region("LoadBalancerArgs.certificate", args.certificate), args
        )
        for label, certificate in args.further_certificates.items():
            field = f"LoadBalancerArgs.further_certificates.{label}"
            lb.ListenerCertificate(
                f"{self._name}-{label}-certificate",
                listener_arn=listener.arn,
                certificate_arn=self._in_region(field, certificate),
                region=args.region,
                opts=self.child(),
            )
        if args.http_redirect:
            redirect_listener(self, balancer, args)
        for label, rule in args.rules.items():
            listener_rule(self, label, rule, listener, groups, args.region)
        return listener

    def _in_region(self, field: str, certificate: IssuedCertificate) -> pulumi.Output[str]:
        """The certificate's ARN, refused at preview when the provider's own region is another."""
        arn = pulumi.Output.from_input(certificate.certificate_arn)
        if self._args.region is not None:
            return arn
        here = get_region_output(opts=self.invoke_options()).region
        checked = here.apply(lambda region: plan.check_certificate_region(field, certificate.region, region))
        return pulumi.Output.all(arn, checked).apply(lambda known: str(known[0]))

    def _put_firewall_before(self, balancer: lb.LoadBalancer) -> pulumi.Input[str] | None:
        args = self._args
        if not args.web_application_firewall:
            return None
        arn = args.web_acl_arn
        if arn is None:
            own = WebAclArgs(alarm_topic_arn=args.alarm_topic_arn, region=args.region, tags=args.tags)
            arn = WebAcl(f"{self._name}-web-acl", own, self.child()).web_acl_arn
        wafv2.WebAclAssociation(
            f"{self._name}-web-acl-association",
            resource_arn=balancer.arn,
            web_acl_arn=arn,
            region=args.region,
            opts=self.child(),
        )
        return arn

    def _name_it(self, balancer: lb.LoadBalancer) -> None:
        alias_records(
            self,
            self._args.domain_names,
            self._args.zones,
            target_name=balancer.dns_name,
            target_zone_id=balancer.zone_id,
            follow_health=True,
            ipv6=self._args.ipv6,
            routing=self._args.routing,
        )

    def _watch(self, balancer: lb.LoadBalancer, groups: Mapping[str, lb.TargetGroup]) -> None:
        args = self._args
        dimensions = {"LoadBalancer": balancer.arn_suffix}
        metric_alarms(
            self,
            plan.alarms(args.alarms),
            dimensions=dimensions,
            topic_arn=args.alarm_topic_arn,
            region=args.region,
        )
        if args.alarms.unhealthy_targets is None:
            return
        for label, group in groups.items():
            metric_alarms(
                self,
                [plan.unhealthy_alarm(label, args.alarms.unhealthy_targets)],
                dimensions={**dimensions, "TargetGroup": group.arn_suffix},
                topic_arn=args.alarm_topic_arn,
                region=args.region,
            )
