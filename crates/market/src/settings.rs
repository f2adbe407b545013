//! What the operator of a market decides.

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
    /// Whether pages show what reaches a cooperative of each 100 dirhams.
    pub show_share: bool,
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
}
