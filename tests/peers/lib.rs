//! Tests that hold the crate to others that are heavy to build. They are a package of their own, so
//! that the examples build without them.
#![cfg(test)]

mod formats;
mod miette;
mod schema;
#[path = "../tree/mod.rs"]
mod tree;
