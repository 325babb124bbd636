"""Drafts as .eml files in a folder: every mail program opens them, and nothing leaves the machine."""

from showup_integrations.eml.box import EmlDraftBox

__all__ = ["EmlDraftBox"]
