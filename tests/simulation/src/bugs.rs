//! The mistakes that can be planted: what other shops did, and where a seed finds it here.

/// A mistake.
#[derive(Clone, Copy, Debug)]
pub struct Bug {
    /// Its name for `--bug`, and in the code where it is planted.
    pub name: &'static str,
    /// Whose mistake it was.
    pub after: &'static str,
    /// What goes wrong.
    pub what: &'static str,
    /// A seed that finds it, where one is known.
    pub seed: Option<u64>,
}

const fn bug(name: &'static str, after: &'static str, what: &'static str, seed: Option<u64>) -> Bug {
    Bug {
        name,
        after,
        what,
        seed,
    }
}

/// All of them.
pub const BUGS: &[Bug] = &[
    bug("oversell", "saleor#543", "the last unit is sold twice", Some(7)),
    bug(
        "loser-compensates",
        "saleor#15855, medusa#13301",
        "who loses a double click undoes what the winner ordered",
        Some(1),
    ),
    bug(
        "fresh-attempt-key",
        "saleor#19220",
        "each press asks the provider under a new key",
        Some(3),
    ),
    bug(
        "paid-but-gone",
        "medusa#4946",
        "paid, the goods are gone, and nothing goes back",
        None,
    ),
    bug(
        "restore-forgets",
        "medusa#12401",
        "what nobody paid stays reserved",
        Some(2),
    ),
    bug(
        "cart-unlocked",
        "vendure#3398",
        "an offer for another basket is ordered",
        Some(16),
    ),
    bug(
        "failed-refund-counts",
        "vendure#3152",
        "a refund that failed still counts as given back",
        Some(0),
    ),
    bug(
        "settled-thrice",
        "vendure-plugins#620",
        "a payment is settled as often as it is told of",
        Some(3),
    ),
    bug(
        "two-attempts",
        "spree#13938",
        "a second try is opened while the first can still be paid",
        Some(3),
    ),
    bug(
        "own-hold",
        "woocommerce#67354",
        "a buyer's own reservation stands in their way",
        Some(0),
    ),
    bug(
        "told-twice",
        "dokan#2994",
        "people are told as often as a job runs",
        Some(4),
    ),
    bug("rounds-up", "dokan#905, #3324", "the commission is rounded up", Some(0)),
    bug(
        "fresh-refund-key",
        "eliza#10279",
        "a refund that is tried again is another refund",
        Some(9),
    ),
    bug(
        "blended-rate",
        "polar#4428, tezgah#144",
        "a refund takes the commission back at another rate than the sale's",
        Some(40),
    ),
    bug(
        "failed-is-done",
        "hyperswitch#3408",
        "a job that failed counts as done",
        Some(7),
    ),
    bug(
        "stale-overwrites",
        "shopware#19037",
        "old news overwrites what was paid",
        None,
    ),
    bug("amount-unchecked", "InvoicePlane#1616", "any amount pays", Some(80)),
    bug("currency-unchecked", "InvoicePlane#1616", "any currency pays", None),
    bug(
        "overflow",
        "SimplCommerce#1110",
        "a product of amounts does not fit into 32 bits",
        Some(22),
    ),
    bug(
        "unknown-releases",
        "spree#14500",
        "a payout of which nobody knows counts as failed, and its lines are paid out again",
        Some(3),
    ),
    bug(
        "bounces-twice",
        "an earlier Tiwizi",
        "a refund that bounces is money once for the statement, and once more for whoever says so",
        Some(0),
    ),
    bug(
        "twice-stays",
        "an earlier Tiwizi",
        "of two refunds that a buyer had one comes back, and they are asked for an account once more",
        None,
    ),
    bug("any-token", "eShop#996", "any token opens any order", Some(5)),
];

/// The mistake of this name.
pub fn named(name: &str) -> Option<&'static Bug> {
    BUGS.iter().find(|bug| bug.name == name)
}
