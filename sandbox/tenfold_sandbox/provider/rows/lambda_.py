"""Lambda. The code is packed and kept; nothing runs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tenfold_sandbox.provider.assets import archive_zip
from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

_FUNCTION = {"FunctionName": "id"}
_CODE_INPUTS = (
    "architectures",
    "code",
    "imageUri",
    "s3Bucket",
    "s3Key",
    "s3ObjectVersion",
    "sourceCodeHash",
)


def _zip(context: Context) -> bytes | None:
    archive: Mapping[str, Any] | None = context.inputs.get("code")
    return archive_zip(archive) if archive else None


_CODE = {
    "ZipFile": _zip,
    "S3Bucket": "in.s3Bucket",
    "S3Key": "in.s3Key",
    "S3ObjectVersion": "in.s3ObjectVersion",
    "ImageUri": "in.imageUri",
}


def _code(context: Context) -> dict[str, Any]:
    return {name: context.eval(value) for name, value in _CODE.items()}


_SHAPED = {
    "FileSystemConfigs": "in.fileSystemConfig && [in.fileSystemConfig]",
    "ImageConfig": "in.imageConfig && {Command: in.imageConfig.commands, "
    "EntryPoint: in.imageConfig.entryPoints, WorkingDirectory: in.imageConfig.workingDirectory}",
}

_RESERVE = Call(
    "PutFunctionConcurrency",
    {**_FUNCTION, "ReservedConcurrentExecutions": "in.reservedConcurrentExecutions"},
    auto=False,
    on=("reservedConcurrentExecutions",),
    when="in.reservedConcurrentExecutions && in.reservedConcurrentExecutions >= `0`",
)
_INVOKE_ARN = (
    "join('', ['arn:', partition, ':apigateway:', region, ':lambda:path/2015-03-31/functions/', {0}, "
    "'/invocations'])"
)
_STREAMING_ARN = (
    "join('', ['arn:', partition, ':apigateway:', region, ':lambda:path/2021-11-15/functions/', {0}, "
    "'/response-streaming-invocations'])"
)


def _qualified(context: Context) -> str:
    return f"{context.live['FunctionArn']}:{_version(context)}"


def _version(context: Context) -> str:
    """The newest published version; that of a function without one is ``$LATEST``."""
    published: list[str] = context.live.get("Versions") or []
    numbers = [int(each) for each in published if each.isdigit()]
    return str(max(numbers)) if numbers and context.inputs.get("publish") else "$LATEST"


def _qualified_invoke(context: Context) -> Any:
    return context.eval(_INVOKE_ARN.format(f"'{_qualified(context)}'"))


_FUNCTION_ROW = Resource(
    token="aws:lambda/function:Function",
    schema="AWS::Lambda::Function",
    service="lambda",
    id="out.FunctionName",
    create=(Call("CreateFunction", {"Code": _code, **_SHAPED}), _RESERVE),
    read=(
        Call("GetFunction", _FUNCTION, result="Configuration"),
        Call(
            "GetFunctionConcurrency",
            _FUNCTION,
            when="in.reservedConcurrentExecutions || !(in.role)",
            result="@",
        ),
        Call(
            "ListVersionsByFunction",
            _FUNCTION,
            when="in.publish",
            result="{Versions: Versions[].Version}",
        ),
    ),
    update=(
        Call("UpdateFunctionConfiguration", {**_FUNCTION, **_SHAPED}),
        Call("UpdateFunctionCode", {**_FUNCTION, **_CODE, "Publish": "in.publish"}, on=_CODE_INPUTS),
        Call("PublishVersion", _FUNCTION, auto=False, on=("publish",), when="in.publish"),
        _RESERVE,
        Call(
            "DeleteFunctionConcurrency",
            _FUNCTION,
            auto=False,
            on=("reservedConcurrentExecutions",),
            when="!(in.reservedConcurrentExecutions) || in.reservedConcurrentExecutions < `0`",
        ),
    ),
    delete=(Call("DeleteFunction", _FUNCTION, when="!(in.skipDestroy)"),),
    names={"name": "FunctionName", "kmsKeyArn": "KMSKeyArn", "sourceCodeSize": "CodeSize"},
    schema_names={"code": "-", "fileSystemConfig": "-", "imageConfig": "-", "layers": "-"},
    outputs={
        "arn": "live.FunctionArn",
        "codeSha256": "live.CodeSha256",
        "fileSystemConfig": "live.FileSystemConfigs[0]",
        "imageConfig": "live.ImageConfigResponse.ImageConfig && {"
        "commands: live.ImageConfigResponse.ImageConfig.Command, "
        "entryPoints: live.ImageConfigResponse.ImageConfig.EntryPoint, "
        "workingDirectory: live.ImageConfigResponse.ImageConfig.WorkingDirectory}",
        "invokeArn": _INVOKE_ARN.format("live.FunctionArn"),
        "layers": "live.Layers[].Arn",
        "qualifiedArn": _qualified,
        "qualifiedInvokeArn": _qualified_invoke,
        "responseStreamingInvokeArn": _STREAMING_ARN.format("live.FunctionArn"),
        "version": _version,
    },
    defaults={"memorySize": 128, "timeout": 3, "packageType": "Zip", "publish": False, "description": ""},
    kept=frozenset(
        {
            "replaceSecurityGroupsOnDestroy",
            "replacementSecurityGroupIds",
            "skipDestroy",
            "useResourceTimeoutForPropagation",
        }
    ),
    unread=frozenset(
        {"code", "imageUri", "publish", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash"}
    ),
    volatile=frozenset({"lastModified", "qualifiedArn", "qualifiedInvokeArn", "version", "sourceCodeSize"}),
    autoname=("name", 64),
    tagging=Tagging(
        "TagResource",
        "UntagResource",
        "Resource",
        "live.FunctionArn",
        listing="ListTags",
        as_map=True,
    ),
)


# -- permissions: statements of a function's policy --


def _import_permission(identity: str) -> Mapping[str, Any]:
    function, _, statement = identity.rpartition("/")
    name, _, qualifier = function.partition(":")
    return {"function": name, "statementId": statement, **({"qualifier": qualifier} if qualifier else {})}


def _statement(context: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    statements: list[dict[str, Any]] = json.loads(response.get("Policy") or "{}").get("Statement", [])
    sid = context.inputs["statementId"]
    found = next((each for each in statements if each["Sid"] == sid), None)
    return found and _flat(found)


def _flat(statement: dict[str, Any]) -> dict[str, Any]:
    principal: Any = statement["Principal"]
    if isinstance(principal, Mapping):
        named: list[str] = list(principal.values())  # pyright: ignore[reportUnknownArgumentType]  # it is JSON
        principal = named[0]
    tests: Mapping[str, Mapping[str, Any]] = statement.get("Condition") or {}
    conditions = {key.lower(): value for each in tests.values() for key, value in each.items()}
    return {
        "statementId": statement["Sid"],
        "action": statement["Action"],
        "principal": principal.removeprefix("arn:aws:iam::").removesuffix(":root"),
        "sourceArn": conditions.get("aws:sourcearn"),
        "sourceAccount": conditions.get("aws:sourceaccount"),
        "principalOrgId": conditions.get("aws:principalorgid"),
        "functionUrlAuthType": conditions.get("lambda:functionurlauthtype"),
        "eventSourceToken": conditions.get("lambda:eventsourcetoken"),
    }


_ON_FUNCTION = {"FunctionName": "in.function", "Qualifier": "in.qualifier"}

_PERMISSION = Resource(
    token="aws:lambda/permission:Permission",
    schema="AWS::Lambda::Permission",
    service="lambda",
    id="in.statementId",
    live_id="in.statementId",
    create=(Call("AddPermission", {"FunctionName": "in.function"}),),
    read=(Call("GetPolicy", _ON_FUNCTION, result=_statement),),
    delete=(Call("RemovePermission", {**_ON_FUNCTION, "StatementId": "in.statementId"}),),
    names={"function": "FunctionName"},
    outputs={"function": "in.function", "qualifier": "in.qualifier"},
    # What the emulator's policy may leave out can't have drifted, since a permission never changes.
    unread=frozenset({"invokedViaFunctionUrl", "functionUrlAuthType", "principalOrgId", "eventSourceToken"}),
    replaces=frozenset({"qualifier", "statementId", "statementIdPrefix"}),
    autoname=("statementId", 100),
    import_id=_import_permission,
)


def _pair(first: str, second: str) -> Callable[[str], Mapping[str, Any]]:
    def import_id(identity: str) -> Mapping[str, Any]:
        one, _, two = identity.partition("/")
        return {first: one, **({second: two} if two else {})}

    return import_id


_ALIAS_KEYS = {"FunctionName": "in.functionName", "Name": "in.name"}

_ALIAS = Resource(
    token="aws:lambda/alias:Alias",
    schema="AWS::Lambda::Alias",
    service="lambda",
    id="out.AliasArn",
    live_id="live.AliasArn",
    create=(Call("CreateAlias"),),
    read=(Call("GetAlias", _ALIAS_KEYS),),
    update=(Call("UpdateAlias", _ALIAS_KEYS),),
    delete=(Call("DeleteAlias", _ALIAS_KEYS),),
    outputs={
        "arn": "live.AliasArn",
        "functionName": "in.functionName",
        "invokeArn": _INVOKE_ARN.format("live.AliasArn"),
    },
    defaults={"description": ""},
    autoname=("name", 128),
    import_id=_pair("functionName", "name"),
)

_URL_KEYS = {"FunctionName": "in.functionName", "Qualifier": "in.qualifier"}


def _url_id(context: Context) -> str:
    return context.live["FunctionUrl"].removeprefix("https://").partition(".")[0]


_URL = Resource(
    token="aws:lambda/functionUrl:FunctionUrl",
    schema="AWS::Lambda::Url",
    service="lambda",
    id="in.qualifier && join('/', [in.functionName, in.qualifier]) || in.functionName",
    create=(Call("CreateFunctionUrlConfig"),),
    read=(Call("GetFunctionUrlConfig", _URL_KEYS),),
    update=(Call("UpdateFunctionUrlConfig", _URL_KEYS),),
    delete=(Call("DeleteFunctionUrlConfig", _URL_KEYS),),
    names={"authorizationType": "AuthType"},
    outputs={"functionName": "in.functionName", "qualifier": "in.qualifier", "urlId": _url_id},
    defaults={"invokeMode": "BUFFERED"},
    replaces=frozenset({"functionName", "qualifier"}),
    import_id=_pair("functionName", "qualifier"),
)


def _function_name(context: Context) -> str:
    """Programs name the function by its name or by its ARN; AWS shows the ARN."""
    live: str = context.live["FunctionArn"]
    wanted: str = context.inputs.get("functionName") or live
    return wanted if live.endswith(f":{wanted}") else live


_MAPPING = Resource(
    token="aws:lambda/eventSourceMapping:EventSourceMapping",
    schema="AWS::Lambda::EventSourceMapping",
    service="lambda",
    id="out.UUID",
    create=(Call("CreateEventSourceMapping"),),
    read=(Call("GetEventSourceMapping", {"UUID": "id"}, result="State != 'Deleting' && @"),),
    update=(Call("UpdateEventSourceMapping", {"UUID": "id"}),),
    delete=(Call("DeleteEventSourceMapping", {"UUID": "id"}),),
    names={"arn": "EventSourceMappingArn"},
    outputs={
        "enabled": "live.State != 'Disabled' && live.State != 'Disabling'",
        "functionName": _function_name,
        "uuid": "id",
    },
    defaults={"enabled": True},
    kept=frozenset({"useResourceTimeoutForPropagation"}),
    tagging=Tagging(
        "TagResource",
        "UntagResource",
        "Resource",
        "live.EventSourceMappingArn || join('', ['arn:', partition, ':lambda:', region, ':', account, "
        "':event-source-mapping:', id])",
        listing="ListTags",
        as_map=True,
    ),
)


def _layer_name(context: Context) -> str:
    return context.id.split(":")[6]


def _layer_version(context: Context) -> int:
    return int(context.id.rsplit(":", 1)[-1])


_LAYER_KEYS = {"LayerName": _layer_name, "VersionNumber": _layer_version}


_LAYER = Resource(
    token="aws:lambda/layerVersion:LayerVersion",
    schema="AWS::Lambda::LayerVersion",
    service="lambda",
    id="out.LayerVersionArn",
    create=(Call("PublishLayerVersion", {"Content": _code}),),
    read=(Call("GetLayerVersion", _LAYER_KEYS),),
    delete=(Call("DeleteLayerVersion", _LAYER_KEYS, when="!(in.skipDestroy)"),),
    schema_names={"code": "-"},
    outputs={
        "arn": "id",
        "codeSha256": "live.Content.CodeSha256",
        "layerName": _layer_name,
        "layerArn": lambda c: c.id.rsplit(":", 1)[0],
        "sourceCodeSize": "live.Content.CodeSize",
    },
    kept=frozenset({"skipDestroy"}),
    unread=frozenset({"code", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash"}),
)

ROWS: tuple[Resource, ...] = (_FUNCTION_ROW, _PERMISSION, _ALIAS, _URL, _MAPPING, _LAYER)
