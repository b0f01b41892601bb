"""Who is reminded of what and when; and delivery through a `send` that is handed in."""
