"""Words for each problem code, one file an area; ``console`` reads them."""
