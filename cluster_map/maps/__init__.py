"""Tables -> what the browser draws: base maps, colours, legends, arcs."""
