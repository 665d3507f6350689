"""What two pipelines do to one sample, in numbers: recorded here or in another environment, and compared by chance."""
