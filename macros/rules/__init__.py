"""What must be true between records and pages: each rule is a generator of mistakes over what could be loaded."""
