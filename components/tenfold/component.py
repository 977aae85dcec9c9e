"""The base of every component: its token, its children's options, its tags."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import pulumi

from tenfold import naming
from tenfold.override import check_overrides, descendants


class Component(pulumi.ComponentResource):
    """A ComponentResource with the token ``tenfold:index:<ClassName>``.

    The caller's ``opts`` go to the component alone. A child gets ``self.child()``, never a merge of the two:
    in a merge the caller's side wins, and a nested component's child would land under the outer parent.
    """

    def __init__(
        self,
        name: str,
        tags: Mapping[str, str],
        opts: pulumi.ResourceOptions | None,
        *,
        deletion_protection: bool | None = None,
    ) -> None:
        super().__init__(f"tenfold:index:{type(self).__name__}", name, None, opts)
        self._name = name
        self._opts = opts
        self._extra_tags = dict(tags)
        self._deletion_protection = deletion_protection

    def child(
        self,
        *,
        protect: bool | None = None,
        depends_on: list[pulumi.Resource] | None = None,
        delete_before_replace: bool | None = None,
        ignore_changes: list[str] | None = None,
        aliases: list[str | pulumi.Alias] | None = None,
    ) -> pulumi.ResourceOptions:
        """Options for one child: this component is its parent; the rest is the component's own decision."""
        return pulumi.ResourceOptions(
            parent=self,
            protect=protect or None,  # None inherits: an explicit False would undo what the caller asked for
            depends_on=depends_on,
            delete_before_replace=delete_before_replace,
            ignore_changes=ignore_changes,
            aliases=aliases,
        )

    def register_outputs(self, outputs: pulumi.Inputs | None = None) -> None:
        """Say that the component is complete: register its annotated outputs, and put its guard before it.

        Args:
            outputs: what it has besides.

        Raises:
            InvalidInputError: an ``Override`` among the component's transforms has met no resource.
        """
        check_overrides(self, self._opts)
        if self._deletion_protection is not None:
            self._guard(self._deletion_protection)
        super().register_outputs({**self._annotated_outputs(), **(outputs or {})})

    def _annotated_outputs(self) -> dict[str, pulumi.Input[Any]]:
        classes = [cls for cls in reversed(type(self).__mro__) if issubclass(cls, Component)]
        kinds = {name: kind for cls in classes for name, kind in inspect.get_annotations(cls).items()}
        outputs = [
            name for name, kind in kinds.items() if kind.startswith("pulumi.Output[") and name[0] != "_"
        ]
        return {name: getattr(self, name) for name in outputs}

    def _guard(self, protect: bool) -> None:
        """A resource that depends on all others, so that destroying begins with it, and ends there.

        Without it `pulumi destroy` deletes whatever is not protected itself, such as a database's instances,
        before it comes to the resource that is. It is there without protection too, since only a resource
        that is no longer protected can go.
        """
        import pulumi_random as random  # a component of no random part needs it here alone, not at import

        random.RandomId(
            f"{self._name}-guard",
            byte_length=1,
            opts=self.child(
                protect=protect,
                depends_on=[each for each in descendants(self) if isinstance(each, pulumi.CustomResource)],
            ),
        )

    def invoke_options(self) -> pulumi.InvokeOptions:
        """Options for a data source, so that it uses the provider that the component was given."""
        return pulumi.InvokeOptions(parent=self)

    def tags_for(self, role: str = "", **own: str) -> dict[str, str]:
        """The tags of the child with this role; its ``Name`` is the component's name and the role."""
        name = f"{self._name}-{role}" if role else self._name
        return naming.tags(type(self).__name__, name, self._extra_tags, **own)
