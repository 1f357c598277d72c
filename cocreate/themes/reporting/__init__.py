"""The report on a consultation's themes: for the team, and for everybody after the close."""
