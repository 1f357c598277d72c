"""The process for programs: addresses under /api/v1 with tokens and scopes, their description, and webhooks."""
