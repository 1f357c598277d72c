"""Tokens that let a program act for a person, within what the person may and what the token is for."""
