"""The pack security, for `pulumi preview --policy-pack policies/security`."""

from tenfold_policies.rule import Domain
from tenfold_policies.server import serve

serve(Domain.SECURITY)
