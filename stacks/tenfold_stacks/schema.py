"""The JSON schema of a stack's configuration file, by which editors complete and check it.

``python -m tenfold_stacks.schema > docs/stack-settings.schema.json`` renews it; a test compares the two.
"""

from __future__ import annotations

import json
from typing import Any

from tenfold_stacks.settings import NAMESPACE, StackSettings


def file_schema() -> dict[str, Any]:
    """The JSON schema of a stack's configuration file."""
    settings = StackSettings.model_json_schema(by_alias=True)
    definitions = {name: _optional(each) for name, each in settings.pop("$defs").items()}
    properties: dict[str, Any] = settings["properties"]
    region = properties.pop("region")
    keys = {f"{NAMESPACE}:{name}": each for name, each in properties.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Tenfold stack's configuration",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": {"aws:region": region, **keys},
                "required": ["aws:region", f"{NAMESPACE}:environment", f"{NAMESPACE}:stage"],
                "patternProperties": {f"^(?!{NAMESPACE}:)": True},
                "additionalProperties": False,
            }
        },
        "$defs": definitions,
    }


def _optional(definition: dict[str, Any]) -> dict[str, Any]:
    """A file need not say what the environment's sizes say."""
    return {key: value for key, value in definition.items() if key != "required"}


if __name__ == "__main__":
    print(json.dumps(file_schema(), indent=2))
