"""What people mean by what they type: the sayings stand in `lexicon.toml`."""
