"""People: accounts, roles in a process, invitations."""
