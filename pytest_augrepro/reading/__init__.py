"""Reading a dataset in many ways, each in a process of its own."""
