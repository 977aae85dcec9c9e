"""A key is rotated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import KEY, control


def _check(key: Resource, context: Context) -> Iterator[str]:
    if _lacks(key):
        yield "enableKeyRotation is off."


def _lacks(key: Resource) -> bool:
    if key.has("customKeyStoreId"):
        return False  # KMS rotates no key whose material is elsewhere
    if key.get("customerMasterKeySpec", "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        return False  # nor one that signs
    return not key.get("enableKeyRotation", False)


def _remediate(key: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return {"enableKeyRotation": True} if _lacks(key) else None


RULE = Rule(
    id="kms-rotation",
    title="A key is rotated",
    severity=Severity.MEDIUM,
    why="The less is encrypted with one and the same key material, the less is lost with it.",
    remedy="Set enable_key_rotation=True: each year, nothing is encrypted anew, and old data stays readable.",
    reference=control("KMS.4"),
    practice="SEC08-BP01",
    types=(KEY,),
    check=_check,
    remediate=_remediate,
)
