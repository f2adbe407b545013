//! From what the catalogue knows of products and photos to the small parts that pages show.

use crate::{App, state::Reference};
use catalogue::{
    shelf::{Card, Shot},
    stock::FEW,
};
use kernel::{Locale, Money, Texts};
use view::{
    Tone,
    parts::{Picture, ProductCard},
    words,
};

/// The address of a product page, without the language; `None` where it has none.
pub(crate) fn product_path(slugs: &Texts, locale: Locale) -> Option<String> {
    slugs.pick(locale).map(|(slug, _)| format!("/products/{slug}"))
}

/// A photo in all its widths. The picture that stands for the rest is 640 pixels wide, or the widest
/// there is below that.
pub(crate) fn picture(shot: &Shot, alt: &str) -> Picture {
    let address = |width: u32| format!("/media/{}-{width}.webp", shot.key);
    let widest = shot.sizes.last().copied().unwrap_or_default();
    let plain = shot
        .sizes
        .iter()
        .copied()
        .filter(|width| *width <= 640)
        .max()
        .unwrap_or(widest);
    let set: Vec<String> = shot
        .sizes
        .iter()
        .map(|width| format!("{} {width}w", address(*width)))
        .collect();
    Picture {
        src: address(plain),
        srcset: set.join(", "),
        width: shot.width,
        height: shot.height,
        alt: alt.to_owned(),
    }
}

/// The full address of the JPEG of a photo, for sharing and search engines.
pub(crate) fn shared(app: &App, key: &str) -> String {
    format!("{}/media/{key}-1024.jpg", app.public_url())
}

/// The full address of the market's own picture, where a page has none.
pub(crate) fn own(app: &App) -> String {
    format!("{}{}", app.public_url(), view::assets::url("icon-512.png"))
}

/// A product in a list.
pub(crate) fn card(reference: &Reference, locale: Locale, card: &Card) -> ProductCard {
    let (name, lang) = card.name.pick(locale).unwrap_or(("", locale));
    ProductCard {
        href: product_path(&card.slugs, locale)
            .map(|path| format!("/{locale}{path}"))
            .unwrap_or_default(),
        name: name.to_owned(),
        lang: lang.code(),
        picture: card.shot.as_ref().map(|shot| picture(shot, "")),
        by: format!(
            "{}\u{a0}· {}",
            card.cooperative_name.text(locale),
            town(reference, locale, &card.town)
        ),
        price: Money::mad(card.price_minor),
        from: card.dearest_minor > card.price_minor,
        unit_price: card.amount.and_then(|amount| {
            view::format::unit_price(
                locale,
                Money::mad(card.price_minor),
                amount.thousandths,
                amount.unit.code(),
            )
        }),
        badge: badge(locale, card),
    }
}

/// Several products in a list.
pub(crate) fn cards(reference: &Reference, locale: Locale, cards: &[Card]) -> Vec<ProductCard> {
    cards.iter().map(|one| card(reference, locale, one)).collect()
}

/// The town in the reader's language, where the market knows it.
pub(crate) fn town(reference: &Reference, locale: Locale, typed: &str) -> String {
    let known = reference.places.town_named(typed);
    known.map_or(typed, |town| town.name.text(locale)).to_owned()
}

/// A sentence that names the language of a text, where it is not the reader's.
pub(crate) fn foreign(locale: Locale, texts: &Texts) -> Option<String> {
    let (_, own) = texts.pick(locale).filter(|(_, own)| *own != locale)?;
    let language = words::say(locale, &format!("language-{own}"));
    Some(words::plain(
        locale,
        "shop-text-in",
        &[("language", words::Arg::from(language))],
    ))
}

fn badge(locale: Locale, card: &Card) -> Option<(Tone, String)> {
    if card.left == 0 {
        return Some((Tone::Bad, words::say(locale, "shop-sold-out")));
    }
    if card.left <= FEW {
        let left = [("count", words::Arg::from(card.left))];
        return Some((Tone::Warn, words::plain(locale, "shop-last", &left)));
    }
    let key = format!("shop-badge-{}", card.label_code.as_deref()?);
    words::has(locale, &key).then(|| (Tone::Good, words::say(locale, &key)))
}
