"""Application load balancers."""
