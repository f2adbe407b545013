//! The store and its sweep, on a real directory.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use kernel::Micros;
use media::{Developed, Encoding, Error, Key, Name, Rendition, Store, Swept};
use tempfile::TempDir;

const FUTURE: Micros = Micros(i64::MAX / 2);
const PAST: Micros = Micros(1);

fn place() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::directory(folder.path().join("media")).unwrap();
    (folder, store)
}

fn developed() -> Developed {
    let file = |width, encoding, bytes: &'static [u8]| Rendition {
        width,
        height: width,
        encoding,
        bytes: Bytes::from_static(bytes),
    };
    Developed {
        width: 320,
        height: 320,
        placeholder: "#aabbcc AAAA".into(),
        renditions: vec![
            file(160, Encoding::WebP, b"one"),
            file(320, Encoding::WebP, b"two"),
            file(320, Encoding::Jpeg, b"three"),
        ],
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            found.extend(files_under(&entry.path()))
        } else {
            found.push(entry.path())
        }
    }
    found
}

async fn sweep(store: &Store, before: Micros, alive: &[&Key]) -> Swept {
    let alive: HashSet<Key> = alive.iter().map(|key| (*key).clone()).collect();
    store
        .sweep(before, |_| std::future::ready(Ok::<_, Error>(alive.clone())))
        .await
        .unwrap()
}

#[tokio::test]
async fn c5_a_set_is_complete_when_put_all_returns() {
    let (folder, store) = place();
    let key = Key::of(b"an original");
    assert_eq!(store.facts(&key).await.unwrap(), None);
    store.put_all(&key, &developed()).await.unwrap();
    store.put_all(&key, &developed()).await.unwrap();
    for (name, bytes) in [
        (Name::webp(&key, 160), &b"one"[..]),
        (Name::webp(&key, 320), b"two"),
        (Name::jpeg(&key), b"three"),
    ] {
        assert_eq!(store.get(&name).await.unwrap().as_deref(), Some(bytes));
    }
    assert_eq!(store.get(&Name::webp(&key, 640)).await.unwrap(), None);
    let facts = store.facts(&key).await.unwrap().unwrap();
    assert_eq!(
        (facts.width, facts.height, facts.placeholder.as_str()),
        (320, 320, "#aabbcc AAAA")
    );

    let digits = key.as_str();
    let file = format!("media/photo/{}/{}/{digits}-160.webp", &digits[..2], &digits[2..4]);
    assert!(folder.path().join(file).is_file());
}

#[tokio::test]
async fn an_original_waits_until_it_is_removed_and_has_no_name_to_serve_it_by() {
    let (_folder, store) = place();
    let key = Key::of(b"an original");
    store
        .put_incoming(&key, Bytes::from_static(b"an original"))
        .await
        .unwrap();
    assert_eq!(
        store.get_incoming(&key).await.unwrap().as_deref(),
        Some(&b"an original"[..])
    );
    assert_eq!(Name::parse(key.as_str()), None);
    assert_eq!(Name::parse(&format!("incoming/{key}")), None);
    assert_eq!(Name::parse(&format!("{key}.json")), None);
    store.remove_incoming(&key).await.unwrap();
    store.remove_incoming(&key).await.unwrap();
    assert_eq!(store.get_incoming(&key).await.unwrap(), None);
}

#[tokio::test]
async fn deleting_a_set_leaves_its_neighbours() {
    let (folder, store) = place();
    let (one, other) = (Key::of(b"one"), Key::of(b"other"));
    store.put_all(&one, &developed()).await.unwrap();
    store.put_all(&other, &developed()).await.unwrap();
    store.delete(&one).await.unwrap();
    store.delete(&one).await.unwrap();
    assert_eq!(store.facts(&one).await.unwrap(), None);
    assert!(store.facts(&other).await.unwrap().is_some());
    assert_eq!(files_under(folder.path()).len(), 4);
}

#[tokio::test]
async fn c5_the_sweep_takes_what_is_old_and_nobodys() {
    let (folder, store) = place();
    let (owned, orphan, waiting, lost) = (Key::of(b"1"), Key::of(b"2"), Key::of(b"3"), Key::of(b"4"));
    store.put_all(&owned, &developed()).await.unwrap();
    store.put_all(&orphan, &developed()).await.unwrap();
    store.put_incoming(&waiting, Bytes::from_static(b"3")).await.unwrap();
    store.put_incoming(&lost, Bytes::from_static(b"4")).await.unwrap();

    assert_eq!(sweep(&store, PAST, &[]).await, Swept::default());
    let swept = sweep(&store, FUTURE, &[&owned, &waiting]).await;
    assert_eq!(
        swept,
        Swept {
            sets: 1,
            originals: 1,
            unfinished: 0
        }
    );
    assert!(store.facts(&owned).await.unwrap().is_some());
    assert!(store.get_incoming(&waiting).await.unwrap().is_some());
    assert_eq!(files_under(folder.path()).len(), 5);
    assert_eq!(sweep(&store, FUTURE, &[&owned, &waiting]).await, Swept::default());
}

#[tokio::test]
async fn c5_a_write_cut_by_a_crash_is_never_seen_and_goes_with_the_sweep() {
    let (folder, store) = place();
    let key = Key::of(b"cut");
    let digits = key.as_str();
    let files = folder
        .path()
        .join(format!("media/photo/{}/{}", &digits[..2], &digits[2..4]));
    std::fs::create_dir_all(&files).unwrap();
    std::fs::create_dir_all(folder.path().join("media/incoming")).unwrap();
    std::fs::write(files.join(format!("{key}-160.webp#1")), b"hal").unwrap();
    std::fs::write(folder.path().join(format!("media/incoming/{key}#1")), b"hal").unwrap();

    assert_eq!(store.get(&Name::webp(&key, 160)).await.unwrap(), None);
    assert_eq!(store.get_incoming(&key).await.unwrap(), None);
    assert_eq!(sweep(&store, PAST, &[]).await.unfinished, 0);
    assert_eq!(sweep(&store, FUTURE, &[]).await.unfinished, 2);
    assert!(files_under(folder.path()).is_empty());
}

#[tokio::test]
async fn c5_a_set_without_its_facts_does_not_count_and_goes_with_the_sweep() {
    let (folder, store) = place();
    let key = Key::of(b"half");
    store.put_all(&key, &developed()).await.unwrap();
    let facts = files_under(folder.path())
        .into_iter()
        .find(|file| file.extension().is_some_and(|end| end == "json"));
    std::fs::remove_file(facts.unwrap()).unwrap();
    assert_eq!(store.facts(&key).await.unwrap(), None);
    assert_eq!(sweep(&store, FUTURE, &[]).await.sets, 1);
    assert!(files_under(folder.path()).is_empty());
}

#[tokio::test]
async fn a_sweep_that_cannot_ask_who_is_alive_deletes_nothing() {
    #[derive(Debug, PartialEq)]
    struct DatabaseAway;
    impl From<Error> for DatabaseAway {
        fn from(_: Error) -> Self {
            Self
        }
    }
    let (_folder, store) = place();
    let key = Key::of(b"kept");
    store.put_all(&key, &developed()).await.unwrap();
    let swept = store.sweep(FUTURE, |_| std::future::ready(Err(DatabaseAway))).await;
    assert_eq!(swept, Err(DatabaseAway));
    assert!(store.facts(&key).await.unwrap().is_some());
}
