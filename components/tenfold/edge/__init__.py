"""The edge: names, certificates, load balancers and content delivery. Each is loaded from its own package, so
that a program pays for the parts of the AWS SDK that it needs.

They are made in this order, each from what the one before gives: ``DnsZone``, ``Certificate`` (validated in
the zone), ``LoadBalancer`` (with the certificate of its region), ``Cdn`` (with the certificate of us-east-1,
in front of the load balancer). A record that points to a load balancer or a CDN belongs to that, not to the
zone: they are given the zone.
"""
