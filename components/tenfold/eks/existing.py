"""A cluster that is there already, as a program reads it."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import eks

from tenfold.args import Input
from tenfold.eks import plan


@dataclass(frozen=True)
class ExistingCluster:
    """A cluster's outputs, under the names that ``EksCluster`` gives them. It holds no credential."""

    cluster_name: pulumi.Output[str]
    cluster_arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    """The API server's URL."""
    certificate_authority_data: pulumi.Output[str]
    """The API server's CA certificate, base64."""
    cluster_security_group_id: pulumi.Output[str]
    """The security group of the control plane and of every managed node."""
    oidc_issuer: pulumi.Output[str]
    """The URL of the cluster's OIDC issuer."""
    kubeconfig: pulumi.Output[str]
    """A kubeconfig as JSON without a credential: it runs ``aws eks get-token``."""
    version: pulumi.Output[str]


def existing_cluster(
    cluster_name: Input[str],
    *,
    kubeconfig_role_arn: Input[str] | None,
    region: str | None,
    opts: pulumi.InvokeOptions | None,
) -> ExistingCluster:
    """Look a cluster up by its name."""
    found = eks.get_cluster_output(name=cluster_name, region=region, opts=opts)
    return ExistingCluster(
        cluster_name=found.name,
        cluster_arn=found.arn,
        endpoint=found.endpoint,
        certificate_authority_data=found.certificate_authorities[0].data,
        cluster_security_group_id=found.vpc_config.cluster_security_group_id,
        oidc_issuer=found.identities[0].oidcs[0].issuer,
        kubeconfig=pulumi.Output.all(
            found.arn,
            found.name,
            found.endpoint,
            found.certificate_authorities[0].data,
            kubeconfig_role_arn,
        ).apply(lambda known: plan.kubeconfig(*known)),
        version=found.version,
    )
