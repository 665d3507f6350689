"""A folder of images, augmented: what is to be done, who does it, what was done, and whether it still holds."""
