"""What every room may use: the standard library and nothing else, so that it costs nothing at start-up.

The library has a spelling hint and an atomic write of its own: to import anything of ``augrepro`` loads NumPy and
OpenCV, which a test run that uses no fixture must not pay for, and the library must not need its pytest plugin.
"""
