"""Where the seeds of tests and pipelines come from."""
