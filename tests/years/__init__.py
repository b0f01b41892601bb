"""An agency's whole fiscal year in one process and about a second, with faults at every step; `python -m tests.years`.

Nothing sleeps and nothing is sent: the product's own turns, sweeps and deliveries run over a file in memory, a LINE of
values and a clock that jumps to whatever happens next. What happens follows from one number, the seed.
"""
