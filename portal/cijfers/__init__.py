"""Counts for the helpdesk: conversations per month, and how clear residents found an uitkomst."""
