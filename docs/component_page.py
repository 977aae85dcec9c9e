"""A component's page, from its class and args: what it creates; each field's type, default and why."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from enum import Enum

from pydantic.fields import FieldInfo

from tenfold.args import Args
from tenfold.component import Component
from tenfold.host.package import args_class, components
from tenfold.host.shapes import field_docs, member_docs, outputs_of

INTRODUCTION = "Made by `make docs` from the code's docstrings."


def pages() -> dict[str, str]:
    """The pages by file name: one for each component, and their list."""
    made = {_file_name(each): component_page(each) for each in components().values()}
    lines = [
        f"- [`{each.__name__}`]({_file_name(each)}): {_first_sentence(each)}"
        for each in components().values()
    ]
    return {"README.md": "\n".join(["# Components", "", INTRODUCTION, "", *sorted(lines), ""]), **made}


def component_page(component: type[Component]) -> str:
    """One component's page."""
    args = args_class(component)
    parts = [f"# `{component.__name__}`", INTRODUCTION, _text(inspect.cleandoc(component.__doc__ or ""))]
    home = component.__module__.rpartition(".")[0]
    parts.append(f"```python\nfrom {home} import {component.__name__}, {args.__name__}\n```")
    parts += _args(args, f"## Arguments: `{args.__name__}`")
    for cls in _named_in(args):
        title = f"### `{cls.__name__}`"
        parts += _members(cls, title) if issubclass(cls, Enum) else _args(cls, title)
    parts += ["## Outputs", _outputs(component)]
    return "\n\n".join(parts) + "\n"


def _file_name(component: type[Component]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", component.__name__).lower() + ".md"


def _first_sentence(cls: type) -> str:
    text = " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())
    return _text(text)


def _text(text: str) -> str:
    """Markdown of a docstring: literals in one tick, indented blocks kept as they are."""
    return text.replace("``", "`").replace("::\n", ":\n")


def _cell(text: str) -> str:
    return " ".join(_text(text).split()).replace("|", "\\|")


def _args(cls: type[Args], title: str) -> list[str]:
    rows = ["| field | type | default | what and why |", "|---|---|---|---|"]
    docs = field_docs(cls)
    for name, field in cls.model_fields.items():
        kind, limits = _kind(_annotation(cls, name)), _limits(field)
        shown = ", ".join(filter(None, (f"`{kind}`", limits))).replace("|", "\\|")
        rows.append(f"| `{name}` | {shown} | {_default(field)} | {_cell(docs.get(name, ''))} |")
    return [title, _text(inspect.cleandoc(cls.__doc__ or "")), "\n".join(rows)]


def _members(cls: type[Enum], title: str) -> list[str]:
    docs = member_docs(cls)
    rows = [
        f"- `{each.value}`" + (f": {_cell(docs[each.name])}" if each.name in docs else "") for each in cls
    ]
    return [title, _text(inspect.cleandoc(cls.__doc__ or "")), "\n".join(rows)]


def _outputs(component: type[Component]) -> str:
    rows = ["| output | what |", "|---|---|"]
    return "\n".join(
        [
            *rows,
            *(f"| `{each.name}` | {_cell(each.description)} |" for each in outputs_of(component).values()),
        ]
    )


def _annotation(cls: type, name: str) -> str:
    """The annotation as it is written: the classes' modules have them as text."""
    return next(own[name] for base in cls.__mro__ if name in (own := inspect.get_annotations(base)))


def _kind(annotation: str) -> str:
    """The type as its reader thinks of it: without what ``Annotated[T, …]`` says besides."""

    class Plain(ast.NodeTransformer):
        def visit_Subscript(self, node: ast.Subscript) -> ast.AST:  # ast's name
            self.generic_visit(node)
            if ast.unparse(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
                return node.slice.elts[0]
            return node

    return ast.unparse(Plain().visit(ast.parse(annotation, mode="eval")))


_WORDS = {
    "ge": "at least {}",
    "gt": "more than {}",
    "le": "at most {}",
    "lt": "less than {}",
    "multiple_of": "in steps of {}",
    "min_length": "length at least {}",
    "max_length": "length at most {}",
    "pattern": "matching `{}`",
}
_RANGES = {("ge", "le"): "{} to {}", ("min_length", "max_length"): "length {} to {}"}


def _limits(field: FieldInfo) -> str:
    """What a value is held to, in words."""
    held = [(key, getattr(each, key, None)) for key in _WORDS for each in field.metadata]
    given = {key: value for key, value in held if value is not None}
    ranges = [
        words.format(given.pop(least), given.pop(most))
        for (least, most), words in _RANGES.items()
        if {least, most} <= given.keys()
    ]
    return ", ".join([*ranges, *(_WORDS[key].format(value) for key, value in given.items())])


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Args):
        return f"`{type(value).__name__}()`"
    if isinstance(value, Enum):
        return f"`{value.value}`"
    if isinstance(value, dict):
        return ", ".join(f"`{key}`" for key in value) or "none"
    if isinstance(value, tuple | list):
        return ", ".join(f"`{getattr(each, 'value', each)}`" for each in value) or "none"
    return f"`{value}`"


def _named_in(args: type[Args]) -> Iterator[type[Args] | type[Enum]]:
    """The args classes and enumerations that a class's fields name, and theirs, each once, in order."""
    seen: dict[type[Args] | type[Enum], None] = {}
    waiting: list[type] = [args]
    while waiting:
        cls = waiting.pop(0)
        bases = cls.__mro__ if issubclass(cls, Args) else ()
        for base in bases:
            for annotation in inspect.get_annotations(base).values():
                new = [
                    each for each in _classes(base, str(annotation)) if each not in seen and each is not args
                ]
                seen |= dict.fromkeys(new)
                waiting += new
    yield from seen


def _classes(where: type, annotation: str) -> Iterator[type[Args] | type[Enum]]:
    for word in re.findall(r"\w+", annotation):
        found = vars(sys.modules[where.__module__]).get(word)
        if isinstance(found, type) and issubclass(found, Args | Enum):
            yield found
