"""Many officers, processes killed at random, LINE on its bad days: what people saw and sent against what is stored."""
