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
