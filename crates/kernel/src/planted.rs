//! Mistakes that other shops made, planted here on purpose: the simulation proves with them that it would notice. Without
//! the feature `planted-bugs`, which nothing but the simulation's own feature turns on, [`planted`] is a constant `false`
//! and the mistakes are not in the program.

#[cfg(not(feature = "planted-bugs"))]
mod chosen {
    /// Whether this mistake is to be made.
    #[must_use]
    pub const fn planted(_name: &str) -> bool {
        false
    }
}

#[cfg(feature = "planted-bugs")]
mod chosen {
    use std::cell::Cell;

    thread_local! {
        static CHOSEN: Cell<&'static str> = const { Cell::new("") };
    }

    /// Whether this mistake is to be made: by this thread, and whatever runs on it.
    #[must_use]
    pub fn planted(name: &str) -> bool {
        CHOSEN.get() == name
    }

    /// Chooses the mistake that this thread makes from now on; an empty name is none.
    pub fn plant(name: &'static str) {
        CHOSEN.set(name);
    }
}

pub use chosen::*;

/// Whether mistakes can be planted in this build.
pub const PLANTED: bool = cfg!(feature = "planted-bugs");
