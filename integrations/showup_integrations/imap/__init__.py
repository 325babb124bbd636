"""Drafts in the Drafts mailbox of an IMAP account. It can only store and take away; IMAP cannot send."""

from showup_integrations.imap.box import ImapDraftBox

__all__ = ["ImapDraftBox"]
