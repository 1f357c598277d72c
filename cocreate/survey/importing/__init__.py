"""Questionnaires and answers from elsewhere: each reader makes a draft, and lists whatever it could not take over."""
