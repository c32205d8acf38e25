"""Asking another service something, within a time limit and not for ever when it is broken."""
