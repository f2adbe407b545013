//! Which sets are kept.

use super::{manifest, name, pictures, pictures::List};
use crate::config::Backup;
use anyhow::Context;
use jiff::Timestamp;
use std::{collections::BTreeSet, fs, path::Path};

/// How many are kept: the last of each of so many hours, days and months that have any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keep {
    pub(super) hourly: usize,
    pub(super) daily: usize,
    pub(super) monthly: usize,
}

impl From<&Backup> for Keep {
    fn from(backup: &Backup) -> Self {
        Self {
            hourly: backup.hourly,
            daily: backup.daily,
            monthly: backup.monthly,
        }
    }
}

impl Keep {
    /// Which of these moments, the oldest first, are kept. The newest always is.
    fn of(self, moments: &[Timestamp]) -> BTreeSet<Timestamp> {
        let mut kept: BTreeSet<Timestamp> = moments.last().copied().into_iter().collect();
        for (count, format) in [
            (self.hourly, "%Y%m%d%H"),
            (self.daily, "%Y%m%d"),
            (self.monthly, "%Y%m"),
        ] {
            let mut seen = BTreeSet::new();
            for moment in moments.iter().rev() {
                if seen.len() >= count {
                    break;
                }
                if seen.insert(moment.strftime(format).to_string()) {
                    kept.insert(*moment);
                }
            }
        }
        kept
    }
}

/// Removes the sets that nobody keeps, and the pictures that only they had. Says how many sets that were.
pub(super) fn prune(directory: &Path, keep: Keep) -> anyhow::Result<usize> {
    let sets = manifest::sets(directory)?;
    let moments: Vec<Timestamp> = sets.iter().map(|(at, _)| *at).collect();
    let kept = keep.of(&moments);
    let mut removed = 0_usize;
    for (_, path) in sets.iter().filter(|(at, _)| !kept.contains(at)) {
        // First out of sight: half a set must never look like a whole one.
        let away = directory.join(format!("{}{removed}", name::UNFINISHED));
        fs::rename(path, &away).with_context(|| format!("{} cannot be removed", path.display()))?;
        fs::remove_dir_all(&away).with_context(|| format!("{} cannot be removed", away.display()))?;
        removed = removed.saturating_add(1);
    }
    if removed > 0 {
        let lists: anyhow::Result<Vec<List>> = manifest::sets(directory)?
            .iter()
            .map(|(_, path)| List::read(path))
            .collect();
        pictures::prune(&directory.join(name::POOL), &lists?)?;
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    #[test]
    fn the_newest_is_kept_whatever_is_asked() {
        let none = Keep {
            hourly: 0,
            daily: 0,
            monthly: 0,
        };
        let moments = [at("2026-11-27T10:00:00Z"), at("2026-11-28T10:00:00Z")];
        assert_eq!(none.of(&moments), BTreeSet::from([moments[1]]));
        assert!(none.of(&[]).is_empty());
    }

    #[test]
    fn a_year_of_hours_leaves_the_last_of_each_hour_day_and_month() {
        let keep = Keep {
            hourly: 24,
            daily: 30,
            monthly: 12,
        };
        let first = at("2025-11-28T00:30:00Z");
        let moments: Vec<Timestamp> = (0..365 * 24).map(|hours: i64| first + hours.hours()).collect();
        let kept = keep.of(&moments);
        // Of the year's twelve months the running one and the one before are among the days.
        assert_eq!(kept.len(), 24 + 29 + 10);
        assert!(kept.contains(&at("2026-11-27T23:30:00Z")), "the newest");
        assert!(kept.contains(&at("2026-11-26T23:30:00Z")), "the last of a day");
        assert!(kept.contains(&at("2026-03-31T23:30:00Z")), "the last of a month");
        assert!(!kept.contains(&at("2026-03-30T23:30:00Z")));
    }

    #[test]
    fn hours_without_a_backup_do_not_count() {
        let keep = Keep {
            hourly: 2,
            daily: 0,
            monthly: 0,
        };
        let moments = [
            at("2026-01-01T10:00:00Z"),
            at("2026-03-01T10:00:00Z"),
            at("2026-11-28T10:00:00Z"),
        ];
        assert_eq!(keep.of(&moments), BTreeSet::from([moments[1], moments[2]]));
    }
}
