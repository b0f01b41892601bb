"""The faces that reports are set in, and how they were made."""
