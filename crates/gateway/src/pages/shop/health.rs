//! For whoever watches the process: does it live, and can it take an order?

use crate::{App, Outcome};
use axum::{
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::IntoResponse,
};
use std::time::Duration;

/// A write that takes longer is as bad as none.
const PATIENCE: Duration = Duration::from_secs(1);

/// The process answers.
pub(super) async fn live() -> Outcome {
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], "ok\n").into_response())
}

/// The database has the schema that this binary knows, and takes a write.
pub(super) async fn ready(State(app): State<App>) -> Outcome {
    let probe = async {
        // A read of the newest tables shows the schema; a small write goes the way of every order.
        catalogue::change::sequence(&app.market().db)
            .await
            .map_err(|error| error.to_string())?;
        market::ready(app.market()).await.map_err(|error| error.to_string())?;
        market::backup_line(app.market())
            .await
            .map_err(|error| error.to_string())
    };
    let fault = match tokio::time::timeout(PATIENCE, probe).await {
        // A late backup is somebody's business, and no reason to send buyers away.
        Ok(Ok(backup)) => {
            let text = format!("ready\n{backup}");
            return Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response());
        }
        Ok(Err(fault)) => fault,
        Err(_) => "the database took no write within a second".to_owned(),
    };
    tracing::warn!(fault, "not ready");
    Err(crate::Failure::new(kernel::Kind::Unavailable, "http.not_ready").with_status(StatusCode::SERVICE_UNAVAILABLE))
}
