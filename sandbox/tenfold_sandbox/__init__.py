"""The sandbox: the real Pulumi engine against an emulated AWS, for anybody's program."""
