"""What answers over HTTP beside the pages: the records of the tables, for other programs."""
