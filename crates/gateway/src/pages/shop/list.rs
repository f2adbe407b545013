//! The list of products: filters as links and one form, a search, an order, and pages that go on.

use super::{data, pictures, query::Asked};
use crate::{App, Failure, Outcome, extract::Lang, page, state::Reference};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use catalogue::shelf::{self, Sort};
use kernel::{Limit, Locale, Page, Texts};
use view::{
    Chrome, Form,
    parts::{Crumb, ProductCard},
    words::{self, Arg},
};

/// Products on a page.
const A_PAGE: u64 = 16;

/// A link that narrows, widens or orders the list.
struct Way {
    href: String,
    name: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "pages/shop/list.html")]
struct ListPage {
    c: Chrome,
    f: Form,
    crumbs: Vec<Crumb>,
    heading: String,
    count: i64,
    categories: Vec<Way>,
    /// Filters that are set; each link takes one away.
    chosen: Vec<Way>,
    orders: Vec<Way>,
    regions: Vec<(String, String)>,
    labels: Vec<(String, String)>,
    /// What the form sends on besides its own fields.
    kept: Vec<(&'static str, String)>,
    cards: Vec<ProductCard>,
    next: Option<String>,
    /// Where the reader can go from an empty list.
    wider: String,
}

/// The list.
pub(super) async fn show(State(app): State<App>, lang: Lang, RawQuery(query): RawQuery) -> Outcome {
    let reference = app.reference().await?;
    let asked = Asked::read(query.as_deref().unwrap_or(""), reference)?;
    let db = &app.market().db;
    let maker = match &asked.cooperative {
        Some(slug) => Some(
            shelf::find_cooperative(db, slug)
                .await?
                .ok_or_else(Failure::not_found)?,
        ),
        None => None,
    };
    let question = asked.query(maker.as_ref().map(|maker| maker.id));
    let (page, count) = match asked.form.is_ok() {
        true => found(db, &question).await?,
        false => (
            Page {
                items: Vec::new(),
                next: None,
            },
            0,
        ),
    };
    let view = View {
        app: &app,
        reference,
        locale: *lang,
        asked: &asked,
    };
    let list = view.list(page, count, maker.map(|maker| maker.name));
    if asked.form.is_ok() {
        page::public(&list)
    } else {
        page::html(StatusCode::UNPROCESSABLE_ENTITY, &list)
    }
}

/// A page of the list, and how many products the whole of it holds: what fits on one page needs no counting.
async fn found(db: &kernel::Db, question: &shelf::Query) -> Result<(Page<shelf::Card>, i64), Failure> {
    let page = shelf::list(db, question, Limit::new(A_PAGE)).await?;
    let whole = question.after.is_none() && page.next.is_none();
    let count = match whole {
        true => i64::try_from(page.items.len()).unwrap_or(i64::MAX),
        false => shelf::count(db, question).await?,
    };
    Ok((page, count))
}

struct View<'a> {
    app: &'a App,
    reference: &'a Reference,
    locale: Locale,
    asked: &'a Asked,
}

impl View<'_> {
    fn list(&self, page: Page<shelf::Card>, count: i64, maker: Option<Texts>) -> ListPage {
        let cards = pictures::cards(self.reference, self.locale, &page.items);
        let heading = self.heading();
        let crumbs = self.crumbs();
        let mut c = page::titled(self.app, self.locale, &heading)
            .with_path(self.asked.path())
            .with_section("products")
            .with_query(&self.asked.text)
            .with_og_image(
                page.items
                    .iter()
                    .find_map(|card| card.shot.as_ref())
                    .map_or_else(|| pictures::own(self.app), |shot| pictures::shared(self.app, &shot.key)),
            );
        if self.asked.is_plain() && count > 0 {
            let about = words::plain(
                self.locale,
                "shop-list-description",
                &[("what", Arg::from(heading.as_str()))],
            );
            let things = vec![data::crumbs(self.app, &crumbs, &heading), data::list(self.app, &cards)];
            c = c.with_index(about).with_json_ld(&data::graph(things));
        }
        ListPage {
            f: self.asked.form.clone(),
            next: page
                .next
                .map(|after| c.url(&self.asked.but(|other| other.after = Some(after)))),
            wider: c.url(&self.asked.but(|other| {
                *other = Asked {
                    category: other.category.clone().filter(|_| other.filters() > 0),
                    ..Asked::default()
                };
            })),
            categories: self.categories(),
            chosen: self.chosen(maker),
            orders: self.orders(),
            regions: self.regions(),
            labels: self.labels(),
            kept: self.kept(),
            c,
            crumbs,
            heading,
            count,
            cards,
        }
    }

    fn way(&self, name: &Texts, current: bool, change: impl FnOnce(&mut Asked)) -> Way {
        Way {
            href: self.href(change),
            name: name.text(self.locale).to_owned(),
            current,
        }
    }

    fn href(&self, change: impl FnOnce(&mut Asked)) -> String {
        format!("/{}{}", self.locale, self.asked.but(change))
    }

    fn heading(&self) -> String {
        let category = self
            .asked
            .category
            .as_deref()
            .and_then(|code| self.reference.taxonomy.category(code));
        let region = self
            .asked
            .region
            .as_deref()
            .and_then(|iso| self.reference.places.region(iso));
        let what = match category {
            Some(category) => category.name.text(self.locale).to_owned(),
            None => words::say(self.locale, "shop-all-products"),
        };
        match (self.asked.text.as_str(), region) {
            ("", Some(region)) => {
                let args = [
                    ("what", Arg::from(what)),
                    ("region", Arg::from(region.name.text(self.locale))),
                ];
                words::plain(self.locale, "shop-from-region", &args)
            }
            ("", None) => what,
            (text, _) => words::plain(self.locale, "shop-search-for", &[("text", Arg::from(text))]),
        }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let home = Crumb {
            href: format!("/{}", self.locale),
            name: words::say(self.locale, "nav-home"),
        };
        let mut crumbs = vec![home];
        if self.asked.path() != "/products" {
            let name = words::say(self.locale, "nav-products");
            crumbs.push(Crumb {
                href: format!("/{}/products", self.locale),
                name,
            });
        }
        let own = self.asked.category.as_deref();
        let parent = own
            .and_then(|code| self.reference.taxonomy.root_of(code))
            .filter(|root| Some(root.code.as_str()) != own);
        if let Some(parent) = parent {
            crumbs.push(category_crumb(self.locale, parent));
        }
        crumbs
    }

    /// The widest categories, or those beside the current one.
    fn categories(&self) -> Vec<Way> {
        let taxonomy = &self.reference.taxonomy;
        let own = self.asked.category.as_deref();
        let Some(root) = own.and_then(|code| taxonomy.root_of(code)) else {
            return taxonomy
                .roots()
                .map(|root| self.way(&root.name, false, |other| other.category = Some(root.code.clone())))
                .collect();
        };
        let all = Way {
            href: self.href(|other| other.category = None),
            name: words::say(self.locale, "shop-all-categories"),
            current: false,
        };
        let whole = self.way(&root.name, own == Some(&root.code), |other| {
            other.category = Some(root.code.clone())
        });
        let below = taxonomy.children(&root.code).map(|child| {
            self.way(&child.name, own == Some(&child.code), |other| {
                other.category = Some(child.code.clone())
            })
        });
        [all, whole].into_iter().chain(below).collect()
    }

    fn chosen(&self, maker: Option<Texts>) -> Vec<Way> {
        let mut chosen = Vec::new();
        if !self.asked.text.is_empty() {
            let name = words::plain(
                self.locale,
                "shop-words",
                &[("text", Arg::from(self.asked.text.as_str()))],
            );
            chosen.push(Way {
                href: self.href(|other| other.text = String::new()),
                name,
                current: false,
            });
        }
        if let Some(region) = self
            .asked
            .region
            .as_deref()
            .and_then(|iso| self.reference.places.region(iso))
        {
            chosen.push(self.way(&region.name, false, |other| other.region = None));
        }
        if let Some(label) = self
            .asked
            .label
            .as_deref()
            .and_then(|code| self.reference.taxonomy.label(code))
        {
            chosen.push(self.way(&label.name, false, |other| other.label = None));
        }
        if let Some(name) = maker {
            chosen.push(self.way(&name, false, |other| other.cooperative = None));
        }
        let money = |minor| view::format::money(self.locale, kernel::Money::mad(minor));
        if let Some(min) = self.asked.min {
            let name = words::plain(self.locale, "shop-price-min", &[("price", Arg::from(money(min)))]);
            chosen.push(Way {
                href: self.href(|other| other.min = None),
                name,
                current: false,
            });
        }
        if let Some(max) = self.asked.max {
            let name = words::plain(self.locale, "shop-price-max", &[("price", Arg::from(money(max)))]);
            chosen.push(Way {
                href: self.href(|other| other.max = None),
                name,
                current: false,
            });
        }
        chosen
    }

    fn orders(&self) -> Vec<Way> {
        let order = |sort: Sort| Way {
            href: self.href(|other| other.sort = sort),
            name: words::say(self.locale, &format!("shop-sort-{}", sort.code())),
            current: self.asked.sort == sort,
        };
        Sort::ALL.into_iter().map(order).collect()
    }

    fn regions(&self) -> Vec<(String, String)> {
        let regions = self.reference.places.regions.iter();
        regions
            .map(|region| (region.iso.clone(), region.name.text(self.locale).to_owned()))
            .collect()
    }

    fn labels(&self) -> Vec<(String, String)> {
        let labels = self.reference.taxonomy.labels.iter();
        labels
            .map(|label| (label.code.clone(), label.name.text(self.locale).to_owned()))
            .collect()
    }

    fn kept(&self) -> Vec<(&'static str, String)> {
        let sort = (self.asked.sort != Sort::default()).then(|| self.asked.sort.code().to_owned());
        let kept = [
            ("q", Some(self.asked.text.clone()).filter(|text| !text.is_empty())),
            ("category", self.asked.category.clone()),
            ("cooperative", self.asked.cooperative.clone()),
            ("sort", sort),
        ];
        kept.into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

/// A category as a step of the way.
pub(super) fn category_crumb(locale: Locale, category: &catalogue::taxonomy::Category) -> Crumb {
    Crumb {
        href: format!("/{locale}/products?category={}", category.code),
        name: category.name.text(locale).to_owned(),
    }
}
