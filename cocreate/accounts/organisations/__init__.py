"""Organisations: several on one installation, strictly apart, each with its people, its processes and its look."""
