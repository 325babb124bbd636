"""The integrations that come with showup, found by entry point exactly as a third party's would be.

Each outside thing has a package of its own. `plain`, `aside` and `known` are what several of them need.
"""
