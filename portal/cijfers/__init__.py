"""The counts that the helpdesk sees: conversations per month, and what residents found of an uitkomst."""
