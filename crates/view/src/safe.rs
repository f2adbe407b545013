//! HTML that is known to be safe, so that templates do not escape it a second time.

use std::fmt;

/// Markup made by this crate from its own drawings or cleaned by [`crate::legal`]. Nothing a
/// person typed becomes one without passing through the cleaner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    pub(crate) fn new(html: String) -> Self {
        Self(html)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for SafeHtml {}
