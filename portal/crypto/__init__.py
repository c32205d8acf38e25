"""Encryption: references in URLs (kenmerk), stored rows (vault), codes that people say aloud."""
