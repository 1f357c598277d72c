"""Choosing together: rankings, agreement, the four criteria, and how sure a shortlist is.

Pure library: plain values in, frozen reports out. Nothing here knows the web or the database.
"""
