//! What the operator of a market decides.

use crate::cash::Cash;
use kernel::time::DAY;
use serde::Deserialize;

/// Settings that change what the market says or does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where people reach the market, without a slash at the end: `https://market.example`.
    pub public_url: String,
    /// The name of the market.
    pub name: String,
    /// Whether this is a demonstration: demo telephones are valid, codes and notices are shown.
    pub demo: bool,
    /// Who runs the market.
    pub operator: Operator,
    /// Above how many centimes the office pays a refund only when a second person has agreed.
    pub refund_second_above: i64,
    /// How long the goods of an accepted return are waited for before the office looks, in microseconds.
    #[serde(default = "goods_within")]
    pub goods_within: i64,
    /// Whether pages show what reaches a cooperative of each 100 dirhams.
    pub show_share: bool,
    /// How cooperatives are paid what the market collected for them.
    pub payouts: Payouts,
    /// How cash on delivery is guarded.
    #[serde(default)]
    pub cash: Cash,
}

const fn goods_within() -> i64 {
    14 * DAY
}

/// How cooperatives are paid what the market collected for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payouts {
    /// On which day of the week payouts are drafted.
    pub day: PayDay,
    /// Less than this waits for the next time, in dirhams.
    pub minimum: i64,
    /// Above this, in dirhams, whoever approves a payout must be another person than who drafted it, and a second one
    /// must agree that it failed, or came back.
    pub second_person_above: i64,
    /// After so many days without a word from the bank what was handed to it counts as unknown.
    pub unknown_after_days: i64,
}

impl Default for Payouts {
    fn default() -> Self {
        Self {
            day: PayDay::Monday,
            minimum: 100,
            second_person_above: 5_000,
            unknown_after_days: 10,
        }
    }
}

impl Payouts {
    /// The smallest payout, in centimes.
    pub const fn minimum_minor(&self) -> i64 {
        self.minimum.saturating_mul(100)
    }

    /// What one person may decide alone, in centimes.
    pub const fn alone_minor(&self) -> i64 {
        self.second_person_above.saturating_mul(100)
    }
}

/// A day of the week, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PayDay {
    /// By hand alone.
    Off,
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl PayDay {
    /// Its number: 1 is Monday, 7 is Sunday.
    pub const fn number(self) -> Option<i8> {
        match self {
            Self::Off => None,
            Self::Monday => Some(1),
            Self::Tuesday => Some(2),
            Self::Wednesday => Some(3),
            Self::Thursday => Some(4),
            Self::Friday => Some(5),
            Self::Saturday => Some(6),
            Self::Sunday => Some(7),
        }
    }
}

/// Who runs the market, as the law wants it shown on every page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operator {
    /// The legal name.
    pub name: String,
    /// The seat.
    pub address: String,
    /// A telephone without surcharge.
    pub phone: String,
    /// An e-mail address for complaints.
    pub email: String,
    /// The receipt number of the declaration to the CNDP (law 09-08).
    pub cndp: String,
    /// Common identifier of enterprises (ICE), for invoices.
    pub ice: String,
    /// Number with the tax office (identifiant fiscal), for invoices.
    pub tax_number: String,
    /// Number of the professional tax (taxe professionnelle), for invoices.
    pub licence_number: String,
    /// Number in the commercial register, where there is one, for invoices.
    pub trade_number: String,
}

impl Operator {
    /// What every invoice must name of whoever issues it (CGI 145-III and 145-VIII) and is not known, by the keys of the
    /// configuration.
    pub fn missing_on_invoices(&self) -> Vec<&'static str> {
        let wanted = [
            ("operator.name", &self.name),
            ("operator.address", &self.address),
            ("operator.ice", &self.ice),
            ("operator.tax_number", &self.tax_number),
            ("operator.licence_number", &self.licence_number),
        ];
        let missing = wanted.into_iter().filter(|(_, value)| value.trim().is_empty());
        missing.map(|(key, _)| key).collect()
    }
}
