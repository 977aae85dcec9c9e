"""EKS: clusters, their nodes, add-ons, and who may use them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from tenfold_sandbox.eks_versions import VERSIONS
from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_TAGGING = Tagging(
    add="TagResource",
    remove="UntagResource",
    key="resourceArn",
    target="live.arn",
    tags_key="tags",
    keys_key="tagKeys",
    as_map=True,
    create_key="tags",
)
_LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
_ENDPOINT = ("endpointPrivateAccess", "endpointPublicAccess", "publicAccessCidrs")
_PLACEMENT = ("subnetIds", "securityGroupIds")
# Each is a kind of update of its own: EKS takes one kind a call.
_SETTINGS = (
    "accessConfig",
    "upgradePolicy",
    "zonalShiftConfig",
    "deletionProtection",
    "remoteNetworkConfig",
    "controlPlaneScalingConfig",
    "kubeApiServerConfig",
    "kubeSchedulerConfig",
    "kubeControllerManagerConfig",
)


def _part(position: int, separator: str = ":") -> Callable[[Context], str]:
    """A part of an id such as ``cluster:node-group``; the last one may contain the separator."""
    return lambda context: context.id.split(separator, 2 if separator == "#" else 1)[position]


def _tagged(arn: str) -> Tagging:
    return replace(_TAGGING, target=f"live.{arn}")


def _logging(context: Context) -> dict[str, Any]:
    wanted: list[str] = context.inputs.get("enabledClusterLogTypes") or []
    others = [each for each in _LOG_TYPES if each not in wanted]
    sets = ((wanted, True), (others, False))
    return {"clusterLogging": [{"types": types, "enabled": on} for types, on in sets if types]}


def _changed_vpc_config(*names: str) -> Callable[[Context], dict[str, Any] | None]:
    def changed(context: Context) -> dict[str, Any] | None:
        old: dict[str, Any] = context.old.get("vpcConfig") or {}
        new: dict[str, Any] = context.inputs.get("vpcConfig") or {}
        if all(old.get(name) == new.get(name) for name in names):
            return None
        return {name: new[name] for name in names if new.get(name) is not None}

    return changed


def _update_vpc_config(*names: str) -> Call:
    changed = _changed_vpc_config(*names)
    params: dict[str, Value] = {"name": "id", "resourcesVpcConfig": changed}
    return Call("UpdateClusterConfig", params, auto=False, on=("vpcConfig",), when=changed)


def _set_cluster(*props: str, **params: Value) -> Call:
    wanted: dict[str, Value] = {prop: f"in.{prop}" for prop in props}
    return Call("UpdateClusterConfig", {"name": "id", **wanted, **params}, auto=False, on=props)


def _replaced_encryption(old: Mapping[str, Any], _: Mapping[str, Any]) -> set[str]:
    """Encryption is added in place, and then neither changed nor taken away."""
    return {"encryptionConfig"} if old.get("encryptionConfig") else set()


def _check_cluster(inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    types = inputs.get("enabledClusterLogTypes")
    given: list[Any] = cast("list[Any]", types) if isinstance(types, list) else []
    unknown = [each for each in given if isinstance(each, str) and each not in _LOG_TYPES]
    allowed = ", ".join(_LOG_TYPES)
    return [
        ("enabledClusterLogTypes", f"{each!r} is not allowed. Use one of: {allowed}.") for each in unknown
    ]


def _label_changes(context: Context) -> dict[str, Any]:
    old: dict[str, str] = context.old.get("labels") or {}
    new: dict[str, str] = context.inputs.get("labels") or {}
    return {"addOrUpdateLabels": new, "removeLabels": sorted(old.keys() - new.keys())}


def _taint_changes(context: Context) -> dict[str, Any]:
    old: list[dict[str, Any]] = context.old.get("taints") or []
    new: list[dict[str, Any]] = context.inputs.get("taints") or []
    places = {(taint["key"], taint["effect"]) for taint in new}
    gone = [taint for taint in old if (taint["key"], taint["effect"]) not in places]
    return {"addOrUpdateTaints": new, "removeTaints": gone}


def _association_id(context: Context) -> str:
    """An import names the cluster too: ``cluster,a-12345678``."""
    return context.id.rsplit(",", 1)[-1]


def _imported_association(identity: str) -> Mapping[str, Any]:
    cluster, _, _ = identity.rpartition(",")
    return {"clusterName": cluster}


def _associated_policy(context: Context, response: Any) -> Any:
    policies: list[dict[str, Any]] = response.get("associatedAccessPolicies", [])
    return next((each for each in policies if each["policyArn"] == _part(2, "#")(context)), None)


_CLUSTER = Resource(
    token="aws:eks/cluster:Cluster",
    schema="AWS::EKS::Cluster",
    service="eks",
    enums={"version": tuple(VERSIONS)},
    id="out.cluster.name",
    create=(Call("CreateCluster", {"logging": _logging}),),
    read=(Call("DescribeCluster", {"name": "id"}, result="cluster"),),
    update=(
        Call(
            "UpdateClusterVersion",
            {"name": "id", "version": "in.version", "force": "in.forceUpdateVersion"},
            auto=False,
            on=("version",),
        ),
        _update_vpc_config(*_ENDPOINT),
        _update_vpc_config(*_PLACEMENT),
        Call(
            "UpdateClusterConfig",
            {"name": "id", "logging": _logging},
            auto=False,
            on=("enabledClusterLogTypes",),
        ),
        *(_set_cluster(prop) for prop in _SETTINGS),
        _set_cluster(  # Auto Mode's three switches go together
            "computeConfig",
            "storageConfig",
            "kubernetesNetworkConfig",
            kubernetesNetworkConfig="in.kubernetesNetworkConfig.elasticLoadBalancing && "
            "{elasticLoadBalancing: in.kubernetesNetworkConfig.elasticLoadBalancing}",
        ),
        Call(
            "AssociateEncryptionConfig",
            {"clusterName": "id", "encryptionConfig": "in.encryptionConfig"},
            auto=False,
            on=("encryptionConfig",),
        ),
    ),
    delete=(Call("DeleteCluster", {"name": "id"}),),
    names={"vpcConfig": "resourcesVpcConfig"},
    outputs={
        "enabledClusterLogTypes": "live.logging.clusterLogging[?enabled].types[]",
        "identities": "[{oidcs: [{issuer: live.identity.oidc.issuer}]}]",
        "clusterId": "live.id",
    },
    kept=frozenset({"forceUpdateVersion", "defaultAddonsToRemoves"}),
    unread=frozenset({"bootstrapSelfManagedAddons"}),
    updates=frozenset({"encryptionConfig"}),
    replaces_when=_replaced_encryption,
    autoname=("name", 100),
    tagging=_TAGGING,
    check=_check_cluster,
)

_NODE_GROUP_KEY: dict[str, Value] = {"clusterName": _part(0), "nodegroupName": _part(1)}

_NODE_GROUP = Resource(
    token="aws:eks/nodeGroup:NodeGroup",
    schema="AWS::EKS::Nodegroup",
    service="eks",
    id="join(':', [out.nodegroup.clusterName, out.nodegroup.nodegroupName])",
    create=(
        Call(
            "CreateNodegroup",
            {
                "remoteAccess": "in.remoteAccess && {ec2SshKey: in.remoteAccess.ec2SshKey, "
                "sourceSecurityGroups: in.remoteAccess.sourceSecurityGroupIds}"
            },
        ),
    ),
    read=(Call("DescribeNodegroup", _NODE_GROUP_KEY, result="nodegroup"),),
    update=(
        Call("UpdateNodegroupVersion", {**_NODE_GROUP_KEY, "force": "in.forceUpdateVersion"}),
        Call(
            "UpdateNodegroupConfig",
            {**_NODE_GROUP_KEY, "labels": _label_changes, "taints": _taint_changes},
        ),
    ),
    delete=(Call("DeleteNodegroup", _NODE_GROUP_KEY),),
    names={"nodeRoleArn": "nodeRole", "subnetIds": "subnets"},
    outputs={
        "arn": "live.nodegroupArn",
        "remoteAccess": "live.remoteAccess && {ec2SshKey: live.remoteAccess.ec2SshKey, "
        "sourceSecurityGroupIds: live.remoteAccess.sourceSecurityGroups}",
        "resources": "[{autoscalingGroups: live.resources.autoScalingGroups, "
        "remoteAccessSecurityGroupId: live.resources.remoteAccessSecurityGroup}]",
    },
    kept=frozenset({"forceUpdateVersion"}),
    unread=frozenset({"nodeGroupNamePrefix"}),
    replaces=frozenset({"launchTemplate.id", "launchTemplate.name"}),
    autoname=("nodeGroupName", 63),
    tagging=_tagged("nodegroupArn"),
)

_ADDON_KEY: dict[str, Value] = {"clusterName": _part(0), "addonName": _part(1)}

_ADDON = Resource(
    token="aws:eks/addon:Addon",
    schema="AWS::EKS::Addon",
    service="eks",
    id="join(':', [out.addon.clusterName, out.addon.addonName])",
    create=(Call("CreateAddon", {"resolveConflicts": "in.resolveConflictsOnCreate"}),),
    read=(
        Call("DescribeAddon", _ADDON_KEY, result="addon"),
        Call(
            "DescribePodIdentityAssociation",
            {"clusterName": _part(0), "associationId": lambda context: context.item.rsplit("/", 1)[-1]},
            each="live.podIdentityAssociations",
            result="{podIdentityAssociations: [].association}",
        ),
    ),
    update=(
        Call(
            "UpdateAddon",
            {
                **_ADDON_KEY,
                "resolveConflicts": "in.resolveConflictsOnUpdate",
                "podIdentityAssociations": "contains(changed, 'podIdentityAssociations') && "
                "(in.podIdentityAssociations || `[]`) || null",
            },
        ),
    ),
    delete=(Call("DeleteAddon", {**_ADDON_KEY, "preserve": "in.preserve"}),),
    outputs={"arn": "live.addonArn"},
    kept=frozenset({"resolveConflictsOnCreate", "resolveConflictsOnUpdate", "preserve"}),
    json=frozenset({"configurationValues"}),
    tagging=_tagged("addonArn"),
)

_ENTRY_KEY: dict[str, Value] = {"clusterName": _part(0), "principalArn": _part(1)}
_POLICY_KEY: dict[str, Value] = {"clusterName": _part(0, "#"), "principalArn": _part(1, "#")}

_ACCESS = (
    Resource(
        token="aws:eks/accessEntry:AccessEntry",
        schema="AWS::EKS::AccessEntry",
        service="eks",
        id="join(':', [out.accessEntry.clusterName, out.accessEntry.principalArn])",
        create=(Call("CreateAccessEntry"),),
        read=(Call("DescribeAccessEntry", _ENTRY_KEY, result="accessEntry"),),
        update=(Call("UpdateAccessEntry", _ENTRY_KEY),),
        delete=(Call("DeleteAccessEntry", _ENTRY_KEY),),
        tagging=_tagged("accessEntryArn"),
    ),
    Resource(
        token="aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        service="eks",
        id="join('#', [in.clusterName, in.principalArn, in.policyArn])",
        create=(Call("AssociateAccessPolicy"),),
        read=(Call("ListAssociatedAccessPolicies", _POLICY_KEY, result=_associated_policy),),
        delete=(Call("DisassociateAccessPolicy", {**_POLICY_KEY, "policyArn": _part(2, "#")}),),
        outputs={"clusterName": _part(0, "#"), "principalArn": _part(1, "#")},
        delete_before_replace=True,
    ),
    Resource(
        token="aws:eks/podIdentityAssociation:PodIdentityAssociation",
        schema="AWS::EKS::PodIdentityAssociation",
        service="eks",
        id="out.association.associationId",
        live_id="live.associationId",
        create=(Call("CreatePodIdentityAssociation"),),
        read=(
            Call(
                "DescribePodIdentityAssociation",
                {"clusterName": "in.clusterName", "associationId": _association_id},
                result="association",
            ),
        ),
        update=(
            Call("UpdatePodIdentityAssociation", {"clusterName": "in.clusterName", "associationId": "id"}),
        ),
        delete=(
            Call("DeletePodIdentityAssociation", {"clusterName": "in.clusterName", "associationId": "id"}),
        ),
        import_id=_imported_association,
        tagging=_tagged("associationArn"),
    ),
)

_PROFILE_KEY: dict[str, Value] = {"clusterName": _part(0), "fargateProfileName": _part(1)}

ROWS: tuple[Resource, ...] = (
    _CLUSTER,
    _NODE_GROUP,
    _ADDON,
    *_ACCESS,
    Resource(
        token="aws:eks/fargateProfile:FargateProfile",
        schema="AWS::EKS::FargateProfile",
        service="eks",
        id="join(':', [out.fargateProfile.clusterName, out.fargateProfile.fargateProfileName])",
        create=(Call("CreateFargateProfile"),),
        read=(Call("DescribeFargateProfile", _PROFILE_KEY, result="fargateProfile"),),
        delete=(Call("DeleteFargateProfile", _PROFILE_KEY),),
        names={"subnetIds": "subnets"},
        outputs={"arn": "live.fargateProfileArn"},
        autoname=("fargateProfileName", 63),
        tagging=_tagged("fargateProfileArn"),
    ),
)
