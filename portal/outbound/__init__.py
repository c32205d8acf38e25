"""Asking something of another service, within a time and without asking a broken one for ever."""
