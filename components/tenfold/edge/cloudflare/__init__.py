"""Content delivery by Cloudflare."""
