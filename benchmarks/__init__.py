"""How fast augrepro is, beside Albumentations 2.0.8 and plain OpenCV: ``python -m benchmarks``."""
