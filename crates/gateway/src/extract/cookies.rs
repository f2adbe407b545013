//! Reading one cookie. All of ours carry the `__Host-` prefix: only this host, over https (or on
//! loopback), can have set them.

use axum::http::{HeaderMap, header::COOKIE};

/// The value of our cookie `name`, where the browser sent exactly one.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| {
            pair.trim()
                .strip_prefix("__Host-")?
                .strip_prefix(name)?
                .strip_prefix('=')
        });
    let first = values.next()?;
    values.next().is_none().then_some(first)
}
