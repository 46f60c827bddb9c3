//! Black-box tests, one module per door.

mod days;
mod vectors;
mod wire;
