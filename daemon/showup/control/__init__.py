"""The service's ear: a Unix socket (0600) that takes one JSON line and answers with one."""
