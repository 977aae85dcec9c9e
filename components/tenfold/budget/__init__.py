"""A month's budget, and the detection of spending that is unusual."""

from tenfold.budget.args import AnomalyDetection, BudgetArgs, CostTag
from tenfold.budget.component import Budget

__all__ = ["AnomalyDetection", "Budget", "BudgetArgs", "CostTag"]
