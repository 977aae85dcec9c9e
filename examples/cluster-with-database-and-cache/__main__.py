"""An EKS cluster whose pods reach a database and a cache, and read the passwords of both."""

import json

import pulumi
from pulumi_aws import eks, iam

from tenfold import (
    AuroraDatabase,
    AuroraDatabaseArgs,
    Cache,
    CacheArgs,
    EksCluster,
    EksClusterArgs,
    Network,
    NetworkArgs,
)

network = Network("shop", NetworkArgs(cidr="10.30.0.0/16"))
cluster = EksCluster("shop", EksClusterArgs(subnet_ids=network.private_subnet_ids))
pods = {"pods": cluster.cluster_security_group_id}
database = AuroraDatabase(
    "shop-database",
    AuroraDatabaseArgs(
        vpc_id=network.vpc_id,
        subnet_ids=network.isolated_subnet_ids,
        availability_zones=network.zones,
        allowed_security_groups=pods,
    ),
)
cache = Cache(
    "shop-cache",
    CacheArgs(vpc_id=network.vpc_id, subnet_ids=network.isolated_subnet_ids, allowed_security_groups=pods),
)

# EKS Pod Identity: what runs as the service account `shop/web` gets this role, and no key lies anywhere.
trust = {
    "Effect": "Allow",
    "Principal": {"Service": "pods.eks.amazonaws.com"},
    "Action": ["sts:AssumeRole", "sts:TagSession"],
}
secrets = {
    "Effect": "Allow",
    "Action": "secretsmanager:GetSecretValue",
    "Resource": [database.secret_arn, cache.secret_arn],
}
role = iam.Role("web", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
policy = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [secrets]})
iam.RolePolicy("web-secrets", role=role.name, policy=policy)
eks.PodIdentityAssociation(
    "web", cluster_name=cluster.cluster_name, namespace="shop", service_account="web", role_arn=role.arn
)

pulumi.export("kubeconfig", cluster.kubeconfig)
pulumi.export("database", {"writer": database.endpoint, "reader": database.reader_endpoint})
pulumi.export("cache", cache.configuration_endpoint)
