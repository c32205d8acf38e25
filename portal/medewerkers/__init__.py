"""Colleagues of the helpdesk: who they are and whether they are logged in. Knows no Flask."""
