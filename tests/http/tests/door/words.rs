//! What a page says, spaces of any kind being the same, without the marks around values that Fluent puts there.

use axum::http::StatusCode;
use http_tests::Reply;

fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
        .replace(['\u{a0}', '\u{202f}'], " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A page was given, and its own part says all of these.
pub(crate) fn says(page: &Reply, all: &[&str]) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for one in all {
        assert!(mentions(page, one), "{one} is not in {}", page.body);
    }
}

/// Whether a page's own part says this.
pub(crate) fn mentions(page: &Reply, text: &str) -> bool {
    let (_, own) = page.body.split_once("<main").unwrap_or(("", &page.body));
    plain(own).contains(&plain(text))
}
