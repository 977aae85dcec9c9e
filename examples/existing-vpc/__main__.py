"""A cache in a VPC that someone else made, found by its name."""

import pulumi
from pulumi_aws import ec2

from tenfold import Cache, CacheArgs

config = pulumi.Config()
vpc = ec2.get_vpc(tags={"Name": config.require("vpcName")})
isolated = ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}], tags={"Tier": "isolated"})

clients = ec2.SecurityGroup("clients", vpc_id=vpc.id, description="Whoever keeps sessions in the cache")
sessions = Cache(
    "sessions",
    CacheArgs(
        vpc_id=vpc.id,
        subnet_ids=isolated.ids,
        allowed_security_groups={"clients": clients.id},
        node_type="cache.t4g.small",
    ),
)

pulumi.export("endpoint", sessions.configuration_endpoint)
pulumi.export("secret", sessions.secret_arn)
pulumi.export("clients", clients.id)
