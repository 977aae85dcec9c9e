"""Cdn: a CloudFront distribution in front of buckets, load balancers and servers."""

from __future__ import annotations

import pulumi
from pulumi_aws import cloudfront

from tenfold.component import Component
from tenfold.edge.arns import GLOBAL_REGION
from tenfold.edge.cdn import plan
from tenfold.edge.cdn.args import CdnArgs
from tenfold.edge.cdn.behaviors import default_behavior, path_behaviors
from tenfold.edge.cdn.headers import headers_policy
from tenfold.edge.cdn.logs import deliver_logs
from tenfold.edge.cdn.sources import Sources
from tenfold.edge.dns.records import alias_records
from tenfold.edge.firewall.args import Scope, WebAclArgs
from tenfold.edge.firewall.component import WebAcl
from tenfold.parts.metric_alarms import metric_alarms


class Cdn(Component):
    """A CloudFront distribution that speaks HTTPS alone, over HTTP/1.1, 2 and 3, IPv4 and IPv6.

    Creates a policy of security headers; how buckets are read (origin access control) and load balancers in
    private subnets are reached (VPC origins); a web ACL; the distribution; records that point its names to
    it; the delivery of its access log; alarms. What has a region is in us-east-1, whatever the provider's.

    A bucket's policy has to let it read, and the two need each other: give the bucket the distribution's ARN
    before there is one, and resolve it afterwards::

        arn, resolve = pulumi.deferred_output()
        site = Bucket("site", BucketArgs(cloudfront_distribution_arns=[arn]))
        cdn = Cdn("cdn", CdnArgs(origins={"site": BucketOrigin(
            bucket_regional_domain_name=site.bucket_regional_domain_name)}, ...))
        resolve(cdn.distribution_arn)

    Refuses a certificate or topic of another region, names that its certificate, or that of a load balancer
    behind it, doesn't cover, behaviors that lead nowhere, and writing to a failover.

    Replaced when changed: a VPC origin by its load balancer. All else is in place, and takes minutes to be
    everywhere.

    Cost: $0.085 for a GB and $1 for a million HTTPS requests in North America, the first TB and ten million a
    month free; a web ACL of its own $9 a month (on demand; aws.amazon.com/cloudfront/pricing).

    Availability: AWS's SLA is 99.9 % (aws.amazon.com/cloudfront/sla). It goes on serving while us-east-1
    fails, where it is only changed.
    """

    distribution_id: pulumi.Output[str]
    distribution_arn: pulumi.Output[str]
    domain_name: pulumi.Output[str]
    """CloudFront's own name for it, which records of other zones point to."""
    hosted_zone_id: pulumi.Output[str]
    """The zone of ``domain_name``, which an alias record needs."""
    web_acl_arn: pulumi.Output[str | None]

    def __init__(self, name: str, args: CdnArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        web_acl_arn = self._firewall()
        distribution = self._distribution(web_acl_arn)
        if args.log_bucket is not None:
            deliver_logs(self, distribution.arn, args.log_bucket)
        if args.zones:
            alias_records(
                self,
                args.domain_names,
                args.zones,
                target_name=distribution.domain_name,
                target_zone_id=distribution.hosted_zone_id,
                follow_health=False,  # Route 53 can't ask CloudFront for it
                ipv6=True,
                routing=args.routing,
            )
        self._watch(distribution)
        self.distribution_id = distribution.id
        self.distribution_arn = distribution.arn
        self.domain_name = distribution.domain_name
        self.hosted_zone_id = distribution.hosted_zone_id
        self.web_acl_arn = pulumi.Output.from_input(web_acl_arn)
        self.register_outputs()

    def _firewall(self) -> pulumi.Input[str] | None:
        args = self._args
        if not args.web_application_firewall or args.web_acl_arn is not None:
            return args.web_acl_arn
        own = WebAclArgs(scope=Scope.CLOUDFRONT, alarm_topic_arn=args.alarm_topic_arn, tags=args.tags)
        return WebAcl(f"{self._name}-web-acl", own, self.child()).web_acl_arn

    def _distribution(self, web_acl_arn: pulumi.Input[str] | None) -> cloudfront.Distribution:
        args = self._args
        sources = Sources(self, args)
        headers_policy_id = headers_policy(self, args.security_headers).id
        return cloudfront.Distribution(
            f"{self._name}-distribution",
            enabled=True,
            comment=f"CDN {self._name}",
            aliases=list(args.domain_names),
            viewer_certificate=cloudfront.DistributionViewerCertificateArgs(
                acm_certificate_arn=args.certificate.certificate_arn,
                minimum_protocol_version=args.tls_policy.value,
                ssl_support_method="sni-only",
            ),
            origins=sources.origins,
            origin_groups=sources.groups or None,
            default_cache_behavior=default_behavior(args, headers_policy_id),
            ordered_cache_behaviors=path_behaviors(args, headers_policy_id) or None,
            default_root_object=args.default_page,
            custom_error_responses=self._error_pages() or None,
            restrictions=cloudfront.DistributionRestrictionsArgs(geo_restriction=self._countries()),
            http_version="http2and3",
            is_ipv6_enabled=True,
            price_class=args.price_class,
            web_acl_id=web_acl_arn,
            tags=self.tags_for(),
            opts=self.child(protect=args.deletion_protection),
        )

    def _error_pages(self) -> list[cloudfront.DistributionCustomErrorResponseArgs]:
        return [
            cloudfront.DistributionCustomErrorResponseArgs(
                error_code=code,
                response_code=page.status,
                response_page_path=page.path,
                error_caching_min_ttl=page.cache_seconds,
            )
            for code, page in self._args.error_pages.items()
        ]

    def _countries(self) -> cloudfront.DistributionRestrictionsGeoRestrictionArgs:
        args = self._args
        if args.allowed_countries:
            return cloudfront.DistributionRestrictionsGeoRestrictionArgs(
                restriction_type="whitelist", locations=list(args.allowed_countries)
            )
        if args.blocked_countries:
            return cloudfront.DistributionRestrictionsGeoRestrictionArgs(
                restriction_type="blacklist", locations=list(args.blocked_countries)
            )
        return cloudfront.DistributionRestrictionsGeoRestrictionArgs(restriction_type="none")

    def _watch(self, distribution: cloudfront.Distribution) -> None:
        percent, topic_arn = self._args.alarms.failed_percent, self._args.alarm_topic_arn
        if percent is None or topic_arn is None:
            return
        metric_alarms(
            self,
            [plan.failed_alarm(percent)],
            dimensions={"DistributionId": distribution.id, "Region": "Global"},
            topic_arn=pulumi.Output.from_input(topic_arn).apply(_of_the_metrics_region),
            region=GLOBAL_REGION,
        )


def _of_the_metrics_region(topic_arn: str) -> str:
    plan.check_topic_region(topic_arn)  # what was no text yet when the args were checked
    return topic_arn
