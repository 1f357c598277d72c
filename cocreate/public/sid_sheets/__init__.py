"""The sheet of a domain: on its page, to print, as PDF and as DOCX, in the languages of the process."""
