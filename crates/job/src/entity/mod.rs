//! One file per table, without behaviour.

pub(crate) mod backup;
mod job;
pub(crate) mod quarantine;

pub use job::{ActiveModel, Column, Entity, Model};
