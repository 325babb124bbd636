"""Exit codes that are no error's own (those stand in showup.errors)."""

PROBLEM = 1
SOURCE_FAILED = 4
INTERRUPTED = 130
PIPE_CLOSED = 141
