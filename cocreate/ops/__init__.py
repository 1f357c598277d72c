"""What whoever runs an installation needs beside the web: backup, restore, a check-up, open data."""
