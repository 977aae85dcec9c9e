"""Launch template versions and the account's instance metadata defaults."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse
from ..references import launch_template
from .base import GAPS, table

_METADATA = (
    "HttpTokens",
    "HttpPutResponseHopLimit",
    "HttpEndpoint",
    "InstanceMetadataTags",
    "HttpTokensEnforced",
)


@GAPS.checks("CreateLaunchTemplateVersion")
def check_source_version(call: Call) -> None:
    template = launch_template(
        call, call.params.get("LaunchTemplateId"), call.params.get("LaunchTemplateName")
    )
    source = call.params.get("SourceVersion")
    if template is None or source is None or source.startswith("$"):
        return
    if not source.isdecimal() or not 1 <= int(source) <= len(template.versions):
        message = f"Could not find launch template version {source} of {template.id}"
        refuse("InvalidLaunchTemplateId.VersionNotFound", message)


@GAPS.amends("CreateLaunchTemplateVersion")
def inherit_source_version(call: Call, result: Document) -> None:
    """A version starts from its source, which moto ignores."""
    source = call.params.get("SourceVersion")
    if source is None:
        return
    template = launch_template(
        call, call.params.get("LaunchTemplateId"), call.params.get("LaunchTemplateName")
    )
    if template is None:
        return
    new = template.versions[-1]
    old = template.versions[-2] if source == "$Latest" else template.get_version(source)
    new.data = {**old.data, **new.data}
    result["LaunchTemplateVersion"]["LaunchTemplateData"] = new.data


@GAPS.amends("CreateLaunchTemplate")
def drop_own_tags(call: Call, result: Document) -> None:
    """The template's own tags are none of its data, where moto puts them too."""
    template = launch_template(call, result["LaunchTemplate"]["LaunchTemplateId"], None)
    assert template is not None, "moto has just made it"
    data = template.versions[0].data
    data["TagSpecifications"] = [
        item for item in data.get("TagSpecifications", []) if item["ResourceType"] != "launch-template"
    ]


@GAPS.replaces("ModifyInstanceMetadataDefaults")
def modify_instance_metadata_defaults(call: Call) -> Document:
    settings = table(call, "metadata_defaults").setdefault("account", {})
    settings.update({name: call.params[name] for name in _METADATA if name in call.params})
    for name, value in list(settings.items()):
        if value in ("no-preference", -1):
            del settings[name]
    return {"Return": True}


@GAPS.replaces("GetInstanceMetadataDefaults")
def get_instance_metadata_defaults(call: Call) -> Document:
    settings = table(call, "metadata_defaults").get("account", {})
    return {"AccountLevel": {"ManagedBy": "account", **settings}}
