"""What a call may bring: the table of targets, boxes, keypoints, label fields, and their geometry."""
