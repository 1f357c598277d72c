"""What every stage stands on: database, permissions, audit, provenance, events, jobs, mail."""
