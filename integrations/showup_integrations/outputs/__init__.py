"""The sound outputs of the machine: made loud enough for an alarm, and put back.

A program of its own (`python -m showup_integrations.outputs`, see `__main__`), so that it imports little and a sound server that
hangs keeps nobody waiting.
"""
