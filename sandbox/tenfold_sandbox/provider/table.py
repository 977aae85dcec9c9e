"""The vocabulary of the table: one ``Resource`` row says how one Pulumi type maps to AWS.

A row states exceptions only. What it leaves out is found by name: Pulumi's ``dbSubnetGroupName`` is AWS's
``DBSubnetGroupName``, since both are the same when case is ignored; nested objects likewise; a single nested
object that AWS wants as a list of one is wrapped, and unwrapped when read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jmespath

DEFAULTS = "__defaults"
"""The inputs that the provider chose itself; the bridged providers keep them under the same name."""

IMPORTED = "__imported"
"""Set in inputs that an import read: what the program leaves open is then no difference."""

_BOOKKEEPING = frozenset({DEFAULTS, IMPORTED, "region"})

Value = str | Callable[["Context"], Any]
"""How a parameter is computed: a JMESPath expression over the Context's fields, or a function of it.

In JMESPath ``!`` binds tighter than a dot: "not set" is ``!(in.name)``.
"""


@dataclass
class Context:
    """What expressions see: ``id``, ``in`` (inputs), ``old`` (inputs before an update), ``found`` (by the
    lookup before a creation), ``out`` (the creating call's response; in an update or a deletion the last
    call's), ``live`` (as last read), ``state`` (outputs as last stored), ``changed`` (names of changed
    inputs), ``item`` (of ``Call.each``), ``region``, ``home`` (the provider's region), ``account``,
    ``partition``, ``tags`` (all, with the provider's default tags)."""

    inputs: dict[str, Any]
    region: str
    id: str = ""
    old: dict[str, Any] = field(default_factory=dict[str, Any])
    found: dict[str, Any] = field(default_factory=dict[str, Any])
    out: dict[str, Any] = field(default_factory=dict[str, Any])
    live: dict[str, Any] = field(default_factory=dict[str, Any])
    state: dict[str, Any] = field(default_factory=dict[str, Any])
    changed: frozenset[str] = frozenset()
    tags: dict[str, str] = field(default_factory=dict[str, str])
    live_tags: dict[str, str] = field(default_factory=dict[str, str])
    default_tags: Mapping[str, str] = field(default_factory=dict[str, str])
    item: Any = None
    account: str = "123456789012"
    partition: str = "aws"
    home: str = ""

    def eval(self, value: Value) -> Any:
        """The value of an expression or function here and now."""
        if callable(value):
            return value(self)
        scope = {
            "id": self.id,
            "in": self.inputs,
            "old": self.old,
            "found": self.found,
            "out": self.out,
            "live": self.live,
            "state": self.state,
            "changed": sorted(self.changed),
            "tags": self.tags,
            "item": self.item,
            "region": self.region,
            "home": self.home,
            "account": self.account,
            "partition": self.partition,
        }
        return jmespath.search(value, scope)


def without(these: Value, those: Value) -> Value:
    """The items of one list that another lacks, None for none: what an update has to add, or to remove."""

    def rest(context: Context) -> list[Any] | None:
        items: list[Any] = context.eval(these) or []
        others: list[Any] = context.eval(those) or []
        return [each for each in items if each not in others] or None

    return rest


def bookkeeping(row: Resource) -> frozenset[str]:
    """Inputs that are not the resource's own properties; tags that the table does not manage are."""
    return _BOOKKEEPING if row.tagging is None else _BOOKKEEPING | {"tags"}


def own_inputs(row: Resource, inputs: Iterable[str]) -> list[str]:
    """Of an input's names, those that AWS is told."""
    apart = bookkeeping(row) | row.kept
    return [name for name in inputs if name not in apart]


def says_the_same(row: Resource, name: str, live: Any, wanted: Any) -> bool:
    """Whether AWS's value of an input is another wording of the one that was asked for."""
    alike = row.alike.get(name)
    return alike is not None and live is not None and wanted is not None and alike(live, wanted)


@dataclass(frozen=True)
class Call:
    """One API operation.

    Args:
        operation: AWS's name, such as ``CreateSubnet``.
        params: parameters beyond those found by name, or instead of them; a None value leaves one out.
        auto: find parameters among the inputs by name. In an update only the changed inputs are used, and
            the call is left out when none of them is a parameter of the operation.
        on: call only when one of these inputs is set (creation) or changed (update).
        when: call only when this is true.
        each: call once for each item of this list, which ``item`` then holds.
        service: another service than the row's.
        region: another region than the resource's, such as the one home of a global service.
        result: where the resource lies in a reading call's response: JMESPath over the response
            (with ``each``: over the list of all responses), or a function of the context and that.
        optional: a reading call that finds nothing adds nothing, rather than to tell that it is gone.
        whole: in an update, use all inputs and not only the changed ones (a call that puts the whole thing).
        until: repeat the call until this is true of its response (``out``), for some seconds; then the
            resource fails with what ``unmet`` says.
    """

    operation: str
    params: Mapping[str, Value] = field(default_factory=dict[str, Value])
    auto: bool = True
    on: tuple[str, ...] = ()
    when: Value | None = None
    each: Value | None = None
    service: str | None = None
    region: str | Callable[[Context], str] | None = None
    result: str | Callable[[Context, Any], Any] = "@"
    optional: bool = False
    whole: bool = False
    until: Value | None = None
    unmet: Value = "'AWS did not become ready in time'"


@dataclass(frozen=True)
class Tagging:
    """How a service tags.

    Args:
        add, remove: the operations; the resource goes in ``key`` (a list of one with ``as_list``), the tags
            in ``tags_key``, the keys to remove in ``keys_key`` (as pairs with ``remove_pairs``).
        target: what names the resource to them.
        listing: the operation that lists tags, where reading the resource does not show them; its tags are
            at ``listed``.
        as_map: tags are a map rather than a list of pairs.
        fixed: parameters that all three operations want besides.
        whole: as in S3, ``add`` puts a whole set of tags and ``remove`` drops it.
        create_key: the creating call's parameter that takes tags; None when it takes none.
        inside: the member that holds the tags, or the keys, where ``tags_key`` is an object around them.
        service: another service than the row's.
    """

    add: str
    remove: str
    key: str
    target: Value
    tags_key: str = "Tags"
    keys_key: str = "TagKeys"
    listing: str | None = None
    listed: str = "Tags || TagList || tags"
    as_map: bool = False
    as_list: bool = False
    remove_pairs: bool = False
    key_name: str = "Key"
    value_name: str = "Value"
    create_key: str | None = "Tags"
    fixed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    whole: bool = False
    inside: str | None = None
    service: str | None = None


@dataclass(frozen=True)
class Resource:
    """One Pulumi type.

    Args:
        token: Pulumi's type, ``aws:ec2/subnet:Subnet``.
        schema: AWS's published schema, ``AWS::EC2::Subnet``: what is required, allowed, create-only. None
            where AWS publishes none; then ``replaces`` must say what replaces.
        service: botocore's service name.
        id: the id's expression, over ``out`` and ``in``; Terraform's form, since programs import by it.
        live_id: the id's expression over ``live``, where an import may name the resource in another way.
        lookup: calls before the creation; what they show is ``found``.
        create: the creating call (of several the first whose ``when`` is true), then calls that finish the
            creation; the resource is read before the first of these that speaks of ``live``.
        read: calls whose results, merged, are the live resource; the first decides whether it exists.
        update: calls for changes, in order.
        delete: calls that remove it, in order; none for what can't be removed.
        names: Pulumi's name to AWS's where they differ by more than case. A dotted AWS name reaches into the
            live resource (``Placement.Tenancy``) and is not used as a parameter.
        schema_root: the schema property that holds all of them (a launch template's data).
        schema_names: the same as names, for the schema only.
        outputs: further outputs, by expression over ``live``, ``id``, ``in``…
        as_input: how a program writes an input that AWS, and so the output of its name, gives otherwise.
        defaults: inputs' values when unset, as AWS decides them: for outputs that nothing reads back, and
            what an update sets when the program no longer does.
        alike: of an input, whether AWS's value says what was asked in other words: ``17.5`` for ``17``.
        kept: inputs that only the provider acts on, such as ``skipFinalSnapshot``.
        unread: inputs that AWS does not give back, such as passwords: the state's value stays.
        json: inputs that are JSON documents: compared by meaning, not by text.
        replaces: inputs whose change replaces the resource, beyond the schema's create-only properties; a
            dotted name is a part of one (``accessConfig.bootstrapClusterCreatorAdminPermissions``).
        replaces_when: of the changed inputs, those that replace the resource this time, from the old and the
            new inputs; for what AWS changes in one direction only.
        updates: inputs that change in place although the schema calls them create-only.
        volatile: outputs that an update changes, so unknown in its preview; a function tells those that
            this update changes.
        autoname: the input that gets a generated name, and its greatest length.
        autoname_form: the generated name as the service wants it, given the inputs: lower case, ``.fifo``.
        tagging: how it is tagged; None without tags.
        tag_type: EC2's resource type for ``TagSpecifications``.
        delete_before_replace: two of it can't stand side by side, whatever its name.
        global_: it has no region: its calls go to us-east-1.
        import_id: from an imported id, the inputs that reading needs.
        enums: inputs by path (``rules[].status``) to what they must be, where the schema leaves them open: a
            shape of the API's model whose enumeration holds, or the values themselves.
        check: further problems with the inputs: (property, reason) pairs.
    """

    token: str
    service: str
    id: Value
    create: tuple[Call, ...]
    read: tuple[Call, ...]
    lookup: tuple[Call, ...] = ()
    delete: tuple[Call, ...] = ()
    update: tuple[Call, ...] = ()
    schema: str | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    schema_root: str | None = None
    schema_names: Mapping[str, str] = field(default_factory=dict[str, str])
    outputs: Mapping[str, Value] = field(default_factory=dict[str, Value])
    as_input: Mapping[str, Value] = field(default_factory=dict[str, Value])
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    alike: Mapping[str, Callable[[Any, Any], bool]] = field(
        default_factory=dict[str, Callable[[Any, Any], bool]]
    )
    kept: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    json: frozenset[str] = frozenset()
    live_id: Value | None = None
    replaces: frozenset[str] = frozenset()
    replaces_when: Callable[[Mapping[str, Any], Mapping[str, Any]], set[str]] | None = None
    updates: frozenset[str] = frozenset()
    volatile: frozenset[str] | Callable[[Context], Collection[str]] = frozenset()
    autoname: tuple[str, int] | None = None
    autoname_form: Callable[[str, Mapping[str, Any]], str] | None = None
    tagging: Tagging | None = None
    tag_type: str | None = None
    delete_before_replace: bool = False
    global_: bool = False
    import_id: Callable[[str], Mapping[str, Any]] | None = None
    enums: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict[str, str | tuple[str, ...]])
    check: Callable[[Mapping[str, Any]], list[tuple[str, str]]] | None = None

    def __post_init__(self) -> None:
        if self.autoname is not None:  # a prefix went into the name, which is all that AWS knows
            object.__setattr__(self, "unread", self.unread | {f"{self.autoname[0]}Prefix"})
