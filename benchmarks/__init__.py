"""How fast it really is: the functions that the product calls, with a peer in the same run. `python -m benchmarks`."""
