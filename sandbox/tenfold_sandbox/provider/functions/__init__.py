"""Data sources: what programs ask AWS before they create anything. One module a theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.aws import Aws
from tenfold_sandbox.provider.functions import account, databases, ec2, edge, policy, services
from tenfold_sandbox.provider.functions.query import Query
from tenfold_sandbox.values import Properties

FUNCTIONS: dict[str, Callable[[Query], Properties]] = {
    **account.FUNCTIONS,
    **databases.FUNCTIONS,
    **ec2.FUNCTIONS,
    **edge.FUNCTIONS,
    **policy.FUNCTIONS,
    **services.FUNCTIONS,
}


def invoke(
    aws: Aws, token: str, args: Properties, region: str, default_tags: Mapping[str, str]
) -> Properties:
    """Answer a data source; one that the sandbox does not know is refused, since a guess would mislead."""
    function = FUNCTIONS.get(token)
    if function is None:
        known = ", ".join(sorted(name.rsplit(":", 1)[-1] for name in FUNCTIONS))
        raise PluginError(
            f"the sandbox does not know the data source {token}. It knows {known}. "
            "Add it to tenfold_sandbox/provider/functions, or give the program the value by configuration."
        )
    return {**args, **function(Query(aws, token, args, region, default_tags))}
