# The office: the queue of listings, the decision, products that are taken off.
queue-title = Listings that wait
queue-count =
    { $count ->
        [0] Nothing waits.
        [one] One listing waits.
       *[other] { $count } listings wait.
    }
queue-applications =
    { $count ->
        [one] One cooperative applies
       *[other] { $count } cooperatives apply
    }
queue-empty = All done
queue-empty-text = New listings appear here as soon as a cooperative sends them in.
queue-new = New product
queue-update = Change
queue-claimed = Somebody is looking at it
queue-claimed-by-you = You are looking at it
queue-find = Find a product that is on sale
queue-find-address = Address of its page
queue-find-hint = Paste the address of the product's page.
queue-find-go = Find
queue-notice-no-product = No product has this address.
listing-title = Listing: { $name }
listing-product = History of the product
listing-no-onssa = This is food, and the cooperative has given no food authorisation (ONSSA).
listing-own = You belong to this cooperative: somebody else has to decide.
listing-new-photo = New
listing-words = Words and claims
listing-field = Field
listing-before = On sale now
listing-after = Proposed
listing-changed = (changed)
listing-said = What was said before
listing-decide = Decide
listing-claim = I am looking at it
listing-claim-hint = So that nobody else starts, for a quarter of an hour.
listing-claimed-by = { $name } is looking at it.
listing-release = Leave it to others
listing-approve = Approve
listing-reasons = What has to change
listing-reasons-hint = The cooperative reads this beside the field, in its own language. Notes of your own are not translated.
listing-reason-missing = Tick a reason or write a note.
listing-note = A note of your own
listing-note-for = Note on: { $field }
listing-changes = Ask for changes
listing-reject = Reject
listing-cannot = There is nothing to decide here.
listing-state-draft = Being written
listing-state-submitted = Waiting
listing-state-changes_requested = Changes asked for
listing-state-approved = On sale
listing-state-rejected = Rejected
listing-state-superseded = Replaced by a newer one
listing-notice-approved = Approved. Buyers see it now.
listing-notice-changes = The cooperative is told what to change.
listing-notice-rejected = Rejected. The cooperative is told why.
listing-notice-suspended = The product is off sale. The cooperative is told why.
listing-notice-lifted = The cooperative can put it back on sale.
listing-event-draft = Begun
listing-event-submit = Sent in
listing-event-withdraw = Taken back
listing-event-approve = Approved
listing-event-request_changes = Changes asked for
listing-event-reject = Rejected
listing-event-pause = Paused by the cooperative
listing-event-resume = Put back on sale
listing-event-suspend = Suspended
listing-event-lift = Suspension lifted
listing-event-archive = Given up
admin-product-title = Product
admin-product-waiting = A change waits for a decision
admin-product-reason = Suspended. The reason:
admin-product-why = Why is it taken off sale?
admin-product-why-hint = The cooperative reads this.
admin-product-suspend = Suspend
admin-product-lift = Lift the suspension
admin-product-lift-hint = It is then paused until the cooperative puts it back on sale.
admin-product-history = What happened

## Backups, and the market that was restored from one
backups-title = Backups
backups-last = Last good backup
backups-none = Nothing is backed up by itself. Whoever runs the machine sets it under [backup] in the configuration.
backups-late = The next backup is late. Tell whoever runs the machine today.
backups-size = { $size } MB
backups-failed = On { $at } a backup failed:
backups-held = The market is held back
backups-held-at = Its data is from { $at }: what was done later is not in it. It takes no order, sends no message and moves no money until you release it.
backups-held-messages =
    { $count ->
        [0] No message waits.
        [one] { $count } message waits.
       *[other] { $count } messages wait.
    }
backups-held-since = Since { $at }.
backups-held-old =
    { $count ->
        [0] None of them waited in the backup already.
        [one] { $count } waited in the backup already: perhaps it was sent since.
       *[other] { $count } waited in the backup already: perhaps they were sent since.
    }
backups-held-others =
    { $count ->
        [0] Nothing else waits.
        [one] { $count } other task waits.
       *[other] { $count } other tasks wait.
    }
backups-held-others-why = Refunds to be sent, time limits to be applied. They go on with the release.
backups-strays-asking = Providers are still being asked what they know.
backups-strays =
    { $count ->
        [0] The providers that can be asked know no payment that was lost here. Look at their own pages too.
        [one] { $count } payment is known to its provider and lost here.
       *[other] { $count } payments are known to their providers and lost here.
    }
backups-strays-why = Their orders are gone. Give the money back on the provider’s pages, or call the buyers.
backups-strays-list = Payments that were lost here
backups-stray-reference = Provider’s reference
backups-stray-amount = To pay
backups-stray-captured = Paid
backups-stray-refunded = Given back
backups-held-before = Before you release it: compare cash and parcels with the cooperatives, and the bank with the payouts. Each cooperative will have a day to answer the orders that wait.
backups-messages = The messages that wait
backups-messages-hint = When in doubt, do not send them: then nobody is told the same thing twice.
backups-messages-discard = Never send them
backups-messages-send = Send them
backups-release = Release the market
backups-notice-released = The market is released: it sells, pays and writes again.

told-transfer = How to make the transfer

## What could not be done
aside-title = What could not be done
aside-link =
    { $count ->
        [one] { $count } message or task failed
       *[other] { $count } messages or tasks failed
    }
aside-why = The market tried for three days and gave up. Mend the cause (the mail server, the SMS provider, a mistyped address), then have it tried again. What stays here is forgotten after 90 days.
aside-none = Nothing failed
aside-none-text = Messages that nobody could receive arrive here.
aside-buyer-sms = SMS to a buyer
aside-buyer-email = E-mail to a buyer
aside-member-sms = SMS to a cooperative or the office
aside-member-email = E-mail to a cooperative or the office
aside-notice = Finding out whom to tell
aside-provider = Message of a payment provider
aside-refund = Refund to be asked of the provider
aside-photo = Photo to be developed
aside-round = Regular task of the market
aside-since = To be done since { $at }.
aside-given-up = Given up on { $at }.
aside-attempts =
    { $count ->
        [one] Tried once.
       *[other] Tried { $count } times.
    }
aside-again = Try again
aside-again-all =
    { $count ->
        [one] Try again
       *[other] Try all again ({ $count })
    }
aside-notice-again = It is under way again: what still fails comes back here.
