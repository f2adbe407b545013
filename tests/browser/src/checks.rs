//! What every page must be, whoever looks: one heading, the right language and direction, nothing to
//! scroll sideways, no key of the locales in place of its sentence, a quiet console, and nothing that
//! axe objects to.

use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::LazyLock};
use thirtyfour::WebDriver;

const AXE: &str = include_str!("../../support/axe/axe.min.js");
const LOOK: &str = include_str!("look.js");
const ASK_AXE: &str = r#"
const done = arguments[arguments.length - 1];
axe.run(document, {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  preload: false,
}).then(
  (result) => done(result.violations.map((v) =>
    `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map((n) =>
      `${n.target.join(" ")} [${n.html.slice(0, 160)}] ${[...n.any, ...n.all].map((c) => c.message).slice(0, 2).join("; ")}`
    ).join(" | ") + (v.nodes.length > 3 ? ` and ${v.nodes.length - 3} more` : ""))),
  (error) => done([`axe failed: ${error}`]),
);
"#;

static KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(|| view::words::keys(kernel::Locale::En));

/// What is wrong with the page as it stands now.
pub(crate) async fn page(driver: &WebDriver, language: &str) -> Vec<String> {
    let direction = if language == "ar" { "rtl" } else { "ltr" };
    let seen = match driver.execute(LOOK, vec![json!(language), json!(direction)]).await {
        Ok(seen) => seen.json().clone(),
        Err(error) => return vec![format!("nothing can be read: {error}")],
    };
    let mut wrong = strings(&seen["wrong"]);
    wrong.extend(keys_in(seen["words"].as_str().unwrap_or_default()));
    wrong
}

/// What axe objects to.
pub(crate) async fn axe(driver: &WebDriver) -> Vec<String> {
    let there = driver
        .execute("return 'axe' in window", Vec::new())
        .await
        .is_ok_and(|it| it.json() == &json!(true));
    if !there && let Err(error) = driver.execute(AXE, Vec::new()).await {
        return vec![format!("axe cannot be loaded: {error}")];
    }
    match driver.execute_async(ASK_AXE, Vec::new()).await {
        Ok(found) => strings(found.json()),
        Err(error) => vec![format!("axe does not answer: {error}")],
    }
}

/// What the console complained about since it was last asked.
pub(crate) async fn console(driver: &WebDriver) -> Vec<String> {
    let entries = driver.browser_log().await.unwrap_or_default();
    entries
        .into_iter()
        .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"))
        // A form that came back with its errors says so in its status, and Chromium in its console.
        .filter(|entry| {
            !["422", "409", "404"]
                .iter()
                .any(|code| entry.message.contains(&format!("a status of {code}")))
        })
        // Nor is it a fault of a page that a busy machine shows it before its transition begins: no script of ours asks
        // for one.
        .filter(|entry| !entry.message.contains("DOMException: Transition was "))
        .map(|entry| format!("console: {}", entry.message))
        .collect()
}

/// Keys of the locales, or what looks like one, among the words of a page.
fn keys_in(words: &str) -> Vec<String> {
    let areas: BTreeSet<&str> = KEYS
        .iter()
        .filter_map(|key| key.split_once('-'))
        .map(|(area, _)| area)
        .collect();
    let mut found: Vec<String> = words
        .split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/' | '@')))
        .filter(|word| word.contains('-') && !word.contains(['/', '.', '@']))
        .filter(|word| {
            KEYS.contains(*word)
                || word
                    .split_once('-')
                    .is_some_and(|(area, rest)| areas.contains(area) && rest.contains('-'))
        })
        .map(|word| format!("a key is shown: {word}"))
        .collect();
    found.extend(
        words
            .lines()
            .filter(|line| line.contains("{$") || line.contains("{ $"))
            .map(|l| format!("a gap: {l}")),
    );
    found.dedup();
    found
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_among_words_is_found_and_an_address_is_not() {
        let key = KEYS.iter().find(|key| key.contains('-')).unwrap();
        assert_eq!(
            keys_in(&format!("السلام {key} عليكم")),
            [format!("a key is shown: {key}")]
        );
        assert!(keys_in("office@tiwizi-market.example, celui-ci, /fr/sign-in").is_empty());
    }
}
