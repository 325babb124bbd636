"""The local web page: a process of its own that asks the service over its control socket, and ends when nobody looks at it.

The resident service imports nothing of it. Its libraries are the extra `page`.
"""
