"""Who may connect to a load balancer, and where it may send."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2, vpc

from tenfold.component import Component
from tenfold.edge.load_balancer import plan
from tenfold.edge.load_balancer.args import LoadBalancerArgs


class Access:
    """A load balancer's security groups, closed but for what its args name."""

    def __init__(self, component: Component, args: LoadBalancerArgs) -> None:
        self._component = component
        self._name = component.pulumi_resource_name
        self._args = args
        self.group = self._group("security-group", f"Access to the load balancer {self._name}")
        self.groups = [self.group]
        self._let_in()
        if args.allow_cloudfront:
            self.groups.append(self._let_cloudfront_in())
        self._let_out()

    def _group(self, role: str, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(
            f"{self._name}-{role}",
            description=description,
            vpc_id=self._args.vpc_id,
            region=self._args.region,
            tags=self._component.tags_for(role),
            opts=self._component.child(),
        )

    def _let_in(self) -> None:
        world = {"world-ipv4": "0.0.0.0/0", "world-ipv6": "::/0"} if self._args.open_to_world else {}
        for label, cidr in {**world, **self._args.allowed_cidrs}.items():
            ipv6 = ipaddress.ip_network(cidr).version == 6
            self._let_in_on_both_ports(label, {"cidr_ipv6" if ipv6 else "cidr_ipv4": cidr})
        for label, group_id in self._args.allowed_security_groups.items():
            self._let_in_on_both_ports(label, {"referenced_security_group_id": group_id})

    def _let_in_on_both_ports(self, label: str, source: Mapping[str, pulumi.Input[str]]) -> None:
        self._ingress(self.group, f"from-{label}", plan.HTTPS_PORT, f"HTTPS from {label}", source)
        if self._args.http_redirect:
            role = f"http-from-{label}"
            self._ingress(self.group, role, plan.HTTP_PORT, f"HTTP to redirect from {label}", source)

    def _let_cloudfront_in(self) -> ec2.SecurityGroup:
        group = self._group("cloudfront", f"Access of CloudFront to the load balancer {self._name}")
        addresses = ec2.get_managed_prefix_list_output(
            name=plan.CLOUDFRONT_PREFIX_LIST, region=self._args.region, opts=self._component.invoke_options()
        )
        source = {"prefix_list_id": addresses.id}
        self._ingress(group, "from-cloudfront", plan.HTTPS_PORT, "HTTPS from CloudFront", source)
        return group

    def _ingress(
        self,
        group: ec2.SecurityGroup,
        role: str,
        port: int,
        description: str,
        source: Mapping[str, pulumi.Input[str]],
    ) -> None:
        vpc.SecurityGroupIngressRule(
            f"{self._name}-{role}",
            description=description,
            security_group_id=group.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            region=self._args.region,
            tags=self._component.tags_for(role),
            cidr_ipv4=source.get("cidr_ipv4"),
            cidr_ipv6=source.get("cidr_ipv6"),
            prefix_list_id=source.get("prefix_list_id"),
            referenced_security_group_id=source.get("referenced_security_group_id"),
            opts=self._component.child(),
        )

    def _let_out(self) -> None:
        """To the targets alone, and into them."""
        ports = sorted({group.port for group in self._args.target_groups.values()})
        for label, targets_id in self._args.target_security_groups.items():
            for port in ports:
                role = f"to-{label}-{port}"
                vpc.SecurityGroupEgressRule(
                    f"{self._name}-{role}",
                    description=f"Requests to {label}",
                    security_group_id=self.group.id,
                    referenced_security_group_id=targets_id,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    region=self._args.region,
                    tags=self._component.tags_for(role),
                    opts=self._component.child(),
                )
                vpc.SecurityGroupIngressRule(
                    f"{self._name}-into-{label}-{port}",
                    description=f"Requests of the load balancer {self._name}",
                    security_group_id=targets_id,
                    referenced_security_group_id=self.group.id,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    region=self._args.region,
                    tags=self._component.tags_for(f"into-{label}-{port}"),
                    opts=self._component.child(),
                )
