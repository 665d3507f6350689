"""Segmentation of coins, with a keypoint at the middle of each: masks and keypoints, sample mode, Lightning."""
