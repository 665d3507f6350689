"""What results are: digests, differences, files of them."""
