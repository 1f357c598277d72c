"""Pages from which a session is prepared and led: its plan, the console, votes, moderation, the guide."""
