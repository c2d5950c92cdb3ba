"""Tours: views of the maps in an order, with words for a room. Pure."""
