"""Machine images that programs look up: Ubuntu's, and those of EKS nodes. Moto has Amazon Linux's own.

The ids are made up, one for each name and region, and exist in the emulator: an instance starts from them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from ....eks_versions import NODE_RELEASE_DATE, VERSIONS
from ...messages import Document

_CANONICAL, _EKS = "099720109477", "602401143452"
_UBUNTU = {"jammy": "22.04", "noble": "24.04"}
_UBUNTU_DATE = "20260515"


def image_id(region: str, name: str) -> str:
    """The id of the image with this name in a region."""
    return f"ami-{hashlib.sha256(f'{region}/{name}'.encode()).hexdigest()[:17]}"


def eks_image_name(version: str, architecture: str) -> str:
    """The name of the current EKS node image for a Kubernetes version."""
    return f"amazon-eks-node-al2023-{architecture}-standard-{version}-v{NODE_RELEASE_DATE}"


def _images(region: str) -> list[Document]:
    found: list[Document] = []
    for architecture, short in (("x86_64", "amd64"), ("arm64", "arm64")):
        for code, number in _UBUNTU.items():
            name = f"ubuntu/images/hvm-ssd-gp3/ubuntu-{code}-{number}-{short}-server-{_UBUNTU_DATE}"
            found.append(_image(region, name, architecture, _CANONICAL, _UBUNTU_DATE, "/dev/sda1"))
        for version in VERSIONS:
            name = eks_image_name(version, architecture)
            found.append(_image(region, name, architecture, _EKS, NODE_RELEASE_DATE, "/dev/xvda"))
    return found


def _image(region: str, name: str, architecture: str, owner: str, date: str, device: str) -> Document:
    return {
        "ami_id": image_id(region, name),
        "name": name,
        "description": name,
        "owner_id": owner,
        "owner_alias": "amazon",
        "public": True,
        "virtualization_type": "hvm",
        "architecture": architecture,
        "creation_date": datetime.strptime(date, "%Y%m%d"),  # noqa: DTZ007  # moto's dates are naive UTC
        "image_location": f"amazon/{name}",
        "hypervisor": "xen",
        "root_device_type": "ebs",
        "root_device_name": device,
    }


def _patch() -> None:
    from moto.ec2.models import amis

    classes: Any = amis
    load = classes.AmiBackend._load_amis

    def load_with_ours(self: Any) -> None:
        load(self)
        for image in _images(self.region_name):
            self.amis[image["ami_id"]] = classes.Ami(self, **image)

    classes.AmiBackend._load_amis = load_with_ours


_patch()
