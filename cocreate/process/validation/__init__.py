"""Validation: the steering committee discusses, changes and accepts challenges before people are asked about them."""
