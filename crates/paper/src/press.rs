//! Setting papers as PDF: the templates of `frontend/papers/` with a paper's data.

use crate::{Error, data::Paper, tame};
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::{sync::Semaphore, task, time};
use typst::foundations::{Dict, IntoValue, Smart, Str};
use typst_as_lib::{TypstEngine, TypstTemplateMainFile};
use typst_pdf::PdfOptions;

/// So many papers are set at the same time, in the whole process: each takes a thread and some memory.
const AT_ONCE: usize = 2;

/// How long somebody waits for their turn.
const TURN: Duration = Duration::from_secs(10);

/// How long somebody waits for their paper. It goes on being set and keeps its place.
const SETTING: Duration = Duration::from_secs(60);

static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

static ENGINE: LazyLock<TypstEngine<TypstTemplateMainFile>> = LazyLock::new(|| {
    TypstEngine::builder()
        .main_file(include_str!("../../../frontend/papers/paper.typ"))
        .fonts([
            &include_bytes!("../../../frontend/papers/fonts/NotoSans-Regular.ttf")[..],
            &include_bytes!("../../../frontend/papers/fonts/NotoSans-Bold.ttf")[..],
            &include_bytes!("../../../frontend/papers/fonts/NotoSansArabic-Regular.ttf")[..],
            &include_bytes!("../../../frontend/papers/fonts/NotoSansArabic-Bold.ttf")[..],
            &include_bytes!("../../../frontend/papers/fonts/NotoKufiArabic-Bold.ttf")[..],
            &include_bytes!("../../../frontend/papers/fonts/NotoSansTifinagh-Regular.ttf")[..],
        ])
        .build()
});

/// Does it in a place of its own, away from the threads that answer people.
pub(crate) async fn run(make: impl FnOnce() -> Result<Vec<u8>, Error> + Send + 'static) -> Result<Vec<u8>, Error> {
    run_within(TURN, make).await
}

async fn run_within(
    turn: Duration,
    make: impl FnOnce() -> Result<Vec<u8>, Error> + Send + 'static,
) -> Result<Vec<u8>, Error> {
    let turn = time::timeout(turn, Arc::clone(&PLACES).acquire_owned()).await;
    let Ok(Ok(place)) = turn else { return Err(Error::Busy) };
    let making = task::spawn_blocking(move || {
        let made = make();
        drop(place);
        made
    });
    match time::timeout(SETTING, making).await {
        Ok(Ok(made)) => made,
        Ok(Err(fault)) => Err(Error::Press(fault.to_string())),
        Err(_) => Err(Error::Busy),
    }
}

/// The bytes of the PDF.
pub(crate) fn print(paper: &Paper) -> Result<Vec<u8>, Error> {
    let mut data = serde_json::to_value(paper).map_err(|fault| Error::Press(fault.to_string()))?;
    tame::all(&mut data);
    let mut inputs = Dict::new();
    // As one text that the template reads: data, never markup.
    inputs.insert(Str::from("data"), data.to_string().into_value());
    let document = ENGINE.compile_with_input(inputs).output;
    let document = document.map_err(|fault| Error::Press(fault.to_string()))?;
    let options = PdfOptions {
        // Neither a moment nor a version: the same paper is the same bytes.
        ident: Smart::Custom(format!("{} {} {}", paper.title, paper.subtitle, paper.holder.name)),
        creator: Smart::Custom(None),
        timestamp: None,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| {
        let said: Vec<String> = faults.iter().map(|fault| fault.message.to_string()).collect();
        Error::Press(said.join("; "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        thread,
    };

    #[tokio::test]
    async fn no_more_are_set_at_once_than_there_are_places_and_who_waits_in_vain_is_told() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all = (0..8).map(|_| {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            tokio::spawn(run(move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(20));
                now.fetch_sub(1, Ordering::SeqCst);
                Ok(Vec::new())
            }))
        });
        for one in all.collect::<Vec<_>>() {
            assert!(one.await.expect("it ends").is_ok());
        }
        assert_eq!(most.load(Ordering::SeqCst), AT_ONCE);
        let taken = PLACES.acquire_many(2).await.expect("both places");
        let refused = run_within(Duration::from_millis(10), || Ok(Vec::new())).await;
        assert!(matches!(refused, Err(Error::Busy)));
        drop(taken);
        assert!(run(|| Ok(Vec::new())).await.is_ok());
    }
}
