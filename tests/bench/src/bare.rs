//! The limit for everything that answers over HTTP: axum with one route and a fixed body.

use axum::{Router, body::Bytes, http::header::CONTENT_TYPE, routing::any};
use std::io::Write;

/// Serves a body of `size` bytes to whatever is asked, on a free port of loopback that it prints.
///
/// # Errors
/// When there is no port.
pub(crate) fn serve(size: usize) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let body = Bytes::from(vec![b'x'; size]);
            let answer = move || {
                let body = body.clone();
                async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], body) }
            };
            let router = Router::new().fallback(any(answer));
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            println!("{}", listener.local_addr()?);
            std::io::stdout().flush()?;
            axum::serve(listener, router).await?;
            Ok(())
        })
}
