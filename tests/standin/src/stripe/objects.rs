//! Whole objects, with every field that Stripe's published fixtures have.

use super::books::{Books, Dispute, Refund, Session};
use serde_json::{Value, json};

/// The version that the shapes follow.
pub(super) const VERSION: &str = "2026-09-30.endive";

pub(super) fn status(session: &Session) -> &'static str {
    let is_submitted =
        |payment: &super::books::Payment| payment.status != "requires_payment_method" || payment.decided();
    match &session.payment {
        Some(payment) if is_submitted(payment) => "complete",
        _ if session.ended => "expired",
        _ => "open",
    }
}

impl super::books::Payment {
    /// Whether a bank took its time and said no: the session stays complete, and unpaid.
    fn decided(&self) -> bool {
        self.slow && self.status == "requires_payment_method"
    }
}

pub(super) fn session(books: &Books, session: &Session, expand: bool, _now: i64) -> Value {
    let paid = session
        .payment
        .as_ref()
        .is_some_and(|payment| payment.status == "succeeded");
    let status = status(session);
    let intent = match &session.payment {
        Some(_) if expand => payment(session),
        Some(payment) => json!(payment.id),
        None => Value::Null,
    };
    let url = (status == "open").then(|| format!("{}/c/pay/{}", books.url, session.id));
    json!({
        "id": session.id, "object": "checkout.session",
        "adaptive_pricing": {"enabled": false}, "after_expiration": null, "allow_promotion_codes": null,
        "allowed_payment_method_types": ["card"],
        "amount_subtotal": session.amount, "amount_total": session.amount,
        "automatic_tax": {"enabled": false, "liability": null, "provider": null, "status": null},
        "billing_address_collection": null, "branding_settings": null, "cancel_url": session.cancel_url,
        "client_reference_id": session.reference, "client_secret": null, "collected_information": null,
        "consent": null, "consent_collection": null, "created": session.created, "currency": session.currency,
        "currency_conversion": null, "custom_fields": [],
        "custom_text": {"after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null},
        "customer": null, "customer_account": null, "customer_creation": "if_required",
        "customer_details": paid.then(|| json!({
            "address": {"city": null, "country": "MA", "line1": null, "line2": null, "postal_code": null, "state": null},
            "business_name": null, "email": "buyer@example.com", "individual_name": null, "name": "A Buyer",
            "phone": null, "tax_exempt": "none", "tax_ids": []
        })),
        "customer_email": null, "discounts": [], "expires_at": session.expires_at, "invoice": null,
        "invoice_creation": {"enabled": false, "invoice_data": {
            "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null, "issuer": null,
            "metadata": {}, "rendering_options": null
        }},
        "livemode": false, "locale": session.locale, "metadata": session.metadata, "mode": "payment",
        "origin_context": null, "payment_intent": intent, "payment_link": null,
        "payment_method_collection": "if_required", "payment_method_configuration_details": null,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}}, "payment_method_types": ["card"],
        "payment_status": if paid { "paid" } else { "unpaid" }, "permissions": null,
        "phone_number_collection": {"enabled": false}, "recovered_from": null, "saved_payment_method_options": null,
        "setup_intent": null, "shipping_address_collection": null, "shipping_cost": null, "shipping_options": [],
        "status": status, "submit_type": null, "subscription": null, "success_url": session.success_url,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page", "url": url, "wallet_options": null
    })
}

pub(super) fn payment(session: &Session) -> Value {
    let payment = session.payment.as_ref().expect("a payment");
    let received = if payment.status == "succeeded" {
        session.amount
    } else {
        0
    };
    let refused = payment.status == "requires_payment_method";
    json!({
        "id": payment.id, "object": "payment_intent", "amount": session.amount, "amount_capturable": 0,
        "amount_details": {"tip": {}}, "amount_received": received, "application": null,
        "application_fee_amount": null, "automatic_payment_methods": null, "canceled_at": null,
        "cancellation_reason": null, "capture_method": "automatic_async",
        "client_secret": format!("{}_secret_standin", payment.id), "confirmation_method": "automatic",
        "created": payment.created, "currency": session.currency, "customer": null, "customer_account": null,
        "description": session.description, "excluded_payment_method_types": null,
        "last_payment_error": refused.then(|| json!({
            "charge": payment.charge, "code": "card_declined", "decline_code": "generic_decline",
            "doc_url": "https://docs.stripe.com/error-codes/card-declined", "message": "Your card was declined.",
            "type": "card_error"
        })),
        "latest_charge": payment.charge, "livemode": false, "metadata": session.payment_metadata, "next_action": null,
        "on_behalf_of": null, "payment_method": "pm_standin", "payment_method_configuration_details": null,
        "payment_method_options": {"card": {
            "installments": null, "mandate_options": null, "network": null, "request_three_d_secure": "automatic"
        }},
        "payment_method_types": ["card"], "processing": null, "receipt_email": null, "review": null,
        "setup_future_usage": null, "shipping": null, "source": null, "statement_descriptor": null,
        "statement_descriptor_suffix": null, "status": payment.status, "transfer_data": null, "transfer_group": null
    })
}

pub(super) fn charge(books: &Books, session: &Session) -> Value {
    let payment = session.payment.as_ref().expect("a payment");
    let mine = books
        .refunds
        .iter()
        .filter(|refund| refund.payment == payment.id && refund.status != "failed");
    let back: i64 = mine.map(|refund| refund.amount).sum();
    let disputed = books.disputes.iter().any(|dispute| dispute.payment == payment.id);
    let paid = payment.status == "succeeded";
    json!({
        "id": payment.charge, "object": "charge", "amount": session.amount,
        "amount_captured": if paid { session.amount } else { 0 }, "amount_refunded": back, "application": null,
        "application_fee": null, "application_fee_amount": null, "balance_transaction": "txn_standin",
        "billing_details": {
            "address": {"city": null, "country": "MA", "line1": null, "line2": null, "postal_code": null, "state": null},
            "email": "buyer@example.com", "name": "A Buyer", "phone": null, "tax_id": null
        },
        "calculated_statement_descriptor": "STANDIN", "captured": paid, "created": payment.created,
        "currency": session.currency, "customer": null, "description": session.description, "disputed": disputed,
        "failure_balance_transaction": null, "failure_code": null, "failure_message": null, "fraud_details": {},
        "livemode": false, "metadata": session.payment_metadata, "on_behalf_of": null,
        "outcome": {
            "advice_code": null, "network_advice_code": null, "network_decline_code": null,
            "network_status": "approved_by_network", "reason": null, "risk_level": "normal", "risk_score": 7,
            "seller_message": "Payment complete.", "type": "authorized"
        },
        "paid": paid, "payment_intent": payment.id, "payment_method": "pm_standin",
        "payment_method_details": {"type": "card"}, "radar_options": {}, "receipt_email": null,
        "receipt_number": null, "receipt_url": null, "refunded": back == session.amount, "review": null,
        "shipping": null, "source": null, "source_transfer": null, "statement_descriptor": null,
        "statement_descriptor_suffix": null, "status": if paid { "succeeded" } else { "pending" },
        "transfer_data": null, "transfer_group": null
    })
}

pub(super) fn refund(refund: &Refund) -> Value {
    json!({
        "id": refund.id, "object": "refund", "amount": refund.amount, "balance_transaction": "txn_standin",
        "charge": refund.charge, "created": refund.created, "currency": refund.currency,
        "destination_details": {
            "card": {"reference": "123456789012", "reference_status": "available", "type": "refund",
                "reference_type": "acquirer_reference_number"},
            "type": "card"
        },
        "failure_reason": (refund.status == "failed").then_some("expired_or_canceled_card"),
        "metadata": refund.metadata, "payment_intent": refund.payment, "reason": null, "receipt_number": null,
        "source_transfer_reversal": null, "status": refund.status, "transfer_reversal": null
    })
}

pub(super) fn dispute(dispute: &Dispute) -> Value {
    let evidence: Value = [
        "access_activity_log",
        "billing_address",
        "cancellation_policy",
        "cancellation_policy_disclosure",
        "cancellation_rebuttal",
        "customer_communication",
        "customer_email_address",
        "customer_name",
        "customer_purchase_ip",
        "customer_signature",
        "duplicate_charge_documentation",
        "duplicate_charge_explanation",
        "duplicate_charge_id",
        "product_description",
        "receipt",
        "refund_policy",
        "refund_policy_disclosure",
        "refund_refusal_explanation",
        "service_date",
        "service_documentation",
        "shipping_address",
        "shipping_carrier",
        "shipping_date",
        "shipping_documentation",
        "shipping_tracking_number",
        "uncategorized_file",
        "uncategorized_text",
    ]
    .into_iter()
    .map(|name| (name.to_owned(), Value::Null))
    .chain([("enhanced_evidence".to_owned(), json!({}))])
    .collect::<serde_json::Map<_, _>>()
    .into();
    json!({
        "id": dispute.id, "object": "dispute", "amount": dispute.amount, "balance_transactions": [],
        "charge": dispute.charge, "created": dispute.created, "currency": dispute.currency,
        "enhanced_eligibility_types": [], "evidence": evidence,
        "evidence_details": {
            "due_by": dispute.created + 8 * 24 * 3600, "enhanced_eligibility": {}, "has_evidence": false,
            "past_due": false, "submission_count": 0
        },
        "is_charge_refundable": false, "livemode": false, "metadata": {}, "payment_intent": dispute.payment,
        "payment_method_details": {"card": {
            "brand": "visa", "case_type": "chargeback", "network_reason_code": "83"
        }, "type": "card"},
        "reason": "fraudulent", "status": dispute.status
    })
}

pub(super) fn event(id: &str, kind: &str, account: Option<&str>, object: &Value, now: i64) -> Value {
    let mut event = json!({
        "id": id, "object": "event", "api_version": VERSION, "created": now, "data": {"object": object},
        "livemode": false, "pending_webhooks": 1, "request": {"id": null, "idempotency_key": null}, "type": kind
    });
    if let Some(account) = account {
        event["account"] = json!(account);
    }
    event
}
