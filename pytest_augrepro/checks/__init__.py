"""What a test calls: a cell, a bare pipeline, a measurement; and the faults that prove them."""
