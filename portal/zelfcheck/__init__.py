"""The self-check, for residents and for a colleague beside them: what was typed, and the answer.

It knows no route. It gives kenmerken and values; its users make links and pages of them.
"""
