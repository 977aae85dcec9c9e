"""Parts of uploads that were never finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..facts.uploads import Bucket
from ..finding import Finding, Kind, Terms, counted
from ..prices import Part
from .logs import GB


def unfinished_uploads(facts: Sequence[Bucket], terms: Terms) -> Iterator[Finding]:
    """Buckets with uploads that were begun before the window. No listing of objects shows their parts."""
    for each in facts:
        old = [upload for upload in each.uploads if upload.started <= terms.start]
        if old:
            stored = Decimal(sum(upload.stored_bytes for upload in old)) / GB
            part = Part("aws:s3/bucket:Bucket", usage={"gb_standard": stored})
            yield Finding(
                Kind.UNFINISHED_UPLOADS,
                each.resource,
                f"{counted(len(old), 'upload')} of {stored:,.2f} GB, "
                f"begun more than {counted(terms.days, 'day')} ago, unfinished",
                terms.prices.monthly(each.resource.region, [part]),
                "Add a lifecycle rule that aborts incomplete multipart uploads after 7 days.",
            )
