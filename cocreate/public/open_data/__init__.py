"""Open data of a process: described tables, made as numbered releases that stay as they were."""
