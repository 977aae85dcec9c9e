"""Web ACLs: what AWS WAF lets through to a load balancer or a CDN."""
