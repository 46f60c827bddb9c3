//! Black-box tests, one module per door.

mod vectors;
