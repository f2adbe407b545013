//! The frame around every page: its language, addresses, header and footer, and the small things
//! that templates ask for as `c`: words, money, dates, icons.

use crate::{
    assets, band, format,
    parts::Progress,
    safe::SafeHtml,
    words::{self, Arg},
};
use kernel::{Locale, Micros, Money, Texts};
use std::{borrow::Borrow, cmp::Ordering};

/// How a notice or badge sounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neutral.
    #[default]
    Info,
    /// Something went well.
    Good,
    /// Something needs attention.
    Warn,
    /// Something failed or was refused.
    Bad,
}

impl Tone {
    /// The class in the style sheet: `info`, `good`, `warn`, `bad`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// The icon beside it.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "check",
            Self::Warn | Self::Bad => "warning",
        }
    }
}

/// Who looks at the page, as far as the frame shows it. Public pages are kept for everybody and
/// always have [`Viewer::Anyone`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Viewer {
    /// Nobody in particular.
    #[default]
    Anyone,
    /// A member of a cooperative, on its pages.
    Seller {
        /// Its name in the page's language.
        cooperative_name: String,
        /// Where its pages begin, without the language: `/sell/{cooperative}`.
        root: String,
    },
    /// Somebody who signed in, on pages of their own.
    Person,
    /// An administrator, on the market's pages.
    Admin,
}

/// One entry of a navigation row.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The value of [`Chrome::section`] that marks it as current.
    pub section: &'static str,
    /// The path without the language; a seller's begins at the cooperative's root.
    pub path: &'static str,
    /// The key of its word.
    pub key: &'static str,
    /// Its icon.
    pub icon: &'static str,
}

const fn entry(section: &'static str, path: &'static str, key: &'static str, icon: &'static str) -> Entry {
    Entry {
        section,
        path,
        key,
        icon,
    }
}

const VISITOR: [Entry; 4] = [
    entry("products", "/products", "nav-products", "grid"),
    entry("cooperatives", "/cooperatives", "nav-cooperatives", "people"),
    entry("sell", "/join", "nav-sell", "stall"),
    entry("cart", "/cart", "nav-cart", "basket"),
];
const SELLER: [Entry; 5] = [
    entry("seller-home", "", "nav-seller-home", "home"),
    entry("seller-products", "/products", "nav-seller-products", "grid"),
    entry("seller-orders", "/orders", "nav-seller-orders", "parcel"),
    entry("seller-cooperative", "/members", "nav-seller-cooperative", "stall"),
    entry("account", "/account", "nav-account", "person"),
];
const PERSON: [Entry; 5] = [
    entry("products", "/products", "nav-products", "grid"),
    entry("cooperatives", "/cooperatives", "nav-cooperatives", "people"),
    entry("sell", "/join", "nav-sell", "stall"),
    entry("cart", "/cart", "nav-cart", "basket"),
    entry("account", "/account", "nav-account", "person"),
];
const ADMIN: [Entry; 8] = [
    entry("admin-queue", "/admin", "nav-admin-queue", "list"),
    entry(
        "admin-cooperatives",
        "/admin/cooperatives",
        "nav-admin-cooperatives",
        "people",
    ),
    entry("admin-people", "/admin/people", "nav-admin-people", "key"),
    entry("admin-orders", "/admin/orders", "nav-admin-orders", "parcel"),
    entry("admin-money", "/admin/money", "nav-admin-money", "cash"),
    entry("admin-tariffs", "/admin/tariffs", "nav-admin-tariffs", "lorry"),
    entry("admin-legal", "/admin/legal", "nav-admin-legal", "paper"),
    entry("account", "/account", "nav-account", "person"),
];

/// Everything `base.html` needs to know; page structs carry it as the field `c`.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// The page's language.
    pub locale: Locale,
    /// The title, without the market's name.
    pub title: String,
    /// A sentence for search engines and sharing.
    pub description: String,
    /// The path without the language: `/products/huile-argan`, empty for the home page.
    pub path: String,
    /// The same page in each language, as full paths.
    pub alternates: Vec<(Locale, String)>,
    /// The market's own address without a slash at the end; empty while unknown.
    pub public_url: String,
    /// Whether search engines may list the page.
    pub index: bool,
    /// Structured data (JSON), already safe to stand in a script element.
    pub json_ld: Option<String>,
    /// The full address of a picture for sharing.
    pub og_image: Option<String>,
    /// Who looks.
    pub viewer: Viewer,
    /// Which navigation entry is the current one.
    pub section: &'static str,
    /// A message after something was done, already in the page's language.
    pub notice: Option<(Tone, String)>,
    /// Whether this is the demo market.
    pub demo: bool,
    /// How one can pay besides cash: `card`, `transfer` or `any`; empty where only cash is taken.
    pub early: &'static str,
    /// The moment that the data is from, while the market is in quarantine after a restore.
    pub restored: Option<Micros>,
    /// What stands in the search box.
    pub query: String,
    /// Who runs the market, as the law wants it named; empty while unknown.
    pub operator: String,
    /// Where to write to the market; empty while unknown.
    pub contact: String,
}

impl Chrome {
    /// The frame of a private page: nobody's in particular, hidden from search engines.
    pub fn new(locale: Locale, title: impl Into<String>) -> Self {
        Self {
            locale,
            title: title.into(),
            description: String::new(),
            path: String::new(),
            alternates: default_alternates(""),
            public_url: String::new(),
            index: false,
            json_ld: None,
            og_image: None,
            viewer: Viewer::Anyone,
            section: "",
            notice: None,
            demo: false,
            early: "",
            restored: None,
            query: String::new(),
            operator: String::new(),
            contact: String::new(),
        }
    }

    /// Sets the path without the language, and the same path in every language.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self.alternates = default_alternates(&self.path);
        self
    }

    /// Sets the addresses of this page in each language, where slugs differ.
    #[must_use]
    pub fn with_alternates(mut self, alternates: Vec<(Locale, String)>) -> Self {
        self.alternates = alternates;
        self
    }

    /// Makes the page public: search engines may list it under this description.
    #[must_use]
    pub fn with_index(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self.index = true;
        self
    }

    /// Sets the market's own address.
    #[must_use]
    pub fn with_public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = url.into();
        self
    }

    /// Marks the current navigation entry.
    #[must_use]
    pub fn with_section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// Sets who looks.
    #[must_use]
    pub fn with_viewer(mut self, viewer: Viewer) -> Self {
        self.viewer = viewer;
        self
    }

    /// Sets the message on top, already in the page's language.
    #[must_use]
    pub fn with_notice(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.notice = Some((tone, text.into()));
        self
    }

    /// Says whether cards and transfers are taken, besides cash.
    #[must_use]
    pub const fn with_early(mut self, card: bool, transfer: bool) -> Self {
        self.early = match (card, transfer) {
            (true, true) => "any",
            (true, false) => "card",
            (false, true) => "transfer",
            (false, false) => "",
        };
        self
    }

    /// Says from when the data is, while the market is in quarantine after a restore.
    #[must_use]
    pub fn with_restored(mut self, at: Option<Micros>) -> Self {
        self.restored = at;
        self
    }

    /// Says whether this is the demo market.
    #[must_use]
    pub fn with_demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// Says who runs the market and where to write to.
    #[must_use]
    pub fn with_operator(mut self, operator: impl Into<String>, contact: impl Into<String>) -> Self {
        self.operator = operator.into();
        self.contact = contact.into();
        self
    }

    /// Sets what stands in the search box.
    #[must_use]
    pub fn with_query(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// Adds structured data. `<` is written as `\u003c`, so that no text can end the script element.
    #[must_use]
    pub fn with_json_ld(mut self, data: &serde_json::Value) -> Self {
        self.json_ld = Some(data.to_string().replace('<', "\\u003c"));
        self
    }

    /// Sets the full address of the picture for sharing.
    #[must_use]
    pub fn with_og_image(mut self, url: impl Into<String>) -> Self {
        self.og_image = Some(url.into());
        self
    }

    /// The sentence `key`.
    pub fn t(&self, key: &str) -> String {
        words::say(self.locale, key)
    }

    /// The sentence `key` with one value.
    pub fn tn(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        words::say_with(self.locale, key, &[(name, value.into())])
    }

    /// The sentence `key` with two values.
    pub fn t2(&self, key: &str, name: &str, value: impl Into<Arg>, other: &str, second: impl Into<Arg>) -> String {
        words::say_with(self.locale, key, &[(name, value.into()), (other, second.into())])
    }

    /// The sentence `key` with three values.
    pub fn t3(
        &self,
        key: &str,
        first: (&str, impl Into<Arg>),
        second: (&str, impl Into<Arg>),
        third: (&str, impl Into<Arg>),
    ) -> String {
        let args = [
            (first.0, first.1.into()),
            (second.0, second.1.into()),
            (third.0, third.1.into()),
        ];
        words::say_with(self.locale, key, &args)
    }

    /// An amount with its currency.
    pub fn money(&self, amount: &Money) -> String {
        format::money(self.locale, *amount)
    }

    /// A date in Morocco.
    pub fn date(&self, at: &Micros) -> String {
        format::date(self.locale, *at)
    }

    /// A date and time in Morocco.
    pub fn date_time(&self, at: &Micros) -> String {
        format::date_time(self.locale, *at)
    }

    /// A moment for `<time datetime>`, in whole seconds: the checker takes at most milliseconds.
    pub fn machine_time(&self, at: &Micros) -> String {
        format::machine_time(Micros(at.0 - at.0.rem_euclid(1_000_000)))
    }

    /// The text with ordinary spaces, for narrow places where a date must break.
    pub fn loose(&self, text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    /// A weight in grams.
    pub fn weight(&self, grams: &i64) -> String {
        format::weight(self.locale, *grams)
    }

    /// A whole number.
    pub fn number(&self, number: &i64) -> String {
        format::number(self.locale, *number)
    }

    /// A content in thousandths of a unit.
    pub fn size(&self, amount: &i64, unit: &str) -> String {
        format::size(self.locale, *amount, unit)
    }

    /// The price of a kilogram or litre.
    pub fn unit_price(&self, price: &Money, amount: &i64, unit: &str) -> Option<String> {
        format::unit_price(self.locale, *price, *amount, unit)
    }

    /// The address of `path` in the page's language.
    pub fn url(&self, path: &str) -> String {
        format!("/{}{path}", self.locale)
    }

    /// The full address of this page, for `rel=canonical` and sharing.
    pub fn canonical(&self) -> String {
        format!("{}{}", self.public_url, self.alternate(self.locale))
    }

    /// The full path of this page in a language.
    pub fn alternate(&self, locale: Locale) -> String {
        let own = self.alternates.iter().find(|(l, _)| *l == locale);
        own.map_or_else(|| format!("/{locale}{}", self.path), |(_, path)| path.clone())
    }

    /// The other complete languages: the language, this page's address in it, its own name.
    pub fn languages(&self) -> Vec<(Locale, String, String)> {
        Locale::COMPLETE
            .into_iter()
            .filter(|l| *l != self.locale)
            .map(|l| (l, self.alternate(l), words::say(l, "language-name")))
            .collect()
    }

    /// The text in the reader's language, else the best there is.
    pub fn pick<'a>(&self, texts: &'a Texts) -> &'a str {
        texts.text(self.locale)
    }

    /// The language of [`Chrome::pick`] for a `lang` attribute.
    pub fn pick_lang(&self, texts: &Texts) -> &'static str {
        texts.pick(self.locale).map_or(self.locale, |(_, l)| l).code()
    }

    /// The style sheet.
    pub fn css(&self) -> &'static str {
        assets::style()
    }

    /// The address of a script: `form` for `frontend/scripts/form.js`.
    pub fn script(&self, name: &str) -> &'static str {
        assets::url(&format!("{name}.js"))
    }

    /// The address of any file under `/a/`.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    /// The heading font that this language needs first.
    pub fn font(&self) -> &'static str {
        match self.locale {
            Locale::Ar => assets::url("noto-kufi-arabic-700.arabic.woff2"),
            Locale::Fr | Locale::En => assets::url("noto-kufi-arabic-700.latin.woff2"),
            Locale::Zgh => assets::url("noto-sans-tifinagh-400.woff2"),
        }
    }

    /// A line icon as inline SVG, hidden from screen readers: a word always stands beside it.
    /// Arrows and the lorry turn round in Arabic.
    pub fn icon(&self, name: &str) -> SafeHtml {
        let inside = inner(name);
        let turns = matches!(name, "next" | "back" | "lorry" | "send" | "signout" | "undo");
        let class = if turns { "i flip" } else { "i" };
        SafeHtml::new(format!(
            "<svg class=\"{class}\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{inside}</svg>"
        ))
    }

    /// A two-tone picture (`category-oils`, `empty-basket` …) as inline SVG, hidden from screen
    /// readers.
    pub fn picture(&self, name: &str) -> SafeHtml {
        let view = if name.starts_with("carpet") {
            "0 0 192 96"
        } else {
            "0 0 64 64"
        };
        SafeHtml::new(format!(
            "<svg class=\"pic\" viewBox=\"{view}\" aria-hidden=\"true\">{}</svg>",
            inner(name)
        ))
    }

    /// A cooperative's own band, from its id.
    pub fn band(&self, seed: &str) -> SafeHtml {
        band::band(seed.as_bytes())
    }

    /// The second navigation row: the seller's or the administrator's, else nothing.
    pub fn own_nav(&self) -> &'static [Entry] {
        match self.viewer {
            Viewer::Anyone | Viewer::Person => &[],
            Viewer::Seller { .. } => &SELLER,
            Viewer::Admin => &ADMIN,
        }
    }

    /// Where an entry leads.
    pub fn entry_url(&self, entry: &Entry) -> String {
        match &self.viewer {
            Viewer::Seller { root, .. } if entry.section.starts_with("seller-") => {
                self.url(&format!("{root}{}", entry.path))
            }
            _ => self.url(entry.path),
        }
    }

    /// The visitor's navigation, with the account for somebody who signed in.
    pub fn nav(&self) -> &'static [Entry] {
        match self.viewer {
            Viewer::Person => &PERSON,
            _ => &VISITOR,
        }
    }

    /// How far the step `index` is when `current` is the present one; both count from 0.
    pub fn step(&self, index: impl Borrow<usize>, current: impl Borrow<usize>) -> Progress {
        match index.borrow().cmp(current.borrow()) {
            Ordering::Less => Progress::Done,
            Ordering::Equal => Progress::Now,
            Ordering::Greater => Progress::Ahead,
        }
    }

    /// The name over the second navigation row.
    pub fn own_name(&self) -> String {
        match &self.viewer {
            Viewer::Anyone | Viewer::Person => String::new(),
            Viewer::Seller { cooperative_name, .. } => cooperative_name.clone(),
            Viewer::Admin => self.t("nav-admin"),
        }
    }

    /// The language of the main content, when it is not the page's own: Tamazight pages fall back
    /// to French, and say so.
    pub fn main_lang(&self) -> Option<&'static str> {
        (self.locale == Locale::Zgh).then_some("fr")
    }

    /// The codes that sharing sites expect: `ar_MA`.
    pub fn og_locale(&self) -> &'static str {
        match self.locale {
            Locale::Ar => "ar_MA",
            Locale::Fr => "fr_MA",
            Locale::En => "en_GB",
            Locale::Zgh => "zgh_MA",
        }
    }
}

fn default_alternates(path: &str) -> Vec<(Locale, String)> {
    Locale::COMPLETE
        .into_iter()
        .map(|l| (l, format!("/{l}{path}")))
        .collect()
}

/// What stands inside the `<svg>` of a drawing.
fn inner(name: &str) -> &'static str {
    let inside = assets::drawing(name).and_then(|svg| svg.split_once('>'));
    inside.map_or("", |(_, rest)| rest.strip_suffix("</svg>").unwrap_or(rest))
}
