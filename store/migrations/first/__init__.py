"""The tables of the first release, for migration 0001: they stay as they are, whatever `store.tables` says later."""
