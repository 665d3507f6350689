"""A small image classifier, to show how a project uses and tests its augmentation."""
