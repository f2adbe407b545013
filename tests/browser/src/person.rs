//! Somebody at a screen: goes to pages, types, presses, and sees.

use crate::{Driver, Site, checks};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tempfile::TempDir;
use thirtyfour::{By, WebDriver, WebElement, error::WebDriverResult};

/// How long a page may take to come or to change.
const PATIENCE: Duration = Duration::from_secs(20);

/// What somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 360 by 740.
    Phone,
    /// 1280 by 900.
    Laptop,
}

impl Screen {
    fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Laptop => "laptop",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Phone => Self::Laptop,
            Self::Laptop => Self::Phone,
        }
    }

    fn size(self) -> (u32, u32) {
        match self {
            Self::Phone => (360, 740),
            Self::Laptop => (1280, 900),
        }
    }
}

/// Somebody with an own browser: own cookies, own language, own screen.
pub struct Person {
    driver: Option<WebDriver>,
    base: String,
    /// The language of the pages: `ar`, `fr` or `en`.
    pub lang: &'static str,
    screen: Screen,
    scripts: bool,
    name: String,
    shots: PathBuf,
    count: AtomicUsize,
    findings: Arc<Mutex<Vec<String>>>,
    _profile: TempDir,
}

impl Person {
    /// Sits somebody down. `journey` and `name` say whose pictures and findings these are.
    pub async fn sit(
        driver: &Driver,
        site: &Site,
        journey: &str,
        name: &str,
        lang: &'static str,
        screen: Screen,
        scripts: bool,
    ) -> Self {
        let profile = TempDir::with_prefix("tiwizi-browser-").expect("a profile");
        let browser = driver.open(&profile, scripts, lang).await;
        let person = Self {
            driver: Some(browser),
            base: site.base.clone(),
            lang,
            screen,
            scripts,
            name: name.to_owned(),
            shots: shots().join(journey),
            count: AtomicUsize::new(0),
            findings: site.findings(),
            _profile: profile,
        };
        person.hold(screen).await;
        person
    }

    pub(crate) fn browser(&self) -> &WebDriver {
        self.driver.as_ref().expect("a browser")
    }

    async fn hold(&self, screen: Screen) {
        let (width, height) = screen.size();
        self.measure(width, height, screen == Screen::Phone).await;
    }

    async fn measure(&self, width: u32, height: u32, mobile: bool) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    async fn devtools(&self, method: &str, parameters: Value) -> Value {
        self.browser()
            .cdp()
            .send_raw(method, parameters)
            .await
            .unwrap_or_default()
    }

    /// The path of the page in front of the person, with its query.
    pub async fn path(&self) -> String {
        let url = self
            .browser()
            .current_url()
            .await
            .map(|url| url.to_string())
            .unwrap_or_default();
        url.strip_prefix(&self.base).unwrap_or(&url).to_owned()
    }

    /// Opens a path of the market below the person's language (`/cart`), or a whole address.
    pub async fn open(&self, path: &str) {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}/{}{path}", self.base, self.lang)
        };
        let gone = self.browser().goto(url).await;
        self.must(&format!("open {path}"), gone).await;
    }

    /// Opens the page again.
    pub async fn reload(&self) {
        let done = self.browser().refresh().await;
        self.must("reload", done).await;
    }

    /// The element, which must be there.
    pub async fn find(&self, css: &str) -> WebElement {
        let found = self.browser().find(By::Css(css)).await;
        self.must(&format!("find {css}"), found).await
    }

    /// How many there are.
    pub async fn count(&self, css: &str) -> usize {
        self.browser()
            .find_all(By::Css(css))
            .await
            .map(|all| all.len())
            .unwrap_or_default()
    }

    /// The words of an element.
    pub async fn words(&self, css: &str) -> String {
        let text = self.find(css).await.text().await;
        self.must(&format!("read {css}"), text).await
    }

    /// An attribute of an element; empty when it has none.
    pub async fn attribute(&self, css: &str, name: &str) -> String {
        let value = self.find(css).await.attr(name).await;
        self.must(&format!("read {name} of {css}"), value)
            .await
            .unwrap_or_default()
    }

    /// Whether the page shows these words.
    pub async fn sees(&self, words: &str) -> bool {
        plain(&self.words("body").await).contains(&plain(words))
    }

    /// The page must show these words.
    ///
    /// # Panics
    /// When it does not.
    pub async fn must_see(&self, words: &str) {
        if !self.sees(words).await {
            self.stop(&format!("should see “{words}”")).await;
        }
    }

    /// The page must not show these words.
    ///
    /// # Panics
    /// When it does.
    pub async fn must_not_see(&self, words: &str) {
        if self.sees(words).await {
            self.stop(&format!("should not see “{words}”")).await;
        }
    }

    /// Opens the page again until it has such an element: what is public follows within two seconds.
    pub async fn wait_for(&self, css: &str) {
        let until = Instant::now() + PATIENCE;
        while self.count(css).await == 0 {
            if Instant::now() > until {
                self.stop(&format!("waits in vain for {css}")).await;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
            self.reload().await;
        }
    }

    /// Waits on the same page until it has such an element: what a script adds.
    pub async fn wait_here(&self, css: &str) {
        let until = Instant::now() + PATIENCE;
        while self.count(css).await == 0 {
            if Instant::now() > until {
                self.stop(&format!("waits in vain for {css}")).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Types into the field with this name, in place of what is there.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.find(&field(name)).await;
        let cleared = field.clear().await;
        self.must(&format!("clear {name}"), cleared).await;
        if !value.is_empty() {
            let typed = field.send_keys(value).await;
            self.must(&format!("type into {name}"), typed).await;
        }
    }

    /// Gives files to the field with this name.
    pub async fn attach(&self, name: &str, files: &[PathBuf]) {
        let paths: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        let given = self.find(&field(name)).await.send_keys(paths.join("\n")).await;
        self.must(&format!("attach to {name}"), given).await;
    }

    /// Picks an option of a list.
    pub async fn select(&self, name: &str, value: &str) {
        self.click(&format!("select[name=\"{name}\"] option[value=\"{value}\"]"))
            .await;
    }

    /// Ticks a box or a radio card, by pressing its label as people do.
    pub async fn tick(&self, name: &str, value: &str) {
        let css = format!("input[name=\"{name}\"][value=\"{value}\"]");
        let input = self.find(&css).await;
        if input.is_selected().await.unwrap_or(false) {
            return;
        }
        let label = input.find(By::XPath("./ancestor::label")).await;
        let clicked = self.must(&format!("the label of {css}"), label).await.click().await;
        self.must(&format!("tick {css}"), clicked).await;
        if !self.find(&css).await.is_selected().await.unwrap_or(false) {
            self.stop(&format!("{css} does not stay ticked")).await;
        }
    }

    /// Clicks something that leads nowhere else.
    pub async fn click(&self, css: &str) {
        let clicked = self.find(css).await.click().await;
        self.must(&format!("click {css}"), clicked).await;
    }

    /// Presses a button or follows a link, and waits for the next page.
    pub async fn press(&self, css: &str) {
        let before = self.document().await;
        self.click(css).await;
        let until = Instant::now() + PATIENCE;
        loop {
            let now = self.document().await;
            if now.is_some() && now != before {
                return;
            }
            if Instant::now() > until {
                self.stop(&format!("{css} was pressed and no page came")).await;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Sends the form of the page by its main button.
    pub async fn send(&self) {
        self.press("main form button.main").await;
    }

    /// Presses keys as on a keyboard, on whatever has the focus.
    pub async fn keys(&self, keys: impl AsRef<str>) {
        let pressed = self.browser().action_chain().send_keys(keys.as_ref()).perform().await;
        self.must("press keys", pressed).await;
    }

    /// The document's own mark: another page has another.
    async fn document(&self) -> Option<String> {
        let root = self.browser().find(By::Css("html")).await.ok()?;
        Some(root.element_id().to_string())
    }

    /// Examines the page and takes its picture, on the person's screen.
    pub async fn look(&self, step: &str) {
        self.examine(step, self.screen).await;
        if self.screen == Screen::Phone {
            self.narrow(step).await;
        }
    }

    /// [`Self::look`], and the same page on the other screen too.
    pub async fn look_twice(&self, step: &str) {
        self.look(step).await;
        let other = self.screen.other();
        self.hold(other).await;
        self.examine(step, other).await;
        if other == Screen::Phone {
            self.narrow(step).await;
        }
        self.hold(self.screen).await;
    }

    async fn examine(&self, step: &str, screen: Screen) {
        let mut wrong = checks::page(self.browser(), self.lang).await;
        if self.scripts {
            wrong.extend(checks::axe(self.browser()).await);
        }
        wrong.extend(checks::console(self.browser()).await);
        self.note(step, screen.name(), wrong).await;
        let number = self
            .count
            .fetch_add(usize::from(screen == self.screen), Ordering::Relaxed);
        let number = number + usize::from(screen == self.screen);
        let file = format!("{}-{number:02}-{step}-{}-{}.png", self.name, self.lang, screen.name());
        self.picture(&file).await;
    }

    /// The narrowest telephones too must not scroll sideways.
    async fn narrow(&self, step: &str) {
        self.measure(320, 640, true).await;
        let wrong = checks::page(self.browser(), self.lang).await;
        self.note(
            step,
            "320 px",
            wrong.into_iter().filter(|w| w.starts_with("scrolls")).collect(),
        )
        .await;
        self.hold(self.screen).await;
    }

    async fn note(&self, step: &str, screen: &str, wrong: Vec<String>) {
        if wrong.is_empty() {
            return;
        }
        let path = self.path().await;
        let mut findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        findings.extend(
            wrong
                .into_iter()
                .map(|w| format!("{} {step} ({}, {screen}) {path}\n    {w}", self.name, self.lang)),
        );
    }

    async fn picture(&self, file: &str) {
        let size = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let side = |name: &str| size["cssContentSize"][name].as_f64().unwrap_or(360.0);
        let clip = json!({ "x": 0, "y": 0, "width": side("width"), "height": side("height").min(7000.0), "scale": 1 });
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let shot = self.devtools("Page.captureScreenshot", wanted).await;
        if let Ok(bytes) = STANDARD.decode(shot["data"].as_str().unwrap_or_default()) {
            fs::create_dir_all(&self.shots).ok();
            fs::write(self.shots.join(file), bytes).ok();
        }
    }

    /// The bytes of the file behind a link, as the page itself can fetch them.
    pub async fn fetch(&self, css: &str) -> Vec<u8> {
        let href = self.attribute(css, "href").await;
        let script = "const [href, done] = arguments; fetch(href).then(async (answer) => { \
            if (!answer.ok) throw answer.status; let text = ''; \
            for (const byte of new Uint8Array(await answer.arrayBuffer())) text += String.fromCharCode(byte); \
            done(btoa(text)); }).catch((why) => done('! ' + why));";
        let fetched = self.browser().execute_async(script, vec![json!(href)]).await;
        let fetched = self.must(&format!("fetch {css}"), fetched).await;
        let text = fetched.json().as_str().unwrap_or_default().to_owned();
        match STANDARD.decode(&text) {
            Ok(bytes) => bytes,
            Err(_) => self.stop(&format!("fetches {href} in vain: {text}")).await,
        }
    }

    /// Keeps a file beside the pictures.
    pub fn keep(&self, file: &str, bytes: &[u8]) {
        fs::create_dir_all(&self.shots).ok();
        fs::write(self.shots.join(format!("{}-{file}", self.name)), bytes).ok();
    }

    /// Whether a script that is not ours ran here: a dialog is open, or the mark of the payloads is set.
    pub async fn is_attacked(&self) -> bool {
        if self.browser().get_alert_text().await.is_ok() {
            return true;
        }
        let mark = self
            .browser()
            .execute("return window.__xss !== undefined", Vec::new())
            .await;
        !mark.is_ok_and(|mark| mark.json() == &json!(false))
    }

    /// How the page looks on paper: its picture, and whether the browser makes a document of it.
    pub async fn print(&self, step: &str) {
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }))
            .await;
        let shown = self
            .browser()
            // The mark of the market stays as a letterhead; what leads elsewhere does not.
            .find_all(By::Css(".top .langs, .top .find, .top .links, footer.foot, .no-print"))
            .await
            .unwrap_or_default();
        let mut wrong = Vec::new();
        for element in shown {
            if element.is_displayed().await.unwrap_or(false) {
                let text = element.text().await.unwrap_or_default();
                wrong.push(format!("is printed: {}", text.lines().next().unwrap_or_default()));
            }
        }
        self.picture(&format!("{}-{step}-{}-paper.png", self.name, self.lang))
            .await;
        let paper = self
            .devtools("Page.printToPDF", json!({ "preferCSSPageSize": true }))
            .await;
        let bytes = STANDARD
            .decode(paper["data"].as_str().unwrap_or_default())
            .unwrap_or_default();
        if !bytes.starts_with(b"%PDF") {
            wrong.push("cannot be printed".to_owned());
        }
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": "" }))
            .await;
        self.note(step, "paper", wrong).await;
    }

    /// Examines without a picture: the console and the page itself.
    pub async fn glance(&self, step: &str) {
        let mut wrong = checks::page(self.browser(), self.lang).await;
        wrong.extend(checks::console(self.browser()).await);
        self.note(step, self.screen.name(), wrong).await;
    }

    /// Leaves, and closes the browser.
    pub async fn leave(mut self) {
        if let Some(driver) = self.driver.take() {
            driver.quit().await.ok();
        }
    }

    async fn must<T>(&self, what: &str, result: WebDriverResult<T>) -> T {
        match result {
            Ok(value) => value,
            Err(error) => {
                let error = error.to_string();
                self.stop(&format!("cannot {what}: {}", error.lines().next().unwrap_or_default()))
                    .await
            }
        }
    }

    async fn stop(&self, why: &str) -> ! {
        self.picture(&format!("{}-failed-{}.png", self.name, self.lang)).await;
        let shown = match self.browser().find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        };
        let found = self.findings.lock().unwrap_or_else(PoisonError::into_inner).join("\n");
        panic!(
            "{} at {} {why}\n--- the page:\n{shown}\n--- wrong before:\n{found}",
            self.name,
            self.path().await
        );
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // The driver closes its browsers when it goes; asking from here would block.
        if let Some(driver) = self.driver.take() {
            driver.leak().ok();
        }
    }
}

/// The visible field with this name.
fn field(name: &str) -> String {
    format!("[name=\"{name}\"]:not([type=hidden])")
}

/// Words as they are compared: without marks of direction, with plain spaces.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' | '\u{61c}'))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect()
}

/// Where pictures of the pages are kept: `target/shots`, which git does not.
fn shots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/shots")
}
