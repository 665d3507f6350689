"""Fixtures and plugins for all tests."""

pytest_plugins = ["pytester"]
collect_ignore = ["peers"]  # make test-peers: each library in an environment of its own
