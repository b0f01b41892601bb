"""What needs no session: the front page, published reports, verifying, addresses that are a key, signing in, health."""
