"""Pictures for the eye: what a comparison expected and got, on one sheet."""
