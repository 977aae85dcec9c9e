"""The days for which CloudWatch Logs keeps events, as provider and emulator know them."""

# PutRetentionPolicy in the API reference of CloudWatch Logs.
# fmt: off
RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
    1096, 1827, 2192, 2557, 2922, 3288, 3653,
)
# fmt: on
