"""The AWS provider of the sandbox: a declarative table from Pulumi's types to AWS's schemas and API calls."""
