"""The installation as whoever runs it sees it: people, organisations, tasks, letters, storage, health."""
