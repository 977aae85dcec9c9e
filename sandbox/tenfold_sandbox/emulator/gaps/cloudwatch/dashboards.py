"""Dashboards: moto takes any JSON; AWS checks its widgets."""

from __future__ import annotations

import json
from typing import Any, NoReturn, cast

from ...messages import Document
from .. import Call, refuse
from .base import GAPS

# CloudWatch API Reference, Dashboard Body Structure and Syntax.
_TYPES = ("metric", "text", "log", "alarm", "explorer", "chart", "custom")
_MOST_WIDGETS = 500
_RANGES = {"x": (0, 23), "y": (0, None), "width": (1, 24), "height": (1, 1000)}


@GAPS.checks("PutDashboard")
def check_dashboard(call: Call) -> None:
    try:
        body: Any = json.loads(call.params["DashboardBody"])
    except ValueError as error:
        _refuse(f"it is no JSON: {error}")
    widgets: Any = cast("Document", body).get("widgets") if isinstance(body, dict) else None
    if not isinstance(widgets, list):
        _refuse("it must have a list of widgets")
    found = cast("list[Any]", widgets)
    if len(found) > _MOST_WIDGETS:
        _refuse(f"it has {len(found)} widgets, and {_MOST_WIDGETS} are the most")
    for position, widget in enumerate(found):
        if not isinstance(widget, dict):
            _refuse(f"/widgets/{position} must be an object")
        _check_widget(f"/widgets/{position}", cast("Document", widget))


def _check_widget(path: str, widget: Document) -> None:
    if widget.get("type") not in _TYPES:
        _refuse(f"{path} has the type {widget.get('type')!r}; allowed: {', '.join(_TYPES)}")
    if not isinstance(widget.get("properties"), dict):
        _refuse(f"{path} must have properties")
    for name, (least, most) in _RANGES.items():
        value = widget.get(name)
        if value is None:
            continue
        if not isinstance(value, int) or value < least or (most is not None and value > most):
            limit = f"{least} or more" if most is None else f"{least} to {most}"
            _refuse(f"{path} has the {name} {value}; allowed: {limit}")


def _refuse(problem: str) -> NoReturn:
    refuse("InvalidParameterInput", f"The dashboard body is invalid: {problem}")
