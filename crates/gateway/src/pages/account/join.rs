//! A cooperative applies: who, where, papers, check. Each page that is right is kept for the person
//! and leads on by a redirect, so that a reload asks nothing again and a lost connection loses nothing;
//! only the last button hands anything in.

use super::{
    application::{PAGES, facts, filled, read},
    next::{fresh_first, with_next},
    refusal::beside,
};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Lang, Prefilled, Selling, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::{
    application_draft::{self, Draft},
    cooperative::{self, Application, Cooperative},
    place::{self, Places},
};
use kernel::{Locale, ids::CooperativeId, registration::Ice};
use market::people;
use view::{chrome::Chrome, form::Form};

/// Fields that no page shows and every page carries.
const CARRIED: [&str; 2] = ["key", "version"];
/// The longest text of a field that is kept before it is right.
const LONGEST: usize = 400;
/// The page on which everything is checked.
const CHECK: usize = 3;

#[derive(Template)]
#[template(path = "pages/account/join.html")]
struct JoinPage {
    c: Chrome,
    f: Form,
    /// Which page, from 0; 3 is the check.
    step: usize,
    steps: Vec<String>,
    carried: Vec<(&'static str, String)>,
    /// Whether this goes on with what was written another time.
    resumed: bool,
    provinces: Vec<(String, Vec<(String, String)>)>,
    /// What is checked: the page it stands on, the label's key, the value.
    facts: Vec<(usize, String, String)>,
    ice_doubtful: bool,
    action: String,
    /// Why the application was refused before.
    reason: String,
}

#[derive(Template)]
#[template(path = "pages/account/join_intro.html")]
struct IntroPage {
    c: Chrome,
    sign_in: String,
}

/// Where the form goes, and what was said when it was refused before.
struct About {
    /// The path without its language.
    here: String,
    cooperative: Option<CooperativeId>,
    reason: String,
}

impl About {
    fn new_one() -> Self {
        Self {
            here: "/join".to_owned(),
            cooperative: None,
            reason: String::new(),
        }
    }

    fn refused(cooperative: &Cooperative) -> Self {
        Self {
            here: format!("/sell/{}/application", cooperative.id),
            cooperative: Some(cooperative.id),
            reason: cooperative.decision_reason.clone().unwrap_or_default(),
        }
    }

    /// One of its pages.
    fn step(&self, step: usize) -> String {
        format!("{}?step={step}", self.here)
    }
}

async fn join_page(
    app: &App,
    visitor: &Visitor,
    f: Form,
    step: usize,
    places: &Places,
    about: &About,
) -> Result<JoinPage, Failure> {
    let locale = visitor.locale();
    let c = page::chrome(app, visitor, "join-title")
        .await?
        .with_section("sell")
        .with_path(about.step(step));
    // What is not right is not kept: a page that shows a refusal carries the others along.
    let shown = PAGES.get(step).copied().unwrap_or_default();
    let others = PAGES
        .into_iter()
        .flatten()
        .filter(|name| !f.is_ok() && !shown.contains(*name));
    let carried = CARRIED
        .iter()
        .chain(others)
        .map(|name| (*name, f.value(name).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let facts = if step == CHECK {
        facts(&f, places, locale)
    } else {
        Vec::new()
    };
    let ice_doubtful = Ice::parse(f.value("ice")).is_ok_and(|ice| !f.value("ice").is_empty() && !ice.key_fits());
    Ok(JoinPage {
        steps: (0..=CHECK).map(|i| c.t(&format!("join-step-{i}"))).collect(),
        carried,
        resumed: false,
        provinces: provinces(places, locale),
        facts,
        ice_doubtful,
        action: c.url(&about.here),
        reason: about.reason.clone(),
        c,
        f,
        step,
    })
}

/// The page that was asked for, or the first that is not right yet.
async fn open(app: &App, visitor: &Visitor, asked: &Form, (f, kept): (Form, bool), about: &About) -> Outcome {
    let places = place::load(&app.market().db).await?;
    let furthest =
        read(&mut f.clone(), &places, app.demo(), this_year(app), CHECK - 1).map_or_else(|wrong| wrong, |_| CHECK);
    let step = asked.value("step").parse::<usize>().ok();
    let resumed = kept && step.is_none();
    let step = match step {
        Some(step) => step.min(furthest),
        None if kept => furthest,
        None => 0,
    };
    let page = join_page(app, visitor, f, step, &places, about).await?;
    page::html(StatusCode::OK, &JoinPage { resumed, ..page })
}

fn this_year(app: &App) -> i64 {
    1970 + app.market().now().seconds().div_euclid(31_556_952)
}

/// What the person kept of a new application, or of the correction of this version.
async fn find_draft(app: &App, session: &Signed, cooperative: Option<&Cooperative>) -> Result<Option<Draft>, Failure> {
    if !session.0.is_settled() {
        return Ok(None);
    }
    let id = cooperative.map(|cooperative| cooperative.id);
    let found = application_draft::find_for_person(&app.market().db, session.0.person, id).await?;
    Ok(found.filter(|draft| cooperative.is_none_or(|cooperative| draft.key == cooperative.version.to_string())))
}

/// The form of a new application: what was kept, or what is known of the person.
fn begun(app: &App, session: &Signed, draft: Option<Draft>) -> (Form, bool) {
    if let Some(draft) = draft.filter(|draft| draft.sent.is_none()) {
        let mut f = Form::from_pairs(draft.fields);
        f.set("key", draft.key);
        return (f, true);
    }
    let mut f = Form::default();
    f.set("key", page::once_token(app));
    f.set("contact_name", session.0.name.clone());
    let phone = session.0.phone.as_ref().map(kernel::Phone::display);
    f.set("phone", phone.unwrap_or_default());
    let email = session.0.email.as_ref().map(ToString::to_string);
    f.set("email", email.unwrap_or_default());
    (f, false)
}

/// The form of a refused application: what was kept of its correction, or what was refused.
fn corrected(cooperative: &Cooperative, draft: Option<Draft>) -> (Form, bool) {
    let Some(draft) = draft.filter(|draft| draft.sent.is_none()) else {
        return (filled(cooperative), false);
    };
    let mut f = Form::from_pairs(draft.fields);
    f.set("version", draft.key);
    (f, true)
}

/// What was sent over what was there. A box that is not ticked is not sent.
fn over(mut f: Form, sent: &Form, step: usize) -> Form {
    for (number, names) in PAGES.into_iter().enumerate() {
        for name in names
            .iter()
            .filter(|name| number == step || !sent.values(name).is_empty())
        {
            f.set_all(name, sent.values(name).to_vec());
        }
    }
    for name in CARRIED.into_iter().filter(|name| !sent.value(name).is_empty()) {
        f.set(name, sent.value(name).to_owned());
    }
    f
}

/// Keeps what is clean text; the rest was refused on its page, or is not right yet.
async fn keep(app: &App, session: &Signed, f: &Form, about: &About) -> Result<(), Failure> {
    let key = if about.cooperative.is_some() { "version" } else { "key" };
    let fields = PAGES
        .into_iter()
        .flatten()
        .filter_map(|name| {
            let value = kernel::text::optional_line(f.value(name), LONGEST).ok().flatten()?;
            Some(((*name).to_owned(), value))
        })
        .collect();
    // Of the form itself; ours are shorter.
    let key = f.value(key).chars().take(64).collect();
    people::draft_application(app.market(), &session.0, about.cooperative, key, fields).await?;
    Ok(())
}

fn provinces(places: &Places, locale: Locale) -> Vec<(String, Vec<(String, String)>)> {
    let of = |iso: &str| {
        let mut names: Vec<(String, String)> = places
            .provinces_of(iso)
            .map(|p| (p.iso.clone(), p.name.text(locale).to_owned()))
            .collect();
        names.sort_by(|a, b| a.1.cmp(&b.1));
        names
    };
    places
        .regions
        .iter()
        .map(|region| (region.name.text(locale).to_owned(), of(&region.iso)))
        .collect()
}

/// Where the person left off, or what joining means for somebody who has not signed in.
pub(crate) async fn show(State(app): State<App>, visitor: Visitor, Prefilled(asked): Prefilled) -> Outcome {
    let Some(session) = &visitor.session else {
        let c = page::chrome(&app, &visitor, "join-title").await?.with_section("sell");
        let sign_in = with_next(&c.url("/sign-in"), &c.url("/join"));
        return page::html(StatusCode::OK, &IntroPage { c, sign_in });
    };
    let draft = find_draft(&app, session, None).await?;
    open(&app, &visitor, &asked, begun(&app, session, draft), &About::new_one()).await
}

/// Goes on, goes back, or hands in.
pub(crate) async fn go_on(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Fields(sent): Fields,
) -> Outcome {
    let places = place::load(&app.market().db).await?;
    let about = About::new_one();
    let draft = find_draft(&app, &session, None).await?;
    if let Some(id) = draft
        .as_ref()
        .filter(|draft| draft.key == sent.value("key"))
        .and_then(|draft| draft.sent)
    {
        return handed_in(lang, id);
    }
    let (before, _) = begun(&app, &session, draft);
    let (mut f, application) = match walk(&app, (&visitor, &session), before, &sent, &places, &about).await? {
        Walked::Page(response) => return Ok(*response),
        Walked::HandIn(f, application) => (f, *application),
    };
    let key = f.value("key").to_owned();
    match people::apply(app.market(), &session.0, application, &key).await {
        Ok(applied) => handed_in(lang, applied.value),
        Err(error) => {
            let status = beside(&mut f, "name_fr", error)?;
            page::html(status, &join_page(&app, &visitor, f, CHECK, &places, &about).await?)
        }
    }
}

fn handed_in(lang: Lang, id: CooperativeId) -> Outcome {
    page::see_other_with(&format!("/{}/sell/{id}", *lang), "join-notice-sent")
}

async fn refused(app: &App, id: CooperativeId) -> Result<Cooperative, Failure> {
    let cooperative = cooperative::get(&app.market().db, id).await?;
    let refused = cooperative.state == catalogue::status::CooperativeState::Refused;
    if refused {
        Ok(cooperative)
    } else {
        Err(Failure::not_found())
    }
}

/// A refused application, filled as it was, with the reason.
pub(crate) async fn correct(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
    Prefilled(asked): Prefilled,
) -> Outcome {
    let here = format!("/sell/{}/application", seller.cooperative);
    fresh_first(&app, &session, lang, &here)?;
    let cooperative = refused(&app, seller.cooperative).await?;
    let draft = find_draft(&app, &session, Some(&cooperative)).await?;
    let about = About::refused(&cooperative);
    open(&app, &visitor, &asked, corrected(&cooperative, draft), &about).await
}

/// Goes on, goes back, or hands the corrected application in.
pub(crate) async fn go_on_correcting(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
    Fields(sent): Fields,
) -> Outcome {
    let here = format!("/sell/{}/application", seller.cooperative);
    fresh_first(&app, &session, lang, &here)?;
    let cooperative = refused(&app, seller.cooperative).await?;
    let places = place::load(&app.market().db).await?;
    let about = About::refused(&cooperative);
    let draft = find_draft(&app, &session, Some(&cooperative)).await?;
    let (before, _) = corrected(&cooperative, draft);
    let (mut f, application) = match walk(&app, (&visitor, &session), before, &sent, &places, &about).await? {
        Walked::Page(response) => return Ok(*response),
        Walked::HandIn(f, application) => (f, *application),
    };
    let version = f.value("version").parse().map_err(|_| Failure::malformed())?;
    match people::reapply(app.market(), &session.0, seller, version, application).await {
        Ok(()) => handed_in(lang, seller.cooperative),
        Err(error) => {
            let status = beside(&mut f, "name_fr", error)?;
            page::html(status, &join_page(&app, &visitor, f, CHECK, &places, &about).await?)
        }
    }
}

/// What a step of the walk led to.
enum Walked {
    /// Another page, or the same with its errors.
    Page(Box<axum::response::Response>),
    /// Everything is there and the last button was pressed.
    HandIn(Form, Box<Application>),
}

async fn walk(
    app: &App,
    (visitor, session): (&Visitor, &Signed),
    before: Form,
    sent: &Form,
    places: &Places,
    about: &About,
) -> Result<Walked, Failure> {
    let step: usize = sent
        .value("step")
        .parse()
        .ok()
        .filter(|step| *step <= CHECK)
        .ok_or_else(Failure::malformed)?;
    let mut f = over(before, sent, step);
    let onward = |to: usize| {
        let to = page::see_other(&format!("/{}{}", visitor.locale(), about.step(to)))?;
        Ok(Walked::Page(Box::new(to)))
    };
    let go = sent.value("go").to_owned();
    let back = match go.as_str() {
        "back" => Some(step.saturating_sub(1)),
        page => page.parse().ok().filter(|page| *page < step),
    };
    if let Some(to) = back {
        keep(app, session, &f, about).await?;
        return onward(to);
    }
    let to = match read(&mut f, places, app.demo(), this_year(app), step) {
        Err(wrong) => {
            let page = join_page(app, visitor, f, wrong, places, about).await?;
            let page = page::html(StatusCode::UNPROCESSABLE_ENTITY, &page)?;
            return Ok(Walked::Page(Box::new(page)));
        }
        Ok(Some(application)) if go == "send" => return Ok(Walked::HandIn(f, Box::new(application))),
        Ok(Some(_)) => CHECK,
        Ok(None) => step + 1,
    };
    keep(app, session, &f, about).await?;
    onward(to)
}
