"""Who fits whom, and why: places ranked by parts that add up, each with its reason and source."""
