"""Detection on four photographs, with the boxes of a COCO file."""
