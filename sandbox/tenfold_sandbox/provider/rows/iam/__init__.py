"""IAM: it has no region, and names are ids."""

from tenfold_sandbox.provider.rows.iam.attached import ATTACHED
from tenfold_sandbox.provider.rows.iam.identities import IDENTITIES
from tenfold_sandbox.provider.rows.iam.policies import POLICIES
from tenfold_sandbox.provider.rows.iam.roles import ROLES
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (*ROLES, *ATTACHED, *POLICIES, *IDENTITIES)
