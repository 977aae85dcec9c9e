"""What a component with objects in Kubernetes asks of its options. It does not load Kubernetes' SDK."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from tenfold.errors import InvalidInputError

_ANY_TYPE = "kubernetes:core/v1:Namespace"


def check_provider(component: str, opts: pulumi.ResourceOptions | None) -> None:
    """Refuse Pulumi's default provider, which is whatever cluster the caller's kubeconfig names last.

    Args:
        component: the component's class, for the message.
        opts: the component's options.
    """
    own = [each.package for each in _providers(opts)] if opts else []
    inherited = opts.parent.get_provider(_ANY_TYPE) if opts and opts.parent else None
    if "kubernetes" not in own and inherited is None:
        raise InvalidInputError(
            f"{component} opts.providers",
            own,
            "a Kubernetes provider among them, or given to the parent",
            "Give pulumi.ResourceOptions(providers=[pulumi_kubernetes.Provider(…, kubeconfig=…)]): without "
            "one, it would land in whatever cluster your kubeconfig names.",
        )


def _providers(opts: pulumi.ResourceOptions) -> list[pulumi.ProviderResource]:
    several = opts.providers or []
    listed = several.values() if isinstance(several, Mapping) else several
    return [*([opts.provider] if opts.provider else []), *listed]
