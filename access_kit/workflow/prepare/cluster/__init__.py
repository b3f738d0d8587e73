"""Packets that other computers make: a Dask cluster in place of this computer's own cores."""
