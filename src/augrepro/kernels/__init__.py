"""Pixels: pure functions from array to array over (H, W, C); the only room that imports cv2."""
