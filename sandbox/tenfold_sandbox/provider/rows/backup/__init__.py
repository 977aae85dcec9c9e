"""AWS Backup: vaults and what stands beside them, plans, selections, tests of restores."""

from tenfold_sandbox.provider.rows.backup.plans import PLANS
from tenfold_sandbox.provider.rows.backup.restore_testing import RESTORE_TESTING
from tenfold_sandbox.provider.rows.backup.vaults import VAULTS
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (*VAULTS, *PLANS, *RESTORE_TESTING)
