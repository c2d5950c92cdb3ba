"""Cluster Map Japan: industrial clusters, sectors and regional tie-ups, on maps."""
