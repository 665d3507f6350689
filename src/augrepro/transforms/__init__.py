"""What may happen: declarations of chance, one class for each of Albumentations' names."""
