"""The price list and the cost model: a leaf that policies and operations share."""
