"""The random provider of the sandbox: the types of pulumi_random, made here and kept in the state."""
