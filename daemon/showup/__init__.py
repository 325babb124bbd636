"""showup: never miss an interview; recover well when you do."""

__version__ = "0.1.0"
