"""The shell: reads the clock, keeps the record, carries the decisions out."""
