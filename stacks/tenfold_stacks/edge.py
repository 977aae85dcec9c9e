"""What stands between the internet and the cluster, once a stack has a domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold import (
    AlarmTopic,
    Bucket,
    Cdn,
    CdnArgs,
    Certificate,
    CertificateArgs,
    DnsZone,
    DnsZoneArgs,
    LoadBalancer,
    LoadBalancerArgs,
)
from tenfold.edge import Behavior, HostedZone, ListenerRule, TargetGroup
from tenfold.storage import LogSource

if TYPE_CHECKING:
    from tenfold_stacks.stages.startup import Startup

CDN_REGION = "us-east-1"
"""Where CloudFront has its certificates and reports its metrics."""


class Edge:
    """A zone, its certificates, a CDN with a firewall, and a load balancer that only the CDN can reach.

    The load balancer sends every request to the target group ``app``: bind the application's service to it
    with a TargetGroupBinding of the AWS Load Balancer Controller.
    """

    def __init__(self, stack: Startup) -> None:
        self._stack = stack
        settings = stack.settings
        self.zone = self._zone()
        self.topics = {settings.region: stack.alarms}
        if settings.region != CDN_REGION:
            elsewhere = stack.alarm_args().revised(region=CDN_REGION)
            self.topics[CDN_REGION] = AlarmTopic(stack.name("cdn-alarms"), elsewhere)
        self.certificate = self._certificate()
        logs = stack.bucket_args().revised(
            log_sources=[LogSource.LOAD_BALANCERS, LogSource.VENDED_LOGS],
            expiration_days=settings.log_retention_days,
            replica=None,  # whatever the files have
        )
        self.logs = Bucket(stack.name("logs"), logs)
        self.load_balancer = LoadBalancer(stack.name("load-balancer"), self._load_balancer_args())
        self.cdn = Cdn(stack.name("cdn"), self._cdn_args())

    def _zone(self) -> HostedZone:
        settings = self._stack.settings
        if settings.edge.zone_id:
            return HostedZone(name=settings.edge.domain, zone_id=settings.edge.zone_id)
        args = DnsZoneArgs(
            domain_name=settings.edge.domain,
            deletion_protection=settings.deletion_protection,
            tags=settings.all_tags,
        )
        return DnsZone(self._stack.name("zone"), args).hosted

    def _certificate(self) -> Certificate:
        settings = self._stack.settings
        args = CertificateArgs(
            domain_name=settings.edge.domain,
            alternative_names=[f"*.{settings.edge.domain}"],
            regions=sorted({settings.region, CDN_REGION}),
            zones=[self.zone],
            alarm_topic_arns={region: topic.topic_arn for region, topic in self.topics.items()},
            tags=settings.all_tags,
        )
        return Certificate(self._stack.name("certificate"), args)

    def _load_balancer_args(self) -> LoadBalancerArgs:
        stack, settings = self._stack, self._stack.settings
        return LoadBalancerArgs(
            vpc_id=stack.network.vpc_id,
            subnet_ids=stack.network.private_subnet_ids,
            certificate=self.certificate.issued[settings.region],
            access_log_bucket=self.logs.log_bucket_name,
            allow_cloudfront=True,
            web_application_firewall=False,  # the CDN's sees every request first
            target_groups={"app": TargetGroup(port=settings.edge.app_port)},
            target_security_groups=stack.cluster_nodes(),
            rules={"app": ListenerRule(priority=100, target_groups={"app": 1}, paths=["/*"])},
            alarm_topic_arn=stack.alarms.topic_arn,
            deletion_protection=settings.deletion_protection,
            **stack.place,
        )

    def _cdn_args(self) -> CdnArgs:
        settings = self._stack.settings
        return CdnArgs(
            domain_names=[settings.edge.domain, f"www.{settings.edge.domain}"],
            certificate=self.certificate.issued[CDN_REGION],
            origins={"app": self.load_balancer.origin},
            default_behavior=Behavior(origin="app"),
            log_bucket=self.logs.log_bucket_name,
            zones=[self.zone],
            alarm_topic_arn=self.topics[CDN_REGION].topic_arn,
            deletion_protection=settings.deletion_protection,
            tags=settings.all_tags,
        )
