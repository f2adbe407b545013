//! What search engines read besides the page itself (schema.org, JSON-LD).

use super::pictures;
use crate::App;
use catalogue::{
    revision::Withdrawal,
    shelf::{Maker, ProductPage, Size, Stock},
};
use kernel::Locale;
use serde_json::{Value, json};
use view::{
    Chrome,
    parts::{Crumb, ProductCard},
};

/// Several things on one page.
pub(super) fn graph(things: Vec<Value>) -> Value {
    json!({ "@context": "https://schema.org", "@graph": things })
}

/// The market itself.
pub(super) fn market(app: &App, c: &Chrome) -> Vec<Value> {
    let url = app.public_url();
    let operator = &app.market().settings.operator;
    let mut organisation = json!({
        "@type": "Organization", "@id": format!("{url}/#market"), "name": c.t("site-name"), "url": url,
        "logo": pictures::own(app),
    });
    if let (Some(fields), false) = (organisation.as_object_mut(), operator.email.is_empty()) {
        fields.insert("email".to_owned(), json!(operator.email));
    }
    let search = format!("{url}{}?q={{search_term_string}}", c.url("/products"));
    let site = json!({
        "@type": "WebSite", "name": c.t("site-name"), "url": format!("{url}{}", c.url("")),
        "inLanguage": c.locale.code(),
        "potentialAction": { "@type": "SearchAction", "target": search, "query-input": "required name=search_term_string" },
    });
    vec![organisation, site]
}

/// The way from the home page to this one.
pub(super) fn crumbs(app: &App, crumbs: &[Crumb], here: &str) -> Value {
    let mut steps: Vec<Value> = (1..)
        .zip(crumbs)
        .map(|(position, crumb)| {
            let item = format!("{}{}", app.public_url(), crumb.href);
            json!({ "@type": "ListItem", "position": position, "name": crumb.name, "item": item })
        })
        .collect();
    steps.push(json!({ "@type": "ListItem", "position": crumbs.len() + 1, "name": here }));
    json!({ "@type": "BreadcrumbList", "itemListElement": steps })
}

/// The products of a list, by their addresses.
pub(super) fn list(app: &App, cards: &[ProductCard]) -> Value {
    addresses(app, cards.iter().map(|card| card.href.as_str()))
}

/// A list of pages, by their addresses.
pub(super) fn addresses<'a>(app: &App, hrefs: impl Iterator<Item = &'a str>) -> Value {
    let items: Vec<Value> = (1..)
        .zip(hrefs)
        .map(|(position, href)| {
            json!({ "@type": "ListItem", "position": position, "url": format!("{}{href}", app.public_url()) })
        })
        .collect();
    json!({ "@type": "ItemList", "itemListElement": items })
}

/// A product with an offer for each variant.
pub(super) fn product(app: &App, c: &Chrome, page: &ProductPage) -> Value {
    let locale = c.locale;
    let images: Vec<String> = page
        .shots
        .iter()
        .take(4)
        .map(|shot| pictures::shared(app, &shot.key))
        .collect();
    let images = if images.is_empty() {
        vec![pictures::own(app)]
    } else {
        images
    };
    let home = format!("{}/{locale}/cooperatives/{}", app.public_url(), page.maker.slug);
    let maker = json!({ "@type": "Organization", "name": page.maker.name.text(locale), "url": home });
    let offers: Vec<Value> = page.sizes.iter().map(|size| offer(c, page, size, &maker)).collect();
    json!({
        "@type": "Product", "name": page.name.text(locale), "description": c.description, "image": images,
        "sku": page.id.to_string(), "brand": { "@type": "Brand", "name": page.maker.name.text(locale) },
        "countryOfOrigin": "MA", "url": c.canonical(), "offers": offers,
    })
}

fn offer(c: &Chrome, page: &ProductPage, size: &Size, maker: &Value) -> Value {
    let availability = match size.stock {
        Stock::SoldOut => "https://schema.org/OutOfStock",
        Stock::Last(_) => "https://schema.org/LimitedAvailability",
        Stock::Many => "https://schema.org/InStock",
    };
    let returns = match page.withdrawal {
        Withdrawal::Standard => json!({
            "@type": "MerchantReturnPolicy", "applicableCountry": "MA", "merchantReturnDays": 7,
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        }),
        Withdrawal::Perishable | Withdrawal::Custom => json!({
            "@type": "MerchantReturnPolicy", "applicableCountry": "MA",
            "returnPolicyCategory": "https://schema.org/MerchantReturnNotPermitted",
        }),
    };
    json!({
        "@type": "Offer", "name": view::format::size(c.locale, size.amount.thousandths, size.amount.unit.code()),
        "price": format!("{}.{:02}", size.price_minor / 100, size.price_minor % 100), "priceCurrency": "MAD",
        "availability": availability, "url": c.canonical(), "seller": maker, "hasMerchantReturnPolicy": returns,
        "itemCondition": "https://schema.org/NewCondition",
    })
}

/// A cooperative as a business somewhere.
pub(super) fn maker(app: &App, c: &Chrome, maker: &Maker, region: &str) -> Value {
    let locale: Locale = c.locale;
    let mut address = json!({
        "@type": "PostalAddress", "addressLocality": maker.town, "addressRegion": region, "addressCountry": "MA",
    });
    if let (Some(fields), Some(street)) = (address.as_object_mut(), &maker.address) {
        fields.insert("streetAddress".to_owned(), json!(street));
    }
    json!({
        "@type": "LocalBusiness", "name": maker.name.text(locale), "description": c.description, "url": c.canonical(),
        "telephone": maker.phone, "address": address, "image": c.og_image, "parentOrganization": {
            "@type": "Organization", "name": c.t("site-name"), "url": app.public_url(), "logo": pictures::own(app),
        },
    })
}
