"""The self-check: what was typed, where it leads, what the answer is. For residents, and for a colleague beside them.

It knows no route: it gives kenmerken and values, and whoever uses it makes links and pages of them.
"""
