"""What the answers of a theme ask for, and why: found by the reading, shown to analysts and in the team's report."""
