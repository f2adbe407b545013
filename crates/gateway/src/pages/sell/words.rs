//! The fifth question: say it in words. The name and what there is to tell, in one language at
//! least; then where it comes from, what is in it, and what the law wants to know.

use super::{
    desk::{Desk, Open},
    way::{Way, choices},
};
use crate::{
    App, Outcome,
    extract::{Fields, Prefilled},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::http::StatusCode;
use catalogue::revision::{Content, Withdrawal};
use kernel::{Locale, Texts};
use view::{chrome::Chrome, form::Form, parts::Choice};

/// Longest name, in characters.
const NAME: usize = 80;
/// Longest description, in characters.
const DESCRIPTION: usize = 3000;
/// Longest list of ingredients, in characters.
const INGREDIENTS: usize = 1000;
/// Longest place or certificate number, in characters.
const SHORT: usize = 80;

/// The routes of these pages.
pub(super) fn routes(table: &mut Table) {
    const WORDS: &str = "/{lang}/sell/{cooperative}/products/{product}/words";
    const FACTS: &str = "/{lang}/sell/{cooperative}/products/{product}/facts";
    table.get(WORDS, Access::Member, show);
    table.post(WORDS, Access::Member, save);
    table.get(FACTS, Access::Member, show_facts);
    table.post(FACTS, Access::Member, save_facts);
}

#[derive(Template)]
#[template(path = "pages/sell/words.html")]
struct WordsPage {
    c: Chrome,
    f: Form,
    way: Way,
    own: &'static str,
    others: Vec<Other>,
}

/// Another language to write in.
struct Other {
    code: &'static str,
    filled: bool,
}

/// The language somebody writes in first: that of the page.
fn first(locale: Locale) -> Locale {
    if Locale::COMPLETE.contains(&locale) {
        locale
    } else {
        Locale::Fr
    }
}

async fn show(Open(desk): Open, Prefilled(mut f): Prefilled) -> Outcome {
    let content = desk.content();
    for locale in Locale::COMPLETE {
        f.set(&format!("name_{locale}"), content.name.get(locale).unwrap_or_default());
        f.set(
            &format!("description_{locale}"),
            content.description.get(locale).unwrap_or_default(),
        );
    }
    answer(desk, f, StatusCode::OK).await
}

async fn answer(desk: Desk, f: Form, status: StatusCode) -> Outcome {
    let c = desk.chrome("sell-words-title").await?;
    let own = first(c.locale);
    let filled = |locale: Locale| {
        let wrong = f.wrong(&format!("name_{locale}")) || f.wrong(&format!("description_{locale}"));
        wrong || !f.value(&format!("name_{locale}")).is_empty() || !f.value(&format!("description_{locale}")).is_empty()
    };
    let others = Locale::COMPLETE.into_iter().filter(|locale| *locale != own);
    let page = WordsPage {
        own: own.code(),
        others: others
            .map(|locale| Other {
                code: locale.code(),
                filled: filled(locale),
            })
            .collect(),
        way: desk
            .work
            .way(c.locale, "words", &["name", "description"], f.value("then")),
        c,
        f,
    };
    page::html(status, &page)
}

async fn save(Open(desk): Open, Fields(mut f): Fields) -> Outcome {
    let own = format!("name_{}", first(desk.locale()));
    let (mut name, mut description) = (Texts::default(), Texts::default());
    for locale in Locale::COMPLETE {
        let text = f.optional_line(&format!("name_{locale}"), NAME);
        name.put(locale, text);
        let text = f.optional_paragraph(&format!("description_{locale}"), DESCRIPTION);
        description.put(locale, text);
    }
    if f.is_ok() && name.is_empty() {
        f.refuse(&own, "sell-words-name-missing");
    }
    if !f.is_ok() {
        return answer(desk, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let change = |content: &mut Content| {
        content.name = name;
        content.description = description;
    };
    match desk.save(&f, change).await {
        Ok(()) => desk.onward(&f, "facts"),
        Err(error) => desk.refused(f, &own, error, answer).await,
    }
}

#[derive(Template)]
#[template(path = "pages/sell/facts.html")]
struct FactsPage {
    c: Chrome,
    f: Form,
    way: Way,
    own: &'static str,
    others: Vec<Other>,
    is_food: bool,
    regions: Vec<(String, String)>,
    labels: Vec<(String, String)>,
    allergens: Vec<(String, String)>,
    withdrawals: Vec<Choice>,
}

async fn show_facts(Open(desk): Open, Prefilled(mut f): Prefilled) -> Outcome {
    let content = desk.content();
    f.set("origin_region", content.origin_region_iso.clone().unwrap_or_default());
    f.set("origin_place", content.origin_place.clone().unwrap_or_default());
    for locale in Locale::COMPLETE {
        f.set(
            &format!("ingredients_{locale}"),
            content.ingredients.get(locale).unwrap_or_default(),
        );
    }
    f.set("label", content.label_code.clone().unwrap_or_default());
    f.set("label_number", content.label_number.clone().unwrap_or_default());
    f.set("withdrawal", content.withdrawal.code());
    match &content.allergens {
        None => {}
        Some(codes) if codes.is_empty() => f.set("allergens", "none"),
        Some(codes) => f.set_all("allergens", codes.clone()),
    }
    answer_facts(desk, f, StatusCode::OK).await
}

async fn answer_facts(desk: Desk, f: Form, status: StatusCode) -> Outcome {
    let c = desk.chrome("sell-facts-title").await?;
    let reference = desk.app.reference().await?;
    let named = |code: &str, name: &Texts| (code.to_owned(), name.text(c.locale).to_owned());
    let taxonomy = &reference.taxonomy;
    let category = desk
        .content()
        .category_code
        .as_deref()
        .and_then(|code| taxonomy.category(code));
    let own = first(c.locale);
    let others = Locale::COMPLETE.into_iter().filter(|locale| *locale != own);
    let mut allergens = vec![("none".to_owned(), c.t("sell-facts-allergens-none"))];
    allergens.extend(taxonomy.allergens.iter().map(|one| named(&one.code, &one.name)));
    let codes: Vec<&str> = Withdrawal::ALL.iter().map(|one| one.code()).collect();
    let page = FactsPage {
        own: own.code(),
        others: others
            .map(|locale| Other {
                code: locale.code(),
                filled: !f.value(&format!("ingredients_{locale}")).is_empty()
                    || f.wrong(&format!("ingredients_{locale}")),
            })
            .collect(),
        is_food: category.is_none_or(|category| category.is_food),
        regions: reference
            .places
            .regions
            .iter()
            .map(|region| named(&region.iso, &region.name))
            .collect(),
        labels: taxonomy
            .labels
            .iter()
            .map(|label| named(&label.code, &label.name))
            .collect(),
        allergens,
        withdrawals: choices(c.locale, "sell-withdrawal", &codes),
        way: desk.work.way(
            c.locale,
            "words",
            &["origin", "ingredients", "allergens", "label", "withdrawal", "listing"],
            f.value("then"),
        ),
        c,
        f,
    };
    page::html(status, &page)
}

async fn save_facts(Open(desk): Open, Fields(mut f): Fields) -> Outcome {
    let Some(facts) = typed(&desk.app, &mut f).await? else {
        return answer_facts(desk, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let change = |content: &mut Content| {
        content.origin_region_iso = facts.origin_region_iso;
        content.origin_place = facts.origin_place;
        content.ingredients = facts.ingredients;
        content.allergens = facts.allergens;
        content.label_code = facts.label_code;
        content.label_number = facts.label_number;
        content.withdrawal = facts.withdrawal;
    };
    match desk.save(&f, change).await {
        Ok(()) => desk.onward(&f, "check"),
        Err(error) => desk.refused(f, "origin_place", error, answer_facts).await,
    }
}

/// What was answered, with the fields of [`Content`] that this page does not show left empty.
async fn typed(app: &App, f: &mut Form) -> Result<Option<Content>, crate::Failure> {
    let reference = app.reference().await?;
    let mut content = Content {
        origin_place: f.optional_line("origin_place", SHORT),
        ..Content::default()
    };
    if !f.value("origin_region").is_empty() {
        let known: Vec<&str> = reference
            .places
            .regions
            .iter()
            .map(|region| region.iso.as_str())
            .collect();
        content.origin_region_iso = f.one_of("origin_region", &known);
    }
    for locale in Locale::COMPLETE {
        let text = f.optional_paragraph(&format!("ingredients_{locale}"), INGREDIENTS);
        content.ingredients.put(locale, text);
    }
    content.allergens = allergens(f, &reference.taxonomy.allergens);
    if !f.value("label").is_empty() {
        let known: Vec<&str> = reference
            .taxonomy
            .labels
            .iter()
            .map(|label| label.code.as_str())
            .collect();
        content.label_code = f.one_of("label", &known);
    }
    content.label_number = f
        .optional_line("label_number", SHORT)
        .filter(|_| content.label_code.is_some());
    let codes: Vec<&str> = Withdrawal::ALL.iter().map(|one| one.code()).collect();
    let chosen = f.one_of("withdrawal", &codes);
    content.withdrawal = chosen.and_then(|code| Withdrawal::from_code(&code)).unwrap_or_default();
    Ok(f.is_ok().then_some(content))
}

/// Nothing ticked is no answer; `none` ticked is one, and goes with no other.
fn allergens(f: &mut Form, known: &[catalogue::taxonomy::Allergen]) -> Option<Vec<String>> {
    let ticked: Vec<String> = f.values("allergens").to_vec();
    let none = ticked.iter().any(|code| code == "none");
    let all_known = ticked
        .iter()
        .all(|code| code == "none" || known.iter().any(|one| one.code == *code));
    if !all_known || (none && ticked.len() > 1) {
        f.refuse("allergens", "sell-facts-allergens-wrong");
        return None;
    }
    match ticked.is_empty() {
        true => None,
        false => Some(ticked.into_iter().filter(|code| code != "none").collect()),
    }
}
