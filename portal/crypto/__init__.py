"""Encryption: references in URLs (kenmerk), rows in the database (vault), and codes that people say aloud."""
