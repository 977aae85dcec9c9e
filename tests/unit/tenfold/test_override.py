from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi_aws import s3, sqs

from support.recording import record
from tenfold.component import Component
from tenfold.errors import InvalidInputError
from tenfold.override import Override


class Box(Component):
    """A component with one child."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {}, opts)
        s3.Bucket(f"{name}-lid", opts=self.child())
        self.register_outputs({})


def _transformed(override: Override, name: str, type_: str, props: dict[str, Any]) -> Any:
    opts = pulumi.ResourceOptions()
    return override(pulumi.ResourceTransformArgs(custom=True, type_=type_, name=name, props=props, opts=opts))


def test_it_sets_an_argument_by_its_python_name_and_leaves_the_others() -> None:
    override = Override("a-lid", s3.Bucket, force_destroy=True)
    result = _transformed(override, "a-lid", "aws:s3/bucket:Bucket", {"bucket": "lid"})
    assert result.props == {"bucket": "lid", "forceDestroy": True}


def test_none_removes_an_argument() -> None:
    override = Override("a-lid", s3.Bucket, bucket=None)
    assert _transformed(override, "a-lid", "aws:s3/bucket:Bucket", {"bucket": "lid"}).props == {}


@pytest.mark.parametrize(
    ("name", "type_"), [("a-lid-2", "aws:s3/bucket:Bucket"), ("a-lid", "aws:sqs/queue:Queue")]
)
def test_it_leaves_every_other_resource_alone(name: str, type_: str) -> None:
    assert _transformed(Override("a-lid", s3.Bucket, force_destroy=True), name, type_, {}) is None


def test_an_argument_that_the_class_lacks_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"Override a-lid: 'fifo_queue' is refused.*force_destroy"):
        Override("a-lid", s3.Bucket, fifo_queue=True)


@pytest.mark.parametrize(
    "override",
    [Override("a-lip", s3.Bucket, force_destroy=True), Override("a-lid", sqs.Queue, fifo_queue=True)],
)
def test_an_override_that_meets_no_resource_is_refused(override: Override) -> None:
    with pytest.raises(InvalidInputError, match=r"a-lid \(aws:s3/bucket:Bucket\)"):
        record(lambda: Box("a", pulumi.ResourceOptions(transforms=[override])))


def test_an_override_that_meets_its_resource_is_accepted() -> None:
    override = Override("a-lid", s3.Bucket, force_destroy=True)
    found = record(lambda: Box("a", pulumi.ResourceOptions(transforms=[override])))
    assert found.one("Bucket").name == "a-lid"
