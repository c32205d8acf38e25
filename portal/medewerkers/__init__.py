"""Colleagues of the helpdesk: their accounts, and who is logged in."""
