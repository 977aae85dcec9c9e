"""Rules for cost, resilience and security: pure functions that judge a stack without the library's help."""
