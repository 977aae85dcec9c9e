"""AWS Lambda: logging configuration, which moto drops."""

from __future__ import annotations

from typing import Any

from ..messages import Document
from . import Call, Gaps, store
from .references import lambda_function

GAPS = Gaps("lambda")


def _function(call: Call) -> Any:
    return lambda_function(call, call.params["FunctionName"])


def _complete(call: Call, configuration: Document) -> None:
    group = f"/aws/lambda/{configuration['FunctionName']}"
    kept = store(_function(call), "settings").get("logging", {})
    configuration["LoggingConfig"] = {"LogFormat": "Text", "LogGroup": group, **kept}


@GAPS.amends("CreateFunction", "UpdateFunctionConfiguration")
def keep_logging(call: Call, result: Document) -> None:
    if "LoggingConfig" in call.params:
        store(_function(call), "settings")["logging"] = call.params["LoggingConfig"]
    _complete(call, result)


@GAPS.amends("GetFunctionConfiguration")
def show_logging(call: Call, result: Document) -> None:
    _complete(call, result)


@GAPS.amends("GetFunction")
def show_function_logging(call: Call, result: Document) -> None:
    _complete(call, result["Configuration"])
