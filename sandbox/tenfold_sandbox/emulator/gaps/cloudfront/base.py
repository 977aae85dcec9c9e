"""What CloudFront's kinds of things share: each is a configuration with an id and an ETag.

moto drops most of what a configuration says, so the sandbox keeps them itself, as they were sent.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ...messages import Document
from .. import Call, Gaps, Table, refuse, store
from ..references import backend

GAPS = Gaps("cloudfront")
_LETTERS = string.ascii_uppercase + string.digits


def table(call: Call, name: str) -> Table:
    """One of CloudFront's tables; CloudFront is global."""
    return store(backend(call, "cloudfront"), name)


def new_id() -> str:
    """An id, or an ETag, as CloudFront makes them."""
    return "E" + "".join(random.choices(_LETTERS, k=13))


def now() -> datetime:
    """The time of a creation or a change."""
    return datetime.now(UTC)


def arn(call: Call, resource: str) -> str:
    """A CloudFront ARN, which has no region."""
    return f"arn:{call.partition}:cloudfront::{call.account_id}:{resource}"


def listed(items: Iterable[Any]) -> Document:
    """A list as CloudFront writes it: with its length, and without items when it has none."""
    found = list(items)
    return {"Quantity": len(found), "Items": found} if found else {"Quantity": 0}


def items(value: Document | None) -> list[Any]:
    """The items of such a list."""
    return (value or {}).get("Items") or []


def tag(call: Call, resource: str, tags: Document | None) -> None:
    """Tag what has just been created, as its creation asked for."""
    if items(tags):
        backend(call, "cloudfront").tagger.tag_resource(resource, items(tags))


def page(found: Iterable[Any]) -> Document:
    """A complete listing in one page."""
    return {"Marker": "", "MaxItems": 100, "IsTruncated": False, **listed(found)}


def match(call: Call, thing: Document) -> None:
    """Refuse a change that does not name the newest ETag."""
    given = call.params.get("IfMatch")
    if not given:
        refuse("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
    if given != thing["etag"]:
        refuse(
            "PreconditionFailed",
            "The request failed because it didn't meet the preconditions in one or more request headers.",
        )


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is a configuration with an id.

    Args:
        noun: what the operations call it, ``CachePolicy``.
        config: the parameter with its configuration.
        missing: AWS's error for an id that does not exist.
        taken: AWS's error for a name that another has; None where names may be the same.
        in_use: AWS's error for a deletion while a distribution uses it.
        uses: whether a distribution's configuration uses the thing with an id.
        check: refuses a configuration, given the call, the configuration, and the id that it has already.
        shown: what a description has besides the configuration.
        given: things that AWS provides in every account, by id.
    """

    noun: str
    config: str
    missing: str
    taken: str | None = None
    in_use: str = ""
    uses: Callable[[Document, str], bool] = lambda _config, _identity: False
    check: Callable[[Call, Document, str], None] = lambda _call, _config, _identity: None
    shown: Callable[[Call, str], Document] = lambda _call, _identity: {}
    given: Table | None = None

    def found(self, call: Call, identity: str) -> Document:
        """The thing with an id, or AWS's refusal."""
        thing = table(call, self.noun).get(identity) or (self.given or {}).get(identity)
        return thing or refuse(self.missing, f"The specified {self.noun} does not exist: {identity}")

    def describe(self, thing: Document) -> Document:
        """What reading shows of a thing."""
        return {
            "Id": thing["id"],
            "LastModifiedTime": thing["time"],
            **thing["shown"],
            self.config: thing["config"],
        }

    def register(self) -> None:
        """Answer the kind's operations."""
        GAPS.replaces(f"Create{self.noun}")(self.create)
        GAPS.replaces(f"Get{self.noun}")(self.get)
        GAPS.replaces(f"Update{self.noun}")(self.update)
        GAPS.replaces(f"Delete{self.noun}")(self.delete)

    def create(self, call: Call) -> Document:
        config = call.params[self.config]
        self._check(call, config, "")
        identity = new_id()
        thing = {"id": identity, "etag": new_id(), "time": now(), "config": config}
        thing["shown"] = self.shown(call, identity)
        table(call, self.noun)[identity] = thing
        return self._answer(thing)

    def get(self, call: Call) -> Document:
        return self._answer(self.found(call, call.params["Id"]))

    def update(self, call: Call) -> Document:
        thing = self._own(call)
        config = call.params[self.config]
        self._check(call, config, thing["id"])
        thing.update(config=config, etag=new_id(), time=now())
        return self._answer(thing)

    def delete(self, call: Call) -> Document:
        thing = self._own(call)
        for distribution in table(call, "Distribution").values():
            if self.uses(distribution["config"], thing["id"]):
                refuse(
                    self.in_use, f"The {self.noun} {thing['id']} is used by distribution {distribution['id']}"
                )
        del table(call, self.noun)[thing["id"]]
        return {}

    def _own(self, call: Call) -> Document:
        """The caller's thing that a change names by id and ETag."""
        thing = self.found(call, call.params["Id"])
        if thing["id"] in (self.given or {}):
            refuse("IllegalUpdate", f"AWS manages {thing['id']}: it can't be changed or deleted")
        match(call, thing)
        return thing

    def _check(self, call: Call, config: Document, identity: str) -> None:
        others = (thing for key, thing in table(call, self.noun).items() if key != identity)
        if self.taken and any(thing["config"].get("Name") == config.get("Name") for thing in others):
            refuse(self.taken, f"A {self.noun} with the name {config.get('Name')} exists already")
        self.check(call, config, identity)

    def _answer(self, thing: Document) -> Document:
        return {self.noun: self.describe(thing), "ETag": thing["etag"]}
