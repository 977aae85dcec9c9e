"""What IAM lacks in moto."""

from __future__ import annotations

from typing import Any


def test_an_identity_provider_s_audiences_are_added_and_removed(clients: Any) -> None:
    iam = clients("iam")
    provider = iam.create_open_id_connect_provider(
        Url="https://audiences.example.com", ClientIDList=["first"], ThumbprintList=["a" * 40]
    )["OpenIDConnectProviderArn"]
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=provider, ClientID="second")
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=provider, ClientID="second")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=provider, ClientID="first")
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    assert found["ClientIDList"] == ["second"]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)


def test_a_group_moves_to_another_path_and_keeps_its_name(clients: Any) -> None:
    iam = clients("iam")
    iam.create_group(GroupName="movers")
    iam.update_group(GroupName="movers", NewPath="/people/")
    assert iam.get_group(GroupName="movers")["Group"]["Path"] == "/people/"
    iam.delete_group(GroupName="movers")
