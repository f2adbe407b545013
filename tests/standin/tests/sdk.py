"""Stripe's own library for Python against the stand-in: what it sends is understood, and what it is answered is Stripe's.

    sdk.py story URL KEY      buys, refunds, disputes and ends; prints what it saw as JSON
    sdk.py verify SECRET      reads lines of JSON {"body", "header", "good"} and checks each as a webhook would
"""

import json
import sys
import urllib.request

import stripe


def refused(call, kind, code=None):
    try:
        call()
    except kind as error:
        assert code is None or error.code == code, error.code
        return
    raise AssertionError(f"not refused: {kind}")


def story(url, key):
    client = stripe.StripeClient(key, base_addresses={"api": url}, max_network_retries=0)
    sessions = client.v1.checkout.sessions
    params = {
        "mode": "payment",
        "client_reference_id": "A1",
        "metadata": {"attempt": "A1"},
        "success_url": "https://shop.example/ok",
        "cancel_url": "https://shop.example/cancel",
        "payment_intent_data": {"metadata": {"attempt": "A1"}, "description": "An order"},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {"currency": "mad", "unit_amount": 24950, "product_data": {"name": "An order"}},
            }
        ],
    }
    once = {"idempotency_key": "pay_A1"}
    session = sessions.create(params, once)
    assert session.object == "checkout.session" and session.status == "open" and session.amount_total == 24950
    assert sessions.create(params, once).id == session.id, "the same key has no second effect"
    other = {**params, "client_reference_id": "A2"}
    refused(lambda: sessions.create(other, once), stripe.IdempotencyError)
    refused(lambda: sessions.create({**params, "expires_at": 1}), stripe.InvalidRequestError)
    refused(lambda: sessions.create({**params, "nonsense": 1}), stripe.InvalidRequestError, "parameter_unknown")
    refused(lambda: sessions.retrieve("cs_nothing"), stripe.InvalidRequestError, "resource_missing")
    wrong = stripe.StripeClient("sk_test_wrong", base_addresses={"api": url}, max_network_retries=0)
    refused(lambda: wrong.v1.checkout.sessions.retrieve(session.id), stripe.AuthenticationError)

    # The buyer pays on the page.
    assert session.url.startswith(url)
    page = urllib.request.urlopen(session.url).read().decode()
    assert "24950" in page
    request = urllib.request.Request(session.url + "?press=pay", method="POST", data=b"")
    opener = urllib.request.build_opener(NoRedirect)
    try:
        opener.open(request)
    except urllib.error.HTTPError as answer:
        assert answer.code == 303 and answer.headers["location"] == "https://shop.example/ok"

    paid = sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert paid.status == "complete" and paid.payment_status == "paid" and paid.url is None
    intent = paid.payment_intent
    assert intent.object == "payment_intent" and intent.status == "succeeded" and intent.amount_received == 24950
    assert intent.metadata["attempt"] == "A1"
    assert client.v1.payment_intents.retrieve(intent.id).id == intent.id
    refused(lambda: sessions.expire(session.id), stripe.InvalidRequestError)

    refund = client.v1.refunds.create(
        {"payment_intent": intent.id, "amount": 10000, "metadata": {"refund": "r1"}}, {"idempotency_key": "refund_r1"}
    )
    assert refund.object == "refund" and refund.status == "succeeded" and refund.amount == 10000
    too_much = {"payment_intent": intent.id, "amount": 14951}
    refused(lambda: client.v1.refunds.create(too_much), stripe.InvalidRequestError, "amount_too_large")
    client.v1.refunds.create({"payment_intent": intent.id})
    refused(
        lambda: client.v1.refunds.create({"payment_intent": intent.id}),
        stripe.InvalidRequestError,
        "charge_already_refunded",
    )
    listed = [row.amount for row in client.v1.refunds.list({"payment_intent": intent.id}).auto_paging_iter()]
    assert listed == [14950, 10000], listed

    idle = sessions.create({**params, "client_reference_id": "A3"})
    assert sessions.expire(idle.id).status == "expired"
    for number in range(12):
        sessions.create({**params, "client_reference_id": f"B{number}"})
    pages = sessions.list({"limit": 5}).auto_paging_iter()
    ids = [row.id for row in pages]
    assert len(ids) == 14 and len(set(ids)) == 14 and ids[-1] == session.id, ids
    assert client.v1.disputes.list({"payment_intent": intent.id}).data == []
    print(json.dumps({"session": session.id, "version": stripe.VERSION, "api": stripe.api_version}))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def verify(secret):
    kinds = []
    for line in sys.stdin:
        said = json.loads(line)
        try:
            event = stripe.Webhook.construct_event(said["body"].encode(), said["header"], secret)
            assert said["good"], "a bad signature was believed"
            assert event.object == "event" and event.data.object.id
            kinds.append(event.type)
        except stripe.SignatureVerificationError:
            assert not said["good"], "a good signature was not believed"
    print(json.dumps(kinds))


if __name__ == "__main__":
    {"story": story, "verify": verify}[sys.argv[1]](*sys.argv[2:])
