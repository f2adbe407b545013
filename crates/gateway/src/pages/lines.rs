//! Lines and sums as cart, checkout, order and receipt show them: finished words, no types.

use kernel::{Locale, Money, Texts};
use order::{Order, SellerOrder, Totals, order::Line, quote::Seller};
use view::{format, words};

/// So many pieces of something.
#[derive(Clone, Debug)]
pub(crate) struct LineView {
    /// The product's name.
    pub(crate) name: String,
    /// The language of the name.
    pub(crate) lang: &'static str,
    /// Its size and own name.
    pub(crate) size: String,
    /// A small photo.
    pub(crate) photo: Option<String>,
    /// The price of one.
    pub(crate) each: String,
    /// Pieces.
    pub(crate) quantity: i64,
    /// The price of all.
    pub(crate) total: String,
    /// Whether it may be sent back.
    pub(crate) returnable: bool,
}

/// A line of an offer or an order.
pub(crate) fn line(locale: Locale, line: &Line) -> LineView {
    LineView {
        name: line.name.text(locale).to_owned(),
        lang: language(&line.name, locale),
        size: size(locale, &line.variant_name, line.amount, &line.unit),
        photo: line.photo_key.as_deref().map(small_photo),
        each: format::money(locale, Money::mad(line.unit_price_minor)),
        quantity: line.quantity,
        total: format::money(locale, Money::mad(line.total_minor)),
        returnable: line.withdrawal == "standard",
    }
}

/// The lines of an offer or an order.
pub(crate) fn lines<'a>(locale: Locale, all: impl IntoIterator<Item = &'a Line>) -> Vec<LineView> {
    all.into_iter().map(|one| line(locale, one)).collect()
}

/// What a variant is called: its own name, if it has one, and its size.
pub(crate) fn size(locale: Locale, own: &Texts, amount: i64, unit: &str) -> String {
    let size = format::size(locale, amount, unit);
    match own.pick(locale) {
        Some((name, _)) => format!("{name}{}{size}", words::say(locale, "shop-comma")),
        None => size,
    }
}

/// The address of a photo at its smallest.
pub(crate) fn small_photo(key: &str) -> String {
    format!("/media/{key}-160.webp")
}

/// The `lang` of a text that was picked for this reader.
pub(crate) fn language(texts: &Texts, locale: Locale) -> &'static str {
    texts.pick(locale).map_or(locale, |(_, language)| language).code()
}

/// Goods, delivery and both.
#[derive(Clone, Debug)]
pub(crate) struct SumView {
    /// The goods.
    pub(crate) goods: String,
    /// Their delivery.
    pub(crate) delivery: String,
    /// Whether it costs nothing.
    pub(crate) free: bool,
    /// Both.
    pub(crate) total: String,
}

/// A sum in words.
pub(crate) fn sum(locale: Locale, totals: &Totals) -> SumView {
    let money = |minor| format::money(locale, Money::mad(minor));
    SumView {
        goods: money(totals.goods_minor),
        delivery: money(totals.delivery_minor),
        free: totals.delivery_minor == 0,
        total: money(totals.total_minor),
    }
}

/// What is due for an order; none where all of it came to nothing.
pub(crate) fn due(locale: Locale, order: &Order) -> Option<SumView> {
    let some = order.parts.iter().any(SellerOrder::is_due);
    some.then(|| sum(locale, &order.due()))
}

/// Who sells, as law 31-08 art. 29 and law 112-12 art. 11 want it shown.
#[derive(Clone, Debug)]
pub(crate) struct SellerView {
    /// The name.
    pub(crate) name: String,
    /// The language of the name.
    pub(crate) lang: &'static str,
    /// Its page.
    pub(crate) href: String,
    /// Seat.
    pub(crate) seat: String,
    /// Number in the local register.
    pub(crate) register_number: String,
    /// Place of that register.
    pub(crate) register_place: String,
    /// Identifier of enterprises.
    pub(crate) ice: Option<String>,
    /// Food authorisation.
    pub(crate) onssa: Option<String>,
    /// Telephone as people read it.
    pub(crate) phone: String,
    /// Telephone as machines read it.
    pub(crate) tel: String,
    /// E-mail.
    pub(crate) email: Option<String>,
    /// What its band is drawn from.
    pub(crate) seed: String,
}

/// The seller of a part.
pub(crate) fn seller(locale: Locale, seller: &Seller, cooperative: kernel::ids::CooperativeId) -> SellerView {
    SellerView {
        name: seller.name.text(locale).to_owned(),
        lang: language(&seller.name, locale),
        href: format!("/{}/cooperatives/{}", locale.code(), seller.slug),
        seat: seller.seat.clone(),
        register_number: seller.register_number.clone(),
        register_place: seller.register_place.clone(),
        ice: seller.ice.clone(),
        onssa: seller.onssa.clone(),
        phone: kernel::Phone::stored(seller.phone.clone()).display(),
        tel: seller.phone.clone(),
        email: seller.email.clone(),
        seed: cooperative.to_string(),
    }
}

/// A number for `https://wa.me/`.
pub(crate) fn whatsapp(phone: &str) -> String {
    format!("https://wa.me/{}", phone.trim_start_matches('+'))
}
