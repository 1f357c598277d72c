"""Pictures of the ecosystem: a map without a map server, and who serves which challenge."""
