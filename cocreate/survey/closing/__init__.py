"""The end of a consultation: organisers are told before it comes, and it closes by itself."""
