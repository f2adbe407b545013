//! What the address of a list asks for, and addresses of the same list with something changed.

use crate::{Failure, extract::pairs, state::Reference};
use catalogue::shelf::{Query, Sort};
use kernel::ids::CooperativeId;
use view::Form;

/// The filters of a list as they stand in its address. Codes that name nothing lead nowhere; prices
/// that are none are told to the reader.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) category: Option<String>,
    pub(super) region: Option<String>,
    pub(super) label: Option<String>,
    /// The address of a cooperative.
    pub(super) cooperative: Option<String>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) sort: Sort,
    pub(super) after: Option<String>,
    /// The form as it was filled.
    pub(super) form: Form,
}

/// Longest search, in characters.
const TEXT: usize = 100;

impl Asked {
    /// Reads the part of an address behind the question mark. What it does not know, it ignores:
    /// campaigns add things of their own.
    ///
    /// # Errors
    /// Not found, where a category, region, label or order is named that there is not.
    pub(super) fn read(query: &str, reference: &Reference) -> Result<Self, Failure> {
        let mut form = Form::from_pairs(pairs(query.as_bytes())?);
        let text = form.optional_line("q", TEXT).unwrap_or_default();
        let price = |form: &mut Form, name: &str| match form.value(name).trim() {
            "" => None,
            _ => form.money(name).map(|money| money.minor),
        };
        let (min, max) = (price(&mut form, "min"), price(&mut form, "max"));
        let value = |name: &str| {
            Some(form.value(name))
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
        };
        let known = |code: Option<String>, exists: &dyn Fn(&str) -> bool| match code {
            Some(code) if !exists(&code) => Err(Failure::not_found()),
            code => Ok(code),
        };
        let sort = value("sort").map_or(Some(Sort::default()), |code| Sort::from_code(&code));
        Ok(Self {
            category: known(value("category"), &|code| reference.taxonomy.category(code).is_some())?,
            region: known(value("region"), &|iso| reference.places.region(iso).is_some())?,
            label: known(value("label"), &|code| reference.taxonomy.label(code).is_some())?,
            cooperative: value("cooperative"),
            sort: sort.ok_or_else(Failure::not_found)?,
            after: value("after"),
            text,
            min,
            max,
            form,
        })
    }

    /// The question to the catalogue.
    pub(super) fn query(&self, cooperative: Option<CooperativeId>) -> Query {
        Query {
            category: self.category.clone(),
            region: self.region.clone(),
            label: self.label.clone(),
            cooperative,
            min: self.min,
            max: self.max,
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            sort: self.sort,
            after: self.after.clone(),
        }
    }

    /// Whether this is a list of its own for search engines: at most a category and a region.
    pub(super) fn is_plain(&self) -> bool {
        let narrowed = self.label.is_some() || self.cooperative.is_some() || self.min.is_some() || self.max.is_some();
        self.text.is_empty() && !narrowed && self.sort == Sort::default() && self.after.is_none()
    }

    /// How many filters besides category and search are set.
    pub(super) fn filters(&self) -> usize {
        let set = [
            self.region.is_some(),
            self.label.is_some(),
            self.cooperative.is_some(),
            self.min.is_some(),
            self.max.is_some(),
        ];
        set.into_iter().filter(|set| *set).count()
    }

    /// The address of this list without the language.
    pub(super) fn path(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let money = |minor: Option<i64>| minor.map(dirhams);
        let sort = (self.sort != Sort::default()).then(|| self.sort.code().to_owned());
        let fields = [
            ("q", Some(self.text.clone()).filter(|text| !text.is_empty())),
            ("category", self.category.clone()),
            ("region", self.region.clone()),
            ("label", self.label.clone()),
            ("cooperative", self.cooperative.clone()),
            ("min", money(self.min)),
            ("max", money(self.max)),
            ("sort", sort),
            ("after", self.after.clone()),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        match query.finish() {
            query if query.is_empty() => "/products".to_owned(),
            query => format!("/products?{query}"),
        }
    }

    /// The same list from its beginning, with something changed.
    pub(super) fn but(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut other = Self {
            after: None,
            ..self.clone()
        };
        change(&mut other);
        other.path()
    }
}

/// An amount as the price fields take it.
fn dirhams(minor: i64) -> String {
    match (minor / 100, minor % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}"),
    }
}
