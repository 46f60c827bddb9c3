mod mistakes;
mod reading;

/// A field that is right.
const FIELD: &str = "[[field]]\nid = \"a\"\nname = \"A\"\nmean = 10\n";
