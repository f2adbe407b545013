//! What a notice says, in the reader's language: an e-mail and an SMS of the same content. Orders
//! carry the seller's identity as law 31-08 (art. 29 and 32) and law 112-12 (art. 11) want it.

use super::{Notice, SealedCode};
use crate::{
    Error, Market, buying, cash,
    paying::{self, ToPay},
};
use kernel::{
    Locale, Money,
    ids::{InvoiceId, OrderId, PayoutId, RevisionId},
};
use ledger::payout::Payout;
use order::{Method, Order, SellerOrder, State, Way, order::Line, returning::Stage, status::CancelledBy};
use view::{format, mail_text::NoticeMail, words::Arg};

/// The same content for both ways.
pub(super) struct Words {
    pub(super) mail: NoticeMail,
    pub(super) sms: String,
}

/// The words of a one-time code.
pub(super) fn code(market: &Market, locale: Locale, code: &SealedCode) -> Words {
    let name = if code.order { "cash-code" } else { "code" };
    let draft = Draft::new(market, locale, name).with("code", code.code.as_str());
    draft.finish(None)
}

/// The words to a contact that is not somebody's any more. No link: whoever reads this may be nobody
/// of ours.
pub(super) async fn replaced(
    market: &Market,
    locale: Locale,
    cooperative: Option<kernel::ids::CooperativeId>,
) -> Result<Words, Error> {
    let phone = market.settings.operator.phone.as_str();
    let Some(id) = cooperative else {
        return Ok(Draft::new(market, locale, "replaced").with("phone", phone).finish(None));
    };
    let found = catalogue::cooperative::get(&market.db, id).await?;
    Ok(Draft::new(market, locale, "replaced-cooperative")
        .with("phone", phone)
        .with("cooperative", found.name.text(locale))
        .finish(None))
}

/// The words about anything else.
pub(super) async fn about(market: &Market, notice: &Notice, locale: Locale) -> Result<Words, Error> {
    match notice {
        Notice::Code { .. } | Notice::ContactReplaced { .. } => {
            Err(Error::Unreadable("this notice has words of its own".to_owned()))
        }
        Notice::CashWaiting {
            cooperative,
            minor,
            days,
            ..
        } => Ok(Draft::new(market, locale, "cash-waiting")
            .with("amount", money(locale, *minor))
            .with("days", *days)
            .finish(Some(format!("/sell/{cooperative}/cash")))),
        Notice::CooperativeVerified { cooperative } => {
            let path = format!("/sell/{cooperative}");
            cooperative_words(market, *cooperative, locale, "verified", path).await
        }
        Notice::CooperativeRefused { cooperative } => {
            cooperative_words(market, *cooperative, locale, "refused", "/account".to_owned()).await
        }
        Notice::CooperativeSuspended { cooperative } => {
            cooperative_words(market, *cooperative, locale, "suspended", "/account".to_owned()).await
        }
        Notice::ListingApproved { revision } => listing_words(market, *revision, locale, "approved").await,
        Notice::ListingChanges { revision } => listing_words(market, *revision, locale, "changes").await,
        Notice::ListingRejected { revision } => listing_words(market, *revision, locale, "rejected").await,
        Notice::ProductSuspended { product } => {
            let product = catalogue::product::get(&market.db, *product).await?;
            let path = format!("/sell/{}/products/{}", product.cooperative, product.id);
            Ok(Draft::new(market, locale, "product-suspended")
                .with("reason", product.suspended_reason.unwrap_or_default())
                .finish(Some(path)))
        }
        Notice::OrderPlaced { order } => {
            let order = order::order::get_order(&market.db, *order).await?;
            placed(market, locale, &order).await
        }
        Notice::TransferAwaited { order } => {
            let order = order::order::get_order(&market.db, *order).await?;
            placed(market, locale, &order).await
        }
        Notice::PaymentLapsed { order } => unpaid(market, *order, locale, "lapsed").await,
        Notice::PaidTooLate { order } => unpaid(market, *order, locale, "too-late").await,
        Notice::PayoutSent { payout } => own_payout(market, *payout, locale, "payout-sent").await,
        Notice::PayoutFailed { payout } => own_payout(market, *payout, locale, "payout-failed").await,
        Notice::PayoutReturned { payout } => own_payout(market, *payout, locale, "payout-returned").await,
        Notice::InvoiceRaised { invoice } => invoice_words(market, *invoice, locale).await,
        Notice::SellerNewOrder { seller_order } => seller_words(market, *seller_order, locale, "new-order").await,
        Notice::SellerReminder { seller_order } => seller_words(market, *seller_order, locale, "reminder").await,
        Notice::SellerTransferReminder { seller_order } => {
            seller_words(market, *seller_order, locale, "seller-transfer-reminder").await
        }
        Notice::SellerCancelled { seller_order } => {
            let found = order::order::get_for_notice(&market.db, *seller_order).await?;
            let name = match found.part.cancelled_by {
                Some(CancelledBy::Overdue) => "seller-overdue",
                _ => "seller-cancelled",
            };
            seller_words(market, *seller_order, locale, name).await
        }
        Notice::TransferReminder { seller_order } => {
            let found = order::order::get_for_notice(&market.db, *seller_order).await?;
            let part = &found.part;
            let to_pay = transfers_to(market, part).await?;
            let draft = Draft::new(market, locale, "transfer-reminder")
                .with("number", found.head.number.as_str())
                .with("cooperative", part.seller.name.text(locale))
                .with("total", money(locale, part.totals.total_minor))
                .with(
                    "when",
                    part.kept_until()
                        .map_or_else(String::new, |until| format::date_time(locale, until)),
                );
            let mut draft = to_pay.iter().fold(draft, Draft::paid_so);
            draft.seller(part);
            Ok(draft.finish(Some(order_path(market, &found.head))))
        }
        Notice::BuyerReturn { goods_return, step } => {
            return_words(market, *goods_return, locale, ("return", step)).await
        }
        Notice::SellerReturn { goods_return, step } => {
            return_words(market, *goods_return, locale, ("seller-return", step)).await
        }
        Notice::BuyerRefund { refund, step } => {
            let found = payment::refund::find(&market.db, *refund).await?;
            let found = found.ok_or(payment::Error::NoRefund)?;
            let order = order::order::get_order(&market.db, found.order).await?;
            Ok(Draft::new(market, locale, &format!("refund-{step}"))
                .with("number", order.head.number.as_str())
                .with("amount", format::money(locale, found.amount))
                .with("tail", found.account_tail.unwrap_or_default())
                .finish(Some(order_path(market, &order.head))))
        }
        Notice::Office { order, subject, step } => {
            let order = order::order::get_order(&market.db, *order).await?;
            let path = match step.as_str() {
                "goods" => format!("/admin/returns/{subject}"),
                _ => "/admin/trouble".to_owned(),
            };
            Ok(Draft::new(market, locale, &format!("office-{step}"))
                .with("number", order.head.number.as_str())
                .finish(Some(path)))
        }
        Notice::PayoutUnheard { payout } => {
            let path = format!("/admin/payouts/{payout}");
            let found = self::payout(market, *payout).await?;
            Ok(payout_words(market, &found, locale, "office-payout", path))
        }
        Notice::BooksDiffer { at, count, .. } => Ok(Draft::new(market, locale, "office-books")
            .with("count", *count)
            .with("when", format::date_time(locale, *at))
            .finish(Some("/admin/bank".to_owned()))),
        Notice::BuyerStep { seller_order, event } => {
            let found = order::order::get_for_notice(&market.db, *seller_order).await?;
            let part = &found.part;
            let paid = payment::payment::find_for_seller_order(&market.db, part.id).await?;
            let to_pay = match event == State::Accepted.code() && part.kept_until().is_some() {
                true => transfers_to(market, part).await?,
                false => Vec::new(),
            };
            let name = match paid {
                // What was told late of the steps before the end is told as it was.
                Some(paid) if paid.state == payment::State::Refunded && is_end(event) => match paid.method {
                    payment::Method::Transfer => "step-refunded-transfer".to_owned(),
                    _ => "step-refunded".to_owned(),
                },
                Some(paid) if paid.method != payment::Method::Cash && event == "shipped" => {
                    "step-shipped-paid".to_owned()
                }
                _ if event == State::Cancelled.code() && part.cancelled_by == Some(CancelledBy::Overdue) => {
                    "step-overdue".to_owned()
                }
                _ if !to_pay.is_empty() => "step-accepted-transfer".to_owned(),
                _ => format!("step-{event}"),
            };
            let mut draft = Draft::new(market, locale, &name)
                .with("number", found.head.number.as_str())
                .with("cooperative", part.seller.name.text(locale))
                .with("total", money(locale, part.totals.total_minor))
                .with("reason", part.reason.clone().unwrap_or_default());
            draft = to_pay.iter().fold(draft, Draft::paid_so);
            if event == "delivered"
                && let Some(ends) = part.withdraw_until()
            {
                draft = draft.fact("notice-fact-withdraw", format::date(locale, ends.plus(-1)));
            }
            let at_hand = event == "shipped" || (event == "packed" && part.way == Way::Collect);
            if at_hand && let Some(code) = cash::delivery_code(market, part.id) {
                draft = draft.with_code(part, &code);
            }
            if let Some(shipment) = part.shipments.last() {
                draft = draft.fact("notice-fact-carrier", shipment.carrier.clone());
                if let Some(tracking) = &shipment.tracking {
                    draft = draft.fact("notice-fact-tracking", tracking.clone());
                }
            }
            draft.seller(part);
            Ok(draft.finish(Some(order_path(market, &found.head))))
        }
    }
}

/// Whether nothing is delivered after this step.
fn is_end(event: &str) -> bool {
    [State::Cancelled, State::Refused, State::Lost]
        .iter()
        .any(|state| state.code() == event)
}

async fn placed(market: &Market, locale: Locale, order: &Order) -> Result<Words, Error> {
    let to_pay = paying::list_to_pay(market, order).await?;
    let name = match order.head.method {
        Method::Cash => "placed",
        Method::Transfer if !to_pay.is_empty() => "transfer",
        Method::Card => "paid",
        Method::Transfer => "paid-transfer",
    };
    let mut draft = Draft::new(market, locale, name)
        .with("number", order.head.number.as_str())
        .with("total", money(locale, order.totals.total_minor))
        .fact("notice-fact-number", order.head.number.clone());
    for part in &order.parts {
        for line in &part.lines {
            draft
                .facts
                .push((pieces(locale, line), money(locale, line.total_minor)));
        }
        let delivery = draft.say(
            "notice-fact-delivery",
            &[("cooperative", Arg::from(part.seller.name.text(locale)))],
        );
        draft.facts.push((delivery, money(locale, part.totals.delivery_minor)));
        if let Some(code) = cash::delivery_code(market, part.id) {
            draft.code_fact(part, code);
        }
        draft.seller(part);
    }
    let total = if order.head.method == Method::Cash {
        "notice-fact-total"
    } else {
        "notice-fact-sum"
    };
    draft = draft.fact(total, money(locale, order.totals.total_minor));
    for one in &to_pay {
        draft = draft.paid_so(one);
    }
    Ok(draft.finish(Some(order_path(market, &order.head))))
}

/// The transfer to the cooperative of a part, while it is still to come.
async fn transfers_to(market: &Market, part: &SellerOrder) -> Result<Vec<ToPay>, Error> {
    let order = order::order::get_order(&market.db, part.order).await?;
    let mut to_pay = paying::list_to_pay(market, &order).await?;
    to_pay.retain(|one| one.part == Some(part.id));
    Ok(to_pay)
}

async fn unpaid(market: &Market, id: OrderId, locale: Locale, name: &'static str) -> Result<Words, Error> {
    let order = order::order::get_order(&market.db, id).await?;
    // Something was taken that is not what was agreed: nobody may say that nothing was.
    let attempts = payment::attempt::list_of_order(&market.db, id).await?;
    let is_odd = attempts
        .iter()
        .any(|one| one.state == payment::Standing::IntegrityFailure);
    let name = if is_odd && name == "lapsed" { "lapsed-odd" } else { name };
    Ok(Draft::new(market, locale, name)
        .with("number", order.head.number.as_str())
        .with("total", money(locale, order.totals.total_minor))
        .finish(Some(order_path(market, &order.head))))
}

/// What is said of goods that come back: to the buyer, or to the cooperative.
async fn return_words(
    market: &Market,
    id: kernel::ids::ReturnId,
    locale: Locale,
    (to, step): (&str, &str),
) -> Result<Words, Error> {
    let found = order::goods_return::get(&market.db, id).await?;
    let order = order::order::get_for_notice(&market.db, found.part).await?;
    let part = &order.part;
    // Less was paid than the goods cost, and that has gone back already.
    let is_nothing = step == "refunded" && found.refunded_minor == Some(0);
    let step = if is_nothing { "nothing" } else { step };
    let mut draft = Draft::new(market, locale, &format!("{to}-{step}"))
        .with("number", order.head.number.as_str())
        .with("cooperative", part.seller.name.text(locale))
        .with("phone", kernel::Phone::stored(part.seller.phone.clone()).display())
        .with("goods", money(locale, found.goods_minor))
        .with(
            "total",
            money(locale, found.refunded_minor.unwrap_or(found.goods_minor)),
        )
        .with("reason", found.words.clone().unwrap_or_default());
    for piece in &found.lines {
        let line = part.lines.iter().find(|line| line.variant == piece.variant);
        if let Some(line) = line {
            let some = Line {
                quantity: piece.quantity,
                ..line.clone()
            };
            let minor = piece.unit_price_minor.saturating_mul(piece.quantity);
            draft.facts.push((pieces(locale, &some), money(locale, minor)));
        }
    }
    if to == "return" {
        if let Some(ends) = part.withdraw_until().filter(|_| step == "requested") {
            draft = draft.fact("notice-fact-withdraw", format::date(locale, ends.plus(-1)));
        }
        if let Some(due) = found.due_at.filter(|_| found.stage == Stage::Accepted) {
            draft = draft.fact("notice-fact-send-by", format::date(locale, due));
        }
        draft.seller(part);
        return Ok(draft.finish(Some(order_path(market, &order.head))));
    }
    if let Some(due) = found.due_at.filter(|_| found.stage != Stage::Accepted) {
        draft = draft.fact("notice-fact-answer-by", format::date_time(locale, due));
    }
    Ok(draft.finish(Some(format!("/sell/{}/returns/{id}", part.cooperative))))
}

async fn seller_words(
    market: &Market,
    id: kernel::ids::SellerOrderId,
    locale: Locale,
    name: &'static str,
) -> Result<Words, Error> {
    let found = order::order::get_for_notice(&market.db, id).await?;
    let part = &found.part;
    let address = &found.head.address;
    let town = catalogue::place::name_of_town(&market.db, locale, &address.province_iso, &address.town).await?;
    let mut draft = Draft::new(market, locale, name)
        .with("number", found.head.number.as_str())
        .with("town", town)
        .with("total", money(locale, part.totals.total_minor));
    for line in &part.lines {
        draft
            .facts
            .push((pieces(locale, line), money(locale, line.total_minor)));
    }
    if part.state == State::New {
        draft = draft.fact("notice-fact-answer-by", format::date_time(locale, part.answer_by));
    }
    if let Some(until) = part.kept_until() {
        draft = draft.fact("notice-fact-until", format::date_time(locale, until));
    }
    Ok(draft.finish(Some(format!("/sell/{}/orders/{}", part.cooperative, part.id))))
}

async fn cooperative_words(
    market: &Market,
    id: kernel::ids::CooperativeId,
    locale: Locale,
    name: &'static str,
    path: String,
) -> Result<Words, Error> {
    let cooperative = catalogue::cooperative::get(&market.db, id).await?;
    Ok(Draft::new(market, locale, name)
        .with("cooperative", cooperative.name.text(locale))
        .with("reason", cooperative.decision_reason.unwrap_or_default())
        .finish(Some(path)))
}

async fn payout(market: &Market, id: PayoutId) -> Result<Payout, Error> {
    Ok(ledger::payout::find(&market.db, id)
        .await?
        .ok_or(ledger::Error::Unknown)?)
}

/// To the cooperative, with the way to its own page of it.
async fn own_payout(market: &Market, id: PayoutId, locale: Locale, name: &'static str) -> Result<Words, Error> {
    let payout = payout(market, id).await?;
    let path = format!("/sell/{}/payouts/{}", payout.cooperative, payout.id);
    Ok(payout_words(market, &payout, locale, name, path))
}

fn payout_words(market: &Market, payout: &Payout, locale: Locale, name: &'static str, path: String) -> Words {
    Draft::new(market, locale, name)
        .with("amount", format::money(locale, payout.amount))
        .with("account", payout.rib.tail())
        .with("reference", payout.reference.as_str())
        .finish(Some(path))
}

async fn invoice_words(market: &Market, id: InvoiceId, locale: Locale) -> Result<Words, Error> {
    let found = ledger::invoice::find(&market.db, id).await?;
    let invoice = found.ok_or(ledger::Error::Unknown)?;
    let path = format!("/sell/{}/invoices/{}", invoice.cooperative, invoice.id);
    let name = if invoice.open_minor() == 0 {
        "invoice-settled"
    } else {
        "invoice"
    };
    let mut draft = Draft::new(market, locale, name)
        .with("number", invoice.number())
        .with("total", money(locale, invoice.total_minor))
        .with("open", money(locale, invoice.open_minor()))
        .with("due", format::date(locale, invoice.due_at))
        .with("reference", invoice.reference.as_str());
    if let Some(rib) = invoice.issuer.rib.filter(|_| name == "invoice") {
        draft = draft.fact("notice-fact-rib", rib);
        draft = draft.fact("notice-fact-reference", invoice.reference);
    }
    Ok(draft.finish(Some(path)))
}

async fn listing_words(market: &Market, id: RevisionId, locale: Locale, name: &'static str) -> Result<Words, Error> {
    let case = catalogue::moderation::find_case(&market.db, id).await?;
    let case = case.ok_or(catalogue::Error::NotFound("revision"))?;
    let path = format!("/sell/{}/products/{}", case.product.cooperative, case.product.id);
    let mut draft = Draft::new(market, locale, name)
        .with("product", case.revision.content.name.text(locale))
        .with("note", case.revision.decision_note.clone().unwrap_or_default());
    for remark in &case.remarks {
        let field = draft.say(&format!("sell-field-{}", remark.field), &[]);
        let reason = remark
            .reason
            .as_deref()
            .map(|reason| draft.say(&format!("reason-{}-{reason}", remark.field), &[]));
        let text = [reason, remark.note.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        draft.facts.push((field, text));
    }
    Ok(draft.finish(Some(path)))
}

/// The order's page, with its key.
fn order_path(market: &Market, head: &order::Head) -> String {
    format!("/orders/{}?t={}", head.number, buying::order_token(market, head.id))
}

/// So many of what, in which size.
fn pieces(locale: Locale, line: &Line) -> String {
    let size = format::size(locale, line.amount, &line.unit);
    let comma = view::words::plain(locale, "shop-comma", &[]);
    let own = line.variant_name.pick(locale);
    let own = own.map_or_else(String::new, |(name, _)| format!("{comma}{name}"));
    format!("{} × {}{own}{comma}{size}", line.quantity, line.name.text(locale))
}

fn money(locale: Locale, minor: i64) -> String {
    format::money(locale, Money::mad(minor))
}

/// A notice while it is being written. Its sentences are `notice-{name}-subject`, `-text` and `-sms`.
struct Draft<'a> {
    market: &'a Market,
    locale: Locale,
    name: String,
    args: Vec<(&'static str, Arg)>,
    facts: Vec<(String, String)>,
    sellers: Vec<String>,
    /// What stands behind the sentence of the SMS.
    more: String,
}

impl<'a> Draft<'a> {
    fn new(market: &'a Market, locale: Locale, name: &str) -> Self {
        let args = vec![("market", Arg::from(market.settings.name.as_str()))];
        Self {
            market,
            locale,
            name: name.to_owned(),
            args,
            facts: Vec::new(),
            sellers: Vec::new(),
            more: String::new(),
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    fn fact(mut self, key: &str, value: String) -> Self {
        let name = self.say(key, &[]);
        self.facts.push((name, value));
        self
    }

    /// Where a transfer goes, and what is written on it.
    fn paid_so(self, one: &ToPay) -> Self {
        let locale = self.locale;
        let draft = self
            .fact("notice-fact-holder", one.holder_in(locale).to_owned())
            .fact("notice-fact-rib", one.rib.grouped())
            .fact("notice-fact-amount", format::money(locale, one.amount))
            .fact("notice-fact-reference", one.reference.to_string());
        match one.until {
            Some(until) => draft.fact("notice-fact-until", format::date_time(locale, until)),
            None => draft,
        }
    }

    /// What the buyer gives to whoever hands a part over.
    fn code_fact(&mut self, part: &SellerOrder, code: String) {
        let args = [("cooperative", Arg::from(part.seller.name.text(self.locale)))];
        let name = self.say("notice-fact-delivery-code", &args);
        self.facts.push((name, code));
    }

    /// The same where the parcel is at hand: in the SMS too.
    fn with_code(mut self, part: &SellerOrder, code: &str) -> Self {
        self.code_fact(part, code.to_owned());
        self.more = self.say("notice-delivery-code-sms", &[("code", code.into())]);
        self
    }

    /// Who sells, line by line.
    fn seller(&mut self, part: &SellerOrder) {
        let seller = &part.seller;
        let args = [
            ("name", Arg::from(seller.name.text(self.locale))),
            ("seat", Arg::from(seller.seat.as_str())),
            ("number", Arg::from(seller.register_number.as_str())),
            ("place", Arg::from(seller.register_place.as_str())),
            ("phone", Arg::from(seller.phone.as_str())),
        ];
        self.sellers.push(self.say("notice-seller", &args));
    }

    fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        view::words::plain(self.locale, key, args)
    }

    fn finish(mut self, path: Option<String>) -> Words {
        let settings = &self.market.settings;
        let url = path.map(|path| format!("{}/{}{path}", settings.public_url, self.locale));
        self.args.push(("url", Arg::from(url.clone().unwrap_or_default())));
        let key = |part: &str| format!("notice-{}-{part}", self.name);
        let text = self.say(&key("text"), &self.args);
        let action = url.map(|url| (self.say("notice-open", &[]), url));
        let operator = &settings.operator;
        let office = [
            &settings.name,
            &operator.name,
            &operator.address,
            &operator.phone,
            &operator.email,
        ];
        let mut signature = self.sellers.clone();
        signature.extend(office.into_iter().filter(|line| !line.is_empty()).cloned());
        signature.dedup();
        Words {
            sms: [self.say(&key("sms"), &self.args), self.more.clone()]
                .join(" ")
                .trim()
                .to_owned(),
            mail: NoticeMail {
                locale: self.locale,
                subject: self.say(&key("subject"), &self.args),
                paragraphs: text
                    .split("\n\n")
                    .map(str::to_owned)
                    .filter(|p| !p.is_empty())
                    .collect(),
                facts: self.facts,
                action,
                signature,
            },
        }
    }
}
