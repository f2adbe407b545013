//! What reaches a cooperative of each 100 dirhams, as pages draw it: a bar, and the same in words.

use kernel::{Locale, Money};
use market::money::Share;
use view::{
    format,
    words::{self, Arg},
};

/// A bar of 1000 units and the amounts it stands for.
#[derive(Clone, Debug)]
pub(crate) struct ShareView {
    /// What reaches the cooperative.
    pub(crate) cooperative: String,
    /// What the market takes of it, and what of that is tax: a sentence.
    pub(crate) market: String,
    /// Where each piece of the bar begins, how long it is, and the class of its colour.
    pub(crate) pieces: Vec<(i64, i64, &'static str)>,
}

/// A share in words and as a bar that begins where the language does.
pub(crate) fn view(locale: Locale, share: Share) -> ShareView {
    let money = |minor: i64| format::money(locale, Money::mad(minor));
    let args = [
        ("amount", Arg::from(money(share.commission.saturating_add(share.vat)))),
        ("vat", Arg::from(money(share.vat))),
    ];
    let key = match (share.commission, share.vat) {
        (0, 0) => "share-all",
        (_, 0) => "share-market",
        _ => "share-market-vat",
    };
    let mut pieces = Vec::new();
    let mut from = 0_i64;
    for (minor, class) in [(share.cooperative, "p1"), (share.commission, "p2"), (share.vat, "p3")] {
        let until = from.saturating_add(minor);
        let (begins, ends) = (from / 10, until / 10);
        let x = if locale == Locale::Ar { 1_000 - ends } else { begins };
        if ends > begins {
            pieces.push((x, ends - begins, class));
        }
        from = until;
    }
    ShareView {
        cooperative: money(share.cooperative),
        market: words::say_with(locale, key, &args),
        pieces,
    }
}
