"""Around the application: the gunicorn worker, headers, the log, what is counted."""
