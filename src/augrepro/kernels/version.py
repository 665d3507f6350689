"""The release of OpenCV that the kernels call."""

import cv2

OPENCV: str = cv2.__version__
