"""An EKS cluster whose pods reach a database and a cache, and read the passwords of both."""

import pulumi

from tenfold import (
    AuroraDatabase,
    AuroraDatabaseArgs,
    Cache,
    CacheArgs,
    EksCluster,
    EksClusterArgs,
    Network,
    NetworkArgs,
    PodIdentity,
    PodIdentityArgs,
)

network = Network("shop", NetworkArgs(cidr="10.30.0.0/16"))
cluster = EksCluster("shop", EksClusterArgs(subnet_ids=network.private_subnet_ids))
pods = {"pods": cluster.cluster_security_group_id}
vpc, isolated = network.vpc_id, network.isolated_subnet_ids

database = AuroraDatabase(
    "shop-database",
    AuroraDatabaseArgs(
        vpc_id=vpc,
        subnet_ids=isolated,
        availability_zones=network.zones,
        allowed_security_groups=pods,
    ),
)
cache = Cache(
    "shop-cache",
    CacheArgs(vpc_id=vpc, subnet_ids=isolated, allowed_security_groups=pods),
)

# What runs as the service account `shop/web` may read both passwords, and no key to AWS lies anywhere.
PodIdentity(
    "web",
    PodIdentityArgs(
        cluster_name=cluster.cluster_name,
        namespace="shop",
        service_account="web",
        statements=[*database.secret_statements(), *cache.secret_statements()],
    ),
)

pulumi.export("kubeconfig", cluster.kubeconfig)
pulumi.export("database", {"writer": database.endpoint, "reader": database.reader_endpoint})
pulumi.export("cache", cache.endpoint)
