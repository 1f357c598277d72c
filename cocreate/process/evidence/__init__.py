"""The library of evidence: megatrends, priorities, documents, indicators and interviews behind the challenges."""
