"""What every page passes through: languages, access, errors, static files. It knows no page."""
