"""Information sheets: one dossier a challenge, written from what the process knows, with people's own words on top."""
