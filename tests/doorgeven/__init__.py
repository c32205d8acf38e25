"""Requests that go to the desk of another organisation, and word of them."""
