"""The forms of a request: from what was typed to values, or to what is wrong with it."""
