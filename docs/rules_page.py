"""The page of the policy packs' rules, read off the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined, to_jsonable_python

from tenfold_policies.levels import Environment, Level, Levels
from tenfold_policies.packs import chosen
from tenfold_policies.rule import Domain, Rule

_INTRO = """\
# Rules of the policy packs

Made by `make docs` from the rules. Use a pack in any Pulumi project on AWS:

```sh
pulumi preview --policy-pack "$(tenfold policies path cost)" --policy-pack-config cost.json
```

The stack's environment decides the levels: its tag or configuration value `environment`, else its name, else
prod. A level is off (-), advisory (a) or mandatory (m), in dev/staging/prod; where a rule can mend what it
finds, `remediate` (r) can be chosen as well. A configuration overrides levels and parameters by rule:

```json
{
  "tenfold": {"environment": "staging"},
  "stack-monthly-limit": {"enforcementLevel": "mandatory", "usd": 3000},
  "gp2-to-gp3": "remediate"
}
```

`tenfold policies check-config cost cost.json` tells what is wrong in it, as the pack itself does.
What a preview can't know yet is no fault: the rule says once that it can't tell until after the update.
"""


def rules_page() -> str:
    """All packs: a table of each pack's rules, then each rule."""
    return "\n".join([_INTRO, *(line for domain in Domain for line in _pack(domain))])


def _pack(domain: Domain) -> Iterator[str]:
    pack = chosen(domain)
    yield f"## {str(domain).capitalize()}: {len(pack)} rules"
    yield ""
    yield "| rule | levels | severity | what holds |"
    yield "|---|---|---|---|"
    for id_, (rule, levels) in pack.items():
        yield f"| [{id_}](#{id_}) | {_levels(rule, levels)} | {rule.severity} | {rule.title} |"
    yield ""
    for rule, levels in pack.values():
        yield from _rule(rule, levels)


def _rule(rule: Rule, levels: Levels) -> Iterator[str]:
    yield f"### {rule.id}"
    yield ""
    yield f"{rule.title}. {rule.why}"
    yield ""
    yield f"- Remedy: {rule.remedy}"
    yield f"- Levels: {_levels(rule, levels)}; severity {rule.severity}"
    yield f"- Judges: {', '.join(f'`{each}`' for each in rule.types)}"
    yield f"- Serves {rule.practice} of the AWS Well-Architected Framework; [read on]({rule.reference})"
    yield ""
    if rule.parameters.model_fields:
        yield "| parameter | default | meaning |"
        yield "|---|---|---|"
        for name, field in rule.parameters.model_fields.items():
            yield f"| `{name}` | {_default(field)} | {_in_a_cell(field.description or '')} |"
        yield ""


def _levels(rule: Rule, levels: Levels) -> str:
    letters = "/".join("-" if levels[each] is Level.DISABLED else levels[each][0] for each in Environment)
    return f"{letters}, r" if rule.remediate else letters


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value is None or value is PydanticUndefined:
        return "-"
    return f"`{json.dumps(to_jsonable_python(value))}`".replace("|", "\\|")


def _in_a_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("``", "`")
