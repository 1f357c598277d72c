"""Webhooks: other servers that are told when something happens in a process."""
