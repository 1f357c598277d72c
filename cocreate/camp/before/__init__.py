"""Before a camp: registrations, balanced groups, arriving, templates, rehearsal, prepared boards."""
