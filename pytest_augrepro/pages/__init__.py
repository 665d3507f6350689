"""Pages for a browser: the index of failures and the report of a run; none asks the network for anything."""
