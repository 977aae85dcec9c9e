"""A volume is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import (
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    control,
    on,
)
from tenfold_policies.values import each_of

_DEFAULT = "aws:ebs/encryptionByDefault:EncryptionByDefault"
_VOLUMES = ("aws:ebs/volume:Volume", "aws:ebs/snapshotCopy:SnapshotCopy")
_STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"
_EBS_DRIVERS = ("ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs")


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == _DEFAULT:
        if not on(resource.get("enabled", True)):
            yield "enabled is off: new volumes of the whole region are in plain text."
        return
    if any(_covers(each, resource) for each in context.stack.of(_DEFAULT)):
        return
    if resource.type in _VOLUMES:
        if not on(resource.get("encrypted", False)):
            yield "encrypted is off."
    elif resource.type == _STORAGE_CLASS:
        if resource.get("provisioner") in _EBS_DRIVERS and not on(resource.get("parameters.encrypted")):
            yield "parameters.encrypted is not 'true': the volumes of its claims are in plain text."
    elif resource.type == LAUNCH_TEMPLATE:
        yield from each_of(resource.parts("blockDeviceMappings"), lambda each: _device(each, "ebs."))
    else:
        if resource.type == INSTANCE and not any(map(resource.has, ("rootBlockDevice", "launchTemplate"))):
            yield "rootBlockDevice is not set: the image's root volume is in plain text."
        for path in ("rootBlockDevice", "ebsBlockDevices"):
            yield from each_of(resource.parts(path), lambda each: _device(each, ""))


def _covers(default: Resource, resource: Resource) -> bool:
    """Whether a region encrypts all new volumes, this one too."""
    one_region = None in (default.region, resource.region) or default.region == resource.region
    return one_region and on(default.known("enabled", True))


def _device(device: Resource, prefix: str) -> Iterator[str]:
    if device.known("noDevice") or device.known("virtualName"):
        return  # no volume: a device that is left out, or the host's own disk
    if not on(device.get(f"{prefix}encrypted", False)):
        yield f"the volume {device.known('deviceName', 'of the root')} is not encrypted."


RULE = Rule(
    id="ebs-encryption",
    title="A volume is encrypted",
    severity=Severity.HIGH,
    why="A volume's data can be read from its snapshots by whoever they are shared with, on purpose or not.",
    remedy="Create an aws.ebs.EncryptionByDefault in each region, or set encrypted=True on the volume.",
    reference=control("EC2.7"),
    practice="SEC08-BP02",
    types=(_DEFAULT, *_VOLUMES, INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, _STORAGE_CLASS),
    check=_check,
    relational=True,  # what the region does by default
)
