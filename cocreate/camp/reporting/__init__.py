"""What became of a camp: its report as page, PDF and DOCX, and its boards as data."""
