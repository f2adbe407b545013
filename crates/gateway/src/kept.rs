//! What many public pages show alike, read once for each state of the catalogue instead of once a page.

use crate::{App, Failure};
use catalogue::shelf::{self, Card};
use order::delivery::{self, Zone};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Newest products that are kept of a category: four neighbours for each of them.
const NEWEST: u64 = 5;

/// What was read since the catalogue last changed. Categories bound it.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    sequence: i64,
    tariff: Option<Arc<[Zone]>>,
    newest: HashMap<Option<String>, Arc<[Card]>>,
}

impl Kept {
    /// What stands on the shelf of this state of the catalogue.
    fn find<T>(&self, sequence: i64, find: impl FnOnce(&Shelf) -> Option<T>) -> Option<T> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (shelf.sequence == sequence).then(|| find(&shelf)).flatten()
    }

    /// Puts something there. Without a sequence nobody follows the changes, so nothing may be kept.
    fn keep(&self, sequence: i64, put: impl FnOnce(&mut Shelf)) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.sequence < sequence {
            *shelf = Shelf {
                sequence,
                ..Shelf::default()
            };
        }
        if shelf.sequence == sequence && sequence != 0 {
            put(&mut shelf);
        }
    }
}

impl App {
    /// What delivery costs.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) async fn tariff(&self) -> Result<Arc<[Zone]>, Failure> {
        let sequence = self.cache.sequence();
        if let Some(tariff) = self.kept.find(sequence, |shelf| shelf.tariff.clone()) {
            return Ok(tariff);
        }
        let tariff: Arc<[Zone]> = delivery::list_zones(&self.market().db).await?.into();
        self.kept
            .keep(sequence, |shelf| shelf.tariff = Some(Arc::clone(&tariff)));
        Ok(tariff)
    }

    /// The newest products of a category and those below it, or of all.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) async fn newest(&self, category: Option<&str>) -> Result<Arc<[Card]>, Failure> {
        let sequence = self.cache.sequence();
        let category = category.map(str::to_owned);
        if let Some(newest) = self.kept.find(sequence, |shelf| shelf.newest.get(&category).cloned()) {
            return Ok(newest);
        }
        let newest: Arc<[Card]> = shelf::newest(&self.market().db, category.as_deref(), NEWEST)
            .await?
            .into();
        self.kept.keep(sequence, |shelf| {
            shelf.newest.insert(category, Arc::clone(&newest));
        });
        Ok(newest)
    }
}
