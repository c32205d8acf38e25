"""The programs of others that ask our API with a key, and what each may do."""
