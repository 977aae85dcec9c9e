"""The pack cost, for `pulumi preview --policy-pack policies/cost`."""

from tenfold_policies.rule import Domain
from tenfold_policies.server import serve

serve(Domain.COST)
