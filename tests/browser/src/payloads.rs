//! Texts that would run as a script where a page forgets to escape them.

/// Each sets `window.__xss` or opens a dialog when it runs.
pub const PAYLOADS: [&str; 3] = [
    "<script>window.__xss=1</script>",
    "\"><img src=x onerror=window.__xss=1>",
    "'-alert(1)-'",
];
