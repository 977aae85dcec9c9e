"""The pack resilience, for `pulumi preview --policy-pack policies/resilience`."""

from tenfold_policies.rule import Domain
from tenfold_policies.server import serve

serve(Domain.RESILIENCE)
