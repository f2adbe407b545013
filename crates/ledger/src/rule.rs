//! Rules of commission: for the market, a category, a cooperative or a product, from a day on. The most
//! specific one in force when something is sold is frozen with it; later rules change nothing sold.

use crate::{Error, commission::Rate, entity::commission_rule};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{CooperativeId, PersonId, ProductId, RuleId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use std::collections::{BTreeMap, BTreeSet};

kernel::text_enum! {
    /// How far a rule reaches, the least specific first.
    Scope {
        /// Everything.
        Market = "market",
        /// A category and those in it.
        Category = "category",
        /// What a cooperative sells.
        Cooperative = "cooperative",
        /// One product.
        Product = "product",
    }
}

/// Most rules that are in force at once.
const MOST: u64 = 10_000;
/// The most that a rule takes of each piece, in centimes. Above it somebody mistyped.
const MOST_FIXED: i64 = 100_000;

/// What a rule is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum For {
    /// Everything.
    Market,
    /// A category, by its code.
    Category(String),
    /// A cooperative.
    Cooperative(CooperativeId),
    /// A product.
    Product(ProductId),
}

impl For {
    fn stored(&self) -> (Scope, String) {
        match self {
            Self::Market => (Scope::Market, String::new()),
            Self::Category(code) => (Scope::Category, code.clone()),
            Self::Cooperative(id) => (Scope::Cooperative, id.to_string()),
            Self::Product(id) => (Scope::Product, id.to_string()),
        }
    }
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id.
    pub id: RuleId,
    /// How far it reaches.
    pub scope: Scope,
    /// Of what: a category's code or an id; nothing for the market.
    pub subject: String,
    /// What it asks.
    pub rate: Rate,
    /// Since when.
    pub from: Micros,
    /// Until when; `None` while nobody ended it.
    pub until: Option<Micros>,
    /// Who made it.
    pub by: Option<PersonId>,
    /// Who ended it.
    pub ended_by: Option<PersonId>,
}

/// What is sold, as far as rules ask.
#[derive(Clone, Copy, Debug)]
pub struct Sold<'a> {
    /// The product.
    pub product: ProductId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// Its category and those above, its own first.
    pub categories: &'a [String],
}

/// The rule for what is sold, among those in force: product before cooperative before category
/// before market; the nearer category; then the one that began last.
pub fn choose<'a>(rules: &'a [Rule], sold: &Sold<'_>) -> Option<&'a Rule> {
    let (product, cooperative) = (sold.product.to_string(), sold.cooperative.to_string());
    let nearness = |rule: &Rule| match rule.scope {
        Scope::Market => Some(0),
        Scope::Category => {
            let above = sold.categories.iter().position(|code| *code == rule.subject)?;
            Some(sold.categories.len().saturating_sub(above))
        }
        Scope::Cooperative => (rule.subject == cooperative).then_some(0),
        Scope::Product => (rule.subject == product).then_some(0),
    };
    rules
        .iter()
        .filter_map(|rule| Some(((rule.scope, nearness(rule)?, rule.from, rule.id), rule)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, rule)| rule)
}

/// Those in force that apply to nothing, because a later one has the same reach: what [`choose`] never takes.
pub fn replaced(rules: &[Rule], now: Micros) -> BTreeSet<RuleId> {
    let in_force = |rule: &&Rule| rule.from <= now && rule.until.is_none_or(|until| until > now);
    let mut last: BTreeMap<(Scope, &str), &Rule> = BTreeMap::new();
    let mut replaced = BTreeSet::new();
    for rule in rules.iter().filter(in_force) {
        let place = last.entry((rule.scope, &rule.subject)).or_insert(rule);
        if (rule.from, rule.id) > (place.from, place.id) {
            replaced.insert(std::mem::replace(place, rule).id);
        } else if rule.id != place.id {
            replaced.insert(rule.id);
        }
    }
    replaced
}

/// The rules in force.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_in_force(db: &impl Read, now: Micros) -> Result<Vec<Rule>, Error> {
    let not_over = Condition::any()
        .add(commission_rule::Column::ValidUntil.is_null())
        .add(commission_rule::Column::ValidUntil.gt(now));
    list(
        db,
        Condition::all()
            .add(commission_rule::Column::ValidFrom.lte(now))
            .add(not_over),
    )
    .await
}

/// All rules, those of the future and of the past too, for administrators.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_all(db: &impl Read) -> Result<Vec<Rule>, Error> {
    list(db, Condition::all()).await
}

async fn list(db: &impl Read, which: Condition) -> Result<Vec<Rule>, Error> {
    let rows = commission_rule::Entity::find()
        .filter(which)
        .order_by_desc(commission_rule::Column::ValidFrom)
        .order_by_desc(commission_rule::Column::Id)
        .limit(MOST)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Rule::from).collect())
}

/// Makes a rule from `from` on. An earlier one of the same scope needs no end: the later one wins.
///
/// # Errors
/// [`Error::Rule`] for a rate that cannot be, or a beginning in the past; when the database refuses.
pub async fn open(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    what: &For,
    rate: Rate,
    from: Micros,
) -> Result<RuleId, Error> {
    let possible = (0..=5000).contains(&rate.bps)
        && (0..=5000).contains(&rate.vat_bps)
        && (0..=MOST_FIXED).contains(&rate.fixed_minor)
        && (rate.bps == 0 || rate.fixed_minor == 0)
        && from >= mint.now;
    if !possible {
        return Err(Error::Rule);
    }
    let id = mint.id();
    let (scope, subject) = what.stored();
    let row = commission_rule::ActiveModel {
        id: Set(id),
        scope: Set(scope),
        subject: Set(subject),
        bps: Set(rate.bps),
        fixed_minor: Set(rate.fixed_minor),
        vat_bps: Set(rate.vat_bps),
        valid_from: Set(from),
        valid_until: Set(None),
        created_by: Set(by),
        created_at: Set(mint.now),
        ended_by: Set(None),
    };
    commission_rule::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(id)
}

/// Ends a rule now, or one that has not begun a moment after it does.
///
/// # Errors
/// [`Error::Unknown`] for one that is over or never was; when the database refuses.
pub async fn end(tx: &Tx, mint: &Mint, by: Option<PersonId>, id: RuleId) -> Result<(), Error> {
    let first = Expr::col(commission_rule::Column::ValidFrom).add(1);
    let now = Expr::value(mint.now);
    let until = Expr::case(commission_rule::Column::ValidFrom.gte(mint.now), first).finally(now);
    let done = commission_rule::Entity::update_many()
        .col_expr(commission_rule::Column::ValidUntil, until.into())
        .col_expr(commission_rule::Column::EndedBy, Expr::value(by))
        .filter(commission_rule::Column::Id.eq(id))
        .filter(commission_rule::Column::ValidUntil.is_null())
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unknown)
    }
}

impl From<commission_rule::Model> for Rule {
    fn from(row: commission_rule::Model) -> Self {
        Self {
            id: row.id,
            scope: row.scope,
            subject: row.subject,
            rate: Rate {
                bps: row.bps,
                fixed_minor: row.fixed_minor,
                vat_bps: row.vat_bps,
            },
            from: row.valid_from,
            until: row.valid_until,
            by: row.created_by,
            ended_by: row.ended_by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_most_specific_rule_wins_then_the_nearer_category_then_the_later() {
        let (product, cooperative) = (ProductId(Uuid::from_u128(7)), CooperativeId(Uuid::from_u128(8)));
        let rule = |n: u128, what: For, from: i64| {
            let (scope, subject) = what.stored();
            Rule {
                id: RuleId(Uuid::from_u128(n)),
                scope,
                subject,
                rate: Rate::default(),
                from: Micros(from),
                until: None,
                by: None,
                ended_by: None,
            }
        };
        // From the one that wins over all to the one that wins over none.
        let rules = [
            rule(1, For::Product(product), 1),
            rule(2, For::Cooperative(cooperative), 3),
            rule(3, For::Cooperative(cooperative), 2),
            rule(4, For::Category("oils".to_owned()), 1),
            rule(5, For::Category("food".to_owned()), 9),
            rule(6, For::Market, 9),
            rule(0, For::Market, 9),
        ];
        let others = [
            rule(8, For::Product(ProductId(Uuid::nil())), 9),
            rule(9, For::Category("craft".to_owned()), 9),
        ];
        let categories = ["oils".to_owned(), "food".to_owned()];
        let sold = Sold {
            product,
            cooperative,
            categories: &categories,
        };
        for left in 0..rules.len() {
            let all: Vec<Rule> = others.iter().chain(rules[left..].iter().rev()).cloned().collect();
            assert_eq!(choose(&all, &sold).unwrap().id, rules[left].id);
        }
        assert_eq!(choose(&others, &sold), None);
        let all: Vec<Rule> = others.iter().chain(&rules).cloned().collect();
        let never = [rules[2].id, rules[6].id].into();
        assert_eq!(replaced(&all, Micros(9)), never, "whatever comes first in the list");
        assert_eq!(
            replaced(&all, Micros(2)),
            BTreeSet::new(),
            "the later ones have not begun"
        );
    }
}
