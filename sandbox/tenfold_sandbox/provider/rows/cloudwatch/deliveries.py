"""Deliveries of the logs that AWS's services make themselves, such as CloudFront's, to where they stay."""

from __future__ import annotations

from tenfold_sandbox.provider.table import Call, Resource, Tagging

_TAGGING = Tagging(
    "TagResource",
    "UntagResource",
    "resourceArn",
    "live.arn",
    tags_key="tags",
    keys_key="tagKeys",
    listing="ListTagsForResource",
    as_map=True,
    create_key="tags",
)

_SOURCE = Resource(
    token="aws:cloudwatch/logDeliverySource:LogDeliverySource",
    schema="AWS::Logs::DeliverySource",
    service="logs",
    id="in.name",
    create=(Call("PutDeliverySource"),),
    read=(Call("GetDeliverySource", {"name": "id"}, result="deliverySource"),),
    delete=(Call("DeleteDeliverySource", {"name": "id"}),),
    outputs={"resourceArn": "live.resourceArns[0]"},
    replaces=frozenset({"logType", "name", "resourceArn"}),
    autoname=("name", 60),
    tagging=_TAGGING,
)

_DESTINATION = Resource(
    token="aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    schema="AWS::Logs::DeliveryDestination",
    service="logs",
    id="in.name",
    create=(Call("PutDeliveryDestination"),),
    read=(Call("GetDeliveryDestination", {"name": "id"}, result="deliveryDestination"),),
    update=(
        Call(
            "PutDeliveryDestination",
            {"name": "id", "outputFormat": "in.outputFormat"},
            on=("deliveryDestinationConfiguration",),
        ),
    ),
    delete=(Call("DeleteDeliveryDestination", {"name": "id"}),),
    schema_names={"deliveryDestinationConfiguration": "-"},
    replaces=frozenset({"deliveryDestinationType", "name", "outputFormat"}),
    autoname=("name", 60),
    tagging=_TAGGING,
)

_DELIVERY = Resource(
    token="aws:cloudwatch/logDelivery:LogDelivery",
    schema="AWS::Logs::Delivery",
    service="logs",
    id="out.delivery.id",
    create=(Call("CreateDelivery", {"s3DeliveryConfiguration": "in.s3DeliveryConfigurations[0]"}),),
    read=(Call("GetDelivery", {"id": "id"}, result="delivery"),),
    update=(
        Call(
            "UpdateDeliveryConfiguration",
            {"id": "id", "s3DeliveryConfiguration": "in.s3DeliveryConfigurations[0]"},
        ),
    ),
    delete=(Call("DeleteDelivery", {"id": "id"}),),
    schema_names={"s3DeliveryConfigurations": "-"},
    names={"s3DeliveryConfigurations": "s3DeliveryConfiguration"},
    replaces=frozenset({"deliveryDestinationArn", "deliverySourceName"}),
    tagging=_TAGGING,
)

DELIVERIES: tuple[Resource, ...] = (_SOURCE, _DESTINATION, _DELIVERY)
