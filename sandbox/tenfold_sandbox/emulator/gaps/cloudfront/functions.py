"""CloudFront functions, in development until they are published, and the key-value stores they read."""

from __future__ import annotations

import uuid

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, arn, items, match, new_id, now, page, table, tag

_RUNTIMES = ("cloudfront-js-1.0", "cloudfront-js-2.0")


def _function(call: Call) -> Document:
    thing = table(call, "Function").get(call.params["Name"])
    return thing or refuse(
        "NoSuchFunctionExists", f"The specified function does not exist: {call.params['Name']}"
    )


def _stage(call: Call) -> Document:
    """The function as it is in the stage that is asked for."""
    thing, stage = _function(call), call.params.get("Stage", "DEVELOPMENT")
    missing = f"The function {thing['Name']} has no {stage} stage"
    return thing.get(stage) or refuse("NoSuchFunctionExists", missing)


def check_live(call: Call, function: str) -> None:
    """Refuse a function that is not published."""
    if not any(each["arn"] == function and "LIVE" in each for each in table(call, "Function").values()):
        refuse("InvalidFunctionAssociation", f"The function does not exist or is not published: {function}")


def _summary(thing: Document, stage: Document) -> Document:
    return {
        "Name": thing["Name"],
        "Status": "UNASSOCIATED",
        "FunctionConfig": stage["config"],
        "FunctionMetadata": {
            "FunctionARN": thing["arn"],
            "Stage": stage["stage"],
            "CreatedTime": thing["created"],
            "LastModifiedTime": stage["time"],
        },
    }


def _written(call: Call) -> Document:
    config: Document = call.params["FunctionConfig"]
    if config["Runtime"] not in _RUNTIMES:
        refuse("InvalidArgument", f"The runtime {config['Runtime']} is not one of {', '.join(_RUNTIMES)}")
    known = {each["ARN"] for each in table(call, "KeyValueStore").values()}
    for association in items(config.get("KeyValueStoreAssociations")):
        if association["KeyValueStoreARN"] not in known:
            refuse(
                "InvalidArgument", f"The key-value store does not exist: {association['KeyValueStoreARN']}"
            )
    code = call.params["FunctionCode"]
    return {"stage": "DEVELOPMENT", "config": config, "code": code, "time": now(), "etag": new_id()}


@GAPS.replaces("CreateFunction")
def create_function(call: Call) -> Document:
    name: str = call.params["Name"]
    if name in table(call, "Function"):
        refuse("FunctionAlreadyExists", f"A function with the name {name} exists already")
    thing: Document = {"Name": name, "arn": arn(call, f"function/{name}"), "created": now()}
    thing["DEVELOPMENT"] = _written(call)
    table(call, "Function")[name] = thing
    tag(call, thing["arn"], call.params.get("Tags"))
    return {"FunctionSummary": _summary(thing, thing["DEVELOPMENT"]), "ETag": thing["DEVELOPMENT"]["etag"]}


@GAPS.replaces("DescribeFunction")
def describe_function(call: Call) -> Document:
    stage = _stage(call)
    return {"FunctionSummary": _summary(_function(call), stage), "ETag": stage["etag"]}


@GAPS.replaces("GetFunction")
def get_function(call: Call) -> Document:
    stage = _stage(call)
    return {"FunctionCode": stage["code"], "ETag": stage["etag"], "ContentType": "application/octet-stream"}


@GAPS.replaces("UpdateFunction")
def update_function(call: Call) -> Document:
    thing = _function(call)
    match(call, thing["DEVELOPMENT"])
    thing["DEVELOPMENT"] = _written(call)
    return {"FunctionSummary": _summary(thing, thing["DEVELOPMENT"]), "ETag": thing["DEVELOPMENT"]["etag"]}


@GAPS.replaces("PublishFunction")
def publish_function(call: Call) -> Document:
    thing = _function(call)
    match(call, thing["DEVELOPMENT"])
    thing["LIVE"] = {**thing["DEVELOPMENT"], "stage": "LIVE", "etag": new_id()}
    return {"FunctionSummary": _summary(thing, thing["LIVE"])}


@GAPS.replaces("DeleteFunction")
def delete_function(call: Call) -> Document:
    thing = _function(call)
    match(call, thing["DEVELOPMENT"])
    for distribution in table(call, "Distribution").values():
        if thing["arn"] in str(distribution["config"]):
            refuse(
                "FunctionInUse", f"The function {thing['Name']} is used by distribution {distribution['id']}"
            )
    del table(call, "Function")[thing["Name"]]
    return {}


@GAPS.replaces("ListFunctions")
def list_functions(call: Call) -> Document:
    stage: str = call.params.get("Stage", "DEVELOPMENT")
    found = [_summary(each, each[stage]) for each in table(call, "Function").values() if stage in each]
    return {"FunctionList": page(found)}


def _key_value_store(call: Call) -> Document:
    thing = table(call, "KeyValueStore").get(call.params["Name"])
    return thing or refuse("EntityNotFound", f"The key-value store does not exist: {call.params['Name']}")


def _answer(thing: Document) -> Document:
    shown = {name: value for name, value in thing.items() if name != "etag"}
    return {"KeyValueStore": shown, "ETag": thing["etag"]}


@GAPS.replaces("CreateKeyValueStore")
def create_key_value_store(call: Call) -> Document:
    name, identity = call.params["Name"], str(uuid.uuid4())
    if name in table(call, "KeyValueStore"):
        refuse("EntityAlreadyExists", f"A key-value store with the name {name} exists already")
    thing: Document = {
        "Name": name,
        "Id": identity,
        "Comment": call.params.get("Comment", ""),
        "ARN": arn(call, f"key-value-store/{identity}"),
        "Status": "READY",
        "LastModifiedTime": now(),
        "etag": new_id(),
    }
    table(call, "KeyValueStore")[name] = thing
    tag(call, thing["ARN"], call.params.get("Tags"))
    return _answer(thing)


@GAPS.replaces("DescribeKeyValueStore")
def describe_key_value_store(call: Call) -> Document:
    return _answer(_key_value_store(call))


@GAPS.replaces("UpdateKeyValueStore")
def update_key_value_store(call: Call) -> Document:
    thing = _key_value_store(call)
    match(call, thing)
    thing.update(Comment=call.params["Comment"], LastModifiedTime=now(), etag=new_id())
    return _answer(thing)


@GAPS.replaces("DeleteKeyValueStore")
def delete_key_value_store(call: Call) -> Document:
    thing = _key_value_store(call)
    match(call, thing)
    if any(thing["ARN"] in str(each) for each in table(call, "Function").values()):
        refuse("CannotDeleteEntityWhileInUse", f"A function uses the key-value store {thing['Name']}")
    del table(call, "KeyValueStore")[thing["Name"]]
    return {}


@GAPS.replaces("ListKeyValueStores")
def list_key_value_stores(call: Call) -> Document:
    found = [_answer(each)["KeyValueStore"] for each in table(call, "KeyValueStore").values()]
    return {"KeyValueStoreList": page(found)}
