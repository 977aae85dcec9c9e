"""An ordinary program of someone who never heard of Tenfold: a web server, a function and a static site."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
ami = aws.ec2.get_ami(
    most_recent=True,
    owners=["amazon"],
    filters=[
        {"name": "name", "values": ["al2023-ami-2023*"]},
        {"name": "architecture", "values": ["x86_64"]},
    ],
)

vpc = aws.ec2.Vpc("vpc", cidr_block="10.42.0.0/16", enable_dns_hostnames=True)
gateway = aws.ec2.InternetGateway("gateway", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.42.1.0/24", map_public_ip_on_launch=True)
table = aws.ec2.RouteTable(
    "table", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}]
)
aws.ec2.RouteTableAssociation("association", subnet_id=subnet.id, route_table_id=table.id)
web = aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    description="HTTP from everywhere",
    ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)

trust = aws.iam.get_policy_document(
    statements=[
        {
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com", "lambda.amazonaws.com"]}],
        }
    ]
)
role = aws.iam.Role("role", assume_role_policy=trust.json)
aws.iam.RolePolicyAttachment(
    "logs",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
)
profile = aws.iam.InstanceProfile("profile", role=role.name)
server = aws.ec2.Instance(
    "server",
    ami=ami.id,
    instance_type=config.get("instanceType") or "t3.micro",
    subnet_id=subnet.id,
    vpc_security_group_ids=[web.id],
    iam_instance_profile=profile.name,
    user_data="#!/bin/sh\nnohup python3 -m http.server 80 &\n",
    tags={"Name": "server"},
)

site = aws.s3.Bucket("site")
aws.s3.BucketWebsiteConfiguration(
    "website", bucket=site.bucket, index_document={"suffix": "index.html"}, error_document={"key": "404.html"}
)
access = aws.s3.BucketPublicAccessBlock(
    "access",
    bucket=site.bucket,
    block_public_acls=True,
    block_public_policy=False,
    ignore_public_acls=True,
    restrict_public_buckets=False,
)
aws.s3.BucketPolicy(
    "policy",
    bucket=site.bucket,
    policy=site.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{arn}/*"}
                ],
            }
        )
    ),
    opts=pulumi.ResourceOptions(depends_on=[access]),
)
page = aws.s3.BucketObject(
    "index.html", bucket=site.bucket, key="index.html", content="<h1>Hello</h1>", content_type="text/html"
)

hello = aws.lambda_.Function(
    "hello",
    role=role.arn,
    runtime="python3.12",
    handler="index.handler",
    code=pulumi.AssetArchive(
        {"index.py": pulumi.StringAsset("def handler(event, context):\n    return 'hi'\n")}
    ),
    environment={"variables": {"GREETING": "hi", "TOKEN": pulumi.Output.secret("a-secret-token")}},
)

pulumi.export("public_ip", server.public_ip)
pulumi.export("website", pulumi.Output.concat("http://", site.bucket_regional_domain_name))
pulumi.export("function", hello.arn)
pulumi.export("bucket", site.bucket)
