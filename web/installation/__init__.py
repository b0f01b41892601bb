"""The installation's own pages: where agencies are made. They show nothing of what an agency keeps."""
