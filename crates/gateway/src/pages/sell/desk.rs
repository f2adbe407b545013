//! Where a cooperative works on one of its products. A handler that asks for a [`Desk`] finds the
//! product on it; one that asks for an [`Open`] desk is reached only while the answers can be changed.

use super::way::{self, Work};
use crate::{
    App, Failure, Outcome,
    extract::{Selling, Visitor, in_path},
    page,
};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use catalogue::revision::Content;
use kernel::{
    Locale,
    ids::{ProductId, RevisionId},
};
use market::{actor::Seller, listing};
use std::future::Future;
use view::{chrome::Chrome, form::Form};

/// Who works, and on which product.
pub(super) struct Desk {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) seller: Seller,
    pub(super) work: Work,
}

/// A desk whose product waits for no administrator. While it does, its own page says so, and every
/// page of the way leads there.
pub(super) struct Open(pub(super) Desk);

impl FromRequestParts<App> for Desk {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let Selling(seller) = Selling::from_request_parts(parts, app).await?;
        let product: ProductId = in_path(parts, "product").await?;
        let work = way::work(app, seller, visitor.locale(), product).await?;
        Ok(Self {
            app: app.clone(),
            visitor,
            seller,
            work,
        })
    }
}

impl FromRequestParts<App> for Open {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let desk = Desk::from_request_parts(parts, app).await?;
        if desk.work.is_open() {
            Ok(Self(desk))
        } else {
            Err(Failure::elsewhere(desk.root()))
        }
    }
}

impl Desk {
    /// The language of the page.
    pub(super) fn locale(&self) -> Locale {
        self.visitor.locale()
    }

    /// The product's address.
    pub(super) fn root(&self) -> String {
        self.work.root(self.locale())
    }

    /// What was written last.
    pub(super) fn content(&self) -> &Content {
        &self.work.revision.content
    }

    /// The chrome of a page of the way.
    pub(super) async fn chrome(&self, title: &str) -> Result<Chrome, Failure> {
        way::chrome(&self.app, &self.visitor, title).await
    }

    /// The same desk after something on it was changed.
    pub(super) async fn again(self) -> Result<Self, Failure> {
        let work = way::work(&self.app, self.seller, self.locale(), self.work.product.id).await?;
        Ok(Self { work, ..self })
    }

    /// The revision that answers go into: the open one, or one that begins with what is on sale.
    pub(super) async fn revision(&self) -> Result<RevisionId, market::Error> {
        let newest = &self.work.revision;
        if newest.state.is_open() {
            return Ok(newest.id);
        }
        let market = self.app.market();
        Ok(listing::open_revision(market, self.seller, newest.product).await?.id)
    }

    /// Saves other content: into the open revision, at the version that the form shows, or into a new
    /// one that begins with what is on sale.
    pub(super) async fn save(&self, f: &Form, change: impl FnOnce(&mut Content)) -> Result<(), market::Error> {
        let (market, newest) = (self.app.market(), &self.work.revision);
        let (id, version, mut content) = if newest.state.is_open() {
            let shown: i32 = f.value("version").parse().unwrap_or_default();
            (newest.id, shown, newest.content.clone())
        } else {
            let open = listing::open_revision(market, self.seller, newest.product).await?;
            (open.id, open.version, open.content)
        };
        change(&mut content);
        listing::save_revision(market, self.seller, id, version, content)
            .await
            .map(|_| ())
    }

    /// Goes on to the next step, or back to the check page.
    pub(super) fn onward(&self, f: &Form, next: &str) -> Outcome {
        page::see_other(&way::onward(&self.root(), f, next))
    }

    /// The page again, with a refusal beside the field it is about.
    pub(super) async fn refused<A, R>(self, mut f: Form, field: &str, error: market::Error, answer: A) -> Outcome
    where
        A: FnOnce(Self, Form, StatusCode) -> R,
        R: Future<Output = Outcome>,
    {
        let status = way::beside(&mut f, field, error)?;
        answer(self, f, status).await
    }
}
