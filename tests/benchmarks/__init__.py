"""The benchmark: `make bench` measures `lib` beside PyTorch, JAX, scikit-learn and autograd.

What makes it fair: every side computes the same formulas from the same start, with the same numbers in the same order
and the same precision, on one thread; what they come to is compared before any time is believed. Each round measures
every side once, and a ratio is taken within a round, so that whatever else the machine does falls on both. Making
data, weights and compiled programs is not timed.

Each side is a module `with_*.py`: ``one_gradient(workload)`` and ``training(workload)`` return a `Side`, or do not
exist where the library has no such thing. pytest collects nothing here.
"""
