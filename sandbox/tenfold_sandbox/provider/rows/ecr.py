"""ECR: image repositories and the policies beside them."""

from __future__ import annotations

from tenfold_sandbox.provider.table import Call, Resource, Tagging

_REPOSITORY = {"repositoryName": "id"}

_REPOSITORY_ROW = Resource(
    token="aws:ecr/repository:Repository",
    schema="AWS::ECR::Repository",
    service="ecr",
    id="out.repository.repositoryName",
    create=(Call("CreateRepository"),),
    read=(Call("DescribeRepositories", {"repositoryNames": "[id]"}, result="repositories[0]"),),
    update=(
        Call(
            "PutImageTagMutability",
            {
                **_REPOSITORY,
                "imageTagMutability": "in.imageTagMutability || 'MUTABLE'",
                "imageTagMutabilityExclusionFilters": "in.imageTagMutabilityExclusionFilters",
            },
            auto=False,
            on=("imageTagMutability", "imageTagMutabilityExclusionFilters"),
        ),
        Call("PutImageScanningConfiguration", _REPOSITORY, on=("imageScanningConfiguration",)),
    ),
    delete=(Call("DeleteRepository", {**_REPOSITORY, "force": "in.forceDelete"}),),
    names={"name": "repositoryName", "arn": "repositoryArn", "repositoryUrl": "repositoryUri"},
    schema_names={"encryptionConfigurations": "EncryptionConfiguration"},
    defaults={"imageTagMutability": "MUTABLE"},
    kept=frozenset({"forceDelete"}),
    autoname=("name", 256),
    autoname_form=lambda name, _: name.lower(),
    tagging=Tagging(
        "TagResource",
        "UntagResource",
        "resourceArn",
        "live.repositoryArn",
        tags_key="tags",
        keys_key="tagKeys",
        listing="ListTagsForResource",
        create_key="tags",
    ),
)


def _beside(kind: str, put: str, get: str, delete: str, text: str) -> Resource:
    """A policy of a repository that is a resource of its own."""
    call = Call(put, {"repositoryName": "in.repository", text: "in.policy"}, auto=False, on=("policy",))
    return Resource(
        token=f"aws:ecr/{kind[0].lower()}{kind[1:]}:{kind}",
        service="ecr",
        id="in.repository",
        create=(call,),
        read=(Call(get, _REPOSITORY),),
        update=(call,),
        delete=(Call(delete, _REPOSITORY),),
        names={"policy": text},
        outputs={"repository": "id"},
        json=frozenset({"policy"}),
    )


ROWS: tuple[Resource, ...] = (
    _REPOSITORY_ROW,
    _beside(
        "LifecyclePolicy",
        "PutLifecyclePolicy",
        "GetLifecyclePolicy",
        "DeleteLifecyclePolicy",
        "lifecyclePolicyText",
    ),
    _beside(
        "RepositoryPolicy",
        "SetRepositoryPolicy",
        "GetRepositoryPolicy",
        "DeleteRepositoryPolicy",
        "policyText",
    ),
)
