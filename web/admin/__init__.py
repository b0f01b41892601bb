"""What the signed-in people of an agency see: every page stands under `/admin/SLUG`, behind the door of `visit.py`."""
