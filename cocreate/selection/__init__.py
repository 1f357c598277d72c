"""Selection: candidate SIDs, rankings, four criteria, shortlist, decision."""
