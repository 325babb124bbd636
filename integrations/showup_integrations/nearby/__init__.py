"""Finds the calendars that other programs of this machine know, for `showup setup` to offer. Nothing of them is changed.

What stands in these programs' files may come from anybody whose calendar was subscribed to, so nothing of it is trusted.
"""
