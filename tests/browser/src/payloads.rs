//! Whether anything that people typed runs in a real browser, or would run if the policy of the page did
//! not forbid it.

use crate::Person;
use serde_json::json;
use std::path::Path;

/// What in the document no template of the market writes, and whether a hostile text is shown at all.
const EXAMINE: &str = r#"
const found = [];
const addresses = ["href", "xlink:href", "src", "action", "formaction", "data", "poster", "values"];
const foreign = ["iframe", "object", "embed", "base", "marquee", "math", "frame", "audio", "video",
                 "foreignobject", "animate", "set", "xmp", "noembed"];
for (const element of document.querySelectorAll("*")) {
  const name = element.localName.toLowerCase();
  if (foreign.includes(name)) found.push(`<${name}>`);
  for (const attribute of element.attributes) {
    const value = attribute.value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
    if (attribute.name.startsWith("on") || attribute.name === "srcdoc"
        || (addresses.includes(attribute.name) && /^(javascript|vbscript|data:text)/.test(value))) {
      found.push(`<${name} ${attribute.name}=${value.slice(0, 60)}>`);
    }
  }
  if (element.shadowRoot) found.push(`a shadow below <${name}>`);
}
for (const script of document.scripts) {
  if (!script.src && script.type !== "application/ld+json") found.push(`a script: ${script.text.slice(0, 60)}`);
  if (script.src && new URL(script.src).origin !== location.origin) found.push(`a script from ${script.src}`);
}
return { found, shown: document.documentElement.outerHTML.includes("__xss") };
"#;

impl Person {
    /// Examines the page: did a hostile text run, did it become markup, did the browser have to refuse it?
    /// Says whether one is shown here.
    ///
    /// # Panics
    /// When it did.
    pub async fn must_be_unharmed(&self) -> bool {
        let path = self.path().await;
        assert!(!self.is_attacked().await, "a hostile text ran at {path}");
        let seen = self.browser().execute(EXAMINE, Vec::new()).await.expect("the document");
        assert_eq!(
            seen.json()["found"],
            json!([]),
            "a hostile text became markup at {path}"
        );
        let log = self.browser().browser_log().await.unwrap_or_default();
        let refused: Vec<String> = log
            .into_iter()
            .map(|entry| entry.message)
            .filter(|message| message.contains("Content Security Policy") || message.contains("javascript:"))
            .collect();
        assert!(refused.is_empty(), "the browser had to refuse at {path}: {refused:?}");
        seen.json()["shown"] == json!(true)
    }

    /// The addresses below the person's language that the page leads to and that contain `part`.
    pub async fn links(&self, part: &str) -> Vec<String> {
        let all =
            "return [...new Set([...document.querySelectorAll('main a[href]')].map((a) => a.getAttribute('href')))]";
        let found = self.browser().execute(all, Vec::new()).await.expect("the document");
        let found = found.json().as_array().cloned().unwrap_or_default();
        let below = format!("/{}", self.lang);
        found
            .iter()
            .filter_map(|href| href.as_str())
            .filter(|href| href.contains(part))
            .filter_map(|href| href.strip_prefix(&below))
            .map(str::to_owned)
            .collect()
    }

    /// The title of the page.
    pub async fn title(&self) -> String {
        self.browser().title().await.unwrap_or_default()
    }

    /// Opens a file of this machine: a page that no market serves.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open_file(&self, path: &Path) {
        let gone = self.browser().goto(format!("file://{}", path.display())).await;
        gone.expect("a file is opened");
    }
}
