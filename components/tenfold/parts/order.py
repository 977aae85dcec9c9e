"""A value that is there no sooner than other resources are."""

from __future__ import annotations

import pulumi


def after(value: pulumi.Output[str], *resources: pulumi.Resource) -> pulumi.Output[str]:
    """The value once the resources exist; who uses it goes before they do.

    A preview knows URNs, so the value stays as known as it was.
    """
    return pulumi.Output.all(value, *[resource.urn for resource in resources]).apply(lambda all_: all_[0])
