//! Black-box tests, one module per door.

mod days;
mod hand;
mod vectors;
mod wire;
