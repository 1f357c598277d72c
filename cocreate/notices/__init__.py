"""Notices: what people are told of, in the application and by mail, when and how they wish."""
