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
    let (by, by_lang) = card.cooperative_name.pick(locale).unwrap_or(("", locale));
    let place = town(reference, locale, &card.town);
    ProductCard {
        href: product_path(&card.slugs, locale)
            .map(|path| format!("/{locale}{path}"))
            .unwrap_or_default(),
        name: name.to_owned(),
        lang: lang.code(),
        picture: card.shot.as_ref().map(|shot| picture(shot, "")),
        by: by.to_owned(),
        by_lang: if by_lang == locale { "" } else { by_lang.code() },
        place: place.name,
        place_lang: place.lang,
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
pub(crate) fn cards<'a>(
    reference: &Reference,
    locale: Locale,
    cards: impl IntoIterator<Item = &'a Card>,
) -> Vec<ProductCard> {
    cards.into_iter().map(|one| card(reference, locale, one)).collect()
}

/// A town in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Town {
    /// Its name.
    pub(crate) name: String,
    /// The language of the name, where it is not the page's; else empty.
    pub(crate) lang: &'static str,
}

/// The town in the reader's language, where the market knows it; else as it was written, with the
/// language that its letters tell, so that it is read and set as what it is.
pub(crate) fn town(reference: &Reference, locale: Locale, typed: &str) -> Town {
    if let Some((name, own)) = reference
        .places
        .town_named(typed)
        .and_then(|town| town.name.pick(locale))
    {
        return Town {
            name: name.to_owned(),
            lang: if own == locale || locale == Locale::En {
                ""
            } else {
                own.code()
            },
        };
    }
    let arabic = typed.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
    let lang = match (arabic, locale) {
        (true, Locale::Ar) => "",
        (true, _) => "ar",
        (false, Locale::Fr | Locale::En) => "",
        (false, _) => "fr",
    };
    Town {
        name: typed.to_owned(),
        lang,
    }
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
