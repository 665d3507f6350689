"""The library shows itself: sheets, folders of images, and what this machine can do. Nothing imports it unasked."""
