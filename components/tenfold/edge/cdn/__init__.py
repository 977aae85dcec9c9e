"""Content delivery by CloudFront."""
