"""`flask --app wsgi controleren`: what is wrong with an installation, and what to do. Each check looks and changes nothing."""
