"""The rows of requests, mails, notes and counts, read and written in the caller's transaction."""
