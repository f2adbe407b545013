# A cooperative's own pages: its products from a photo to the shelf, prices, stock.

## Home
sell-home-title = What needs you
sell-home-applied = We are checking your papers. You can prepare your products now, and send them once we have answered.
sell-home-refused = We could not accept your application. The reason:
sell-home-correct = Correct the application
sell-home-suspended = Your cooperative is suspended: buyers do not see your products. The reason:
sell-home-tasks = To do
sell-home-nothing = Nothing is waiting for you. Well done.
sell-home-first = Start with a photo of one product. You can stop at any time: nothing is lost.
sell-home-now = Now
sell-home-everything = Everything else
sell-home-story = Your story
sell-task-orders =
    { $count ->
        [one] One new order waits for your answer
       *[other] { $count } new orders wait for your answer
    }
sell-task-suspended = { $name }: taken off sale by the market's office
sell-task-changes_requested = { $name }: something to correct
sell-task-draft = { $name }: continue where you stopped
sell-task-rejected = { $name }: not accepted, see why
sell-task-sold_out = { $name }: sold out. Do you have more?
sell-new = Add a product
sell-nameless = Product without a name yet
sell-left =
    { $count ->
        [0] none left
        [one] one left
       *[other] { $count } left
    }

## List and page of a product
sell-products-title = Your products
sell-products-none = No product yet
sell-product-title = Product
sell-state-draft = Being prepared
sell-state-submitted = Being checked
sell-state-changes_requested = To correct
sell-state-rejected = Not accepted
sell-state-on_sale = On sale
sell-state-sold_out = Sold out
sell-state-paused = Paused
sell-state-suspended = Suspended
sell-state-archived = Given up
sell-product-suspended = The market's office took this product off sale. The reason:
sell-product-waiting = We are checking your product. You get a message as soon as it is on sale.
sell-product-waiting-update = We are checking your changes. Meanwhile buyers see the product as it was.
sell-product-rejected = We cannot accept this product as it is.
sell-product-remarks = What has to change
sell-product-fix = Correct it now
sell-product-sizes = Sizes, prices and stock
sell-product-no-sizes = No size or price yet.
sell-product-count = Count the stock
sell-product-prices = Sizes and prices
sell-product-actions = What you can do
sell-product-withdraw = Take it back
sell-product-withdraw-hint = To change it before we have answered.
sell-product-continue = Continue
sell-product-edit = Change photos or words
sell-product-edit-hint = Buyers go on seeing it as it is until we have checked your changes.
sell-product-pause = Take off sale for a while
sell-product-resume = Put back on sale
sell-product-public = See it as buyers do
sell-product-archive = Give up this product
sell-archive-title = Give up this product?
sell-archive-text = Buyers will no longer see it and you cannot bring it back. Orders that exist go on.
sell-archive-do = Yes, give it up
sell-size = Size
sell-price = Price
sell-parcel = Parcel
sell-stock-free = Can be sold
sell-stock-promised = Promised
sell-stock-on-hand = In stock

## The way
sell-step-photos = Photos
sell-step-category = Kind
sell-step-price = Price
sell-step-stock = How many
sell-step-words = Words
sell-step-check = Check
sell-begins = This product is on sale. It stays as it is until we have checked what you change here.
sell-said = To correct:
sell-later = Later
sell-to-check = Back to the check
sell-photos-title = What does it look like?
sell-photos-choose = Photos
sell-photos-hint = JPEG, PNG or WebP, at most 10 MB each. Several at once are welcome.
sell-photos-most = { $max } photos at most.
sell-photos-full = You have { $max } photos, the most there can be. Remove one to add another.
sell-photos-send = Send the photos
sell-photos-add = Add these photos
sell-photos-alt = Photo { $number }
sell-photos-first = Shown first
sell-photos-make-first = Show first
sell-photos-earlier = Earlier
sell-photos-later = Later
sell-photos-developing = Being prepared
sell-photos-progress = { $ready } of { $all } photos are ready.
sell-photos-look-again = Look again
sell-photos-refused = { $file }: { $why }
sell-photos-unnamed = A file
sell-photos-tip-light = In daylight, near a window.
sell-photos-tip-whole = The whole product, on a plain cloth.
sell-photos-tip-several = Two or three: the product, its label, your hands at work.
sell-category-title = What is it?
sell-category-wide = Kinds of products
sell-category-first = Choose a picture above.
sell-category-kind = Which kind exactly?
sell-price-title = What does it cost?
sell-price-another = Add another size
sell-price-amount = How much is in one item?
sell-price-amount-hint = For example 250, or 1,5.
sell-price-amount-wrong = Write a number above zero, for example 250 or 1,5.
sell-price-unit = Of what?
sell-price-price = Price of one item
sell-price-price-hint = What the buyer pays for one item, without delivery.
sell-price-out-of-range = The price must lie between 0.01 and 100,000 dirhams.
sell-price-parcel = Weight of the parcel with one item
sell-price-parcel-hint = With its jar and its box: the delivery price depends on it.
sell-price-name = What tells it apart
sell-price-name-hint = Only if there are several of the same size: a colour, a scent.
sell-price-save = Save and continue
sell-price-add = Add this size
sell-unit-g = grams
sell-unit-kg = kilograms
sell-unit-ml = millilitres
sell-unit-L = litres
sell-unit-piece = pieces
sell-unit-pair = pairs
sell-size-title = Size
sell-size-at-once = What you change here counts at once. Orders that exist keep their price.
sell-size-names = What tells it apart
sell-size-name-ar = In Arabic
sell-size-name-fr = In French
sell-size-name-en = In English
sell-size-retire = Stop selling this size
sell-size-retire-hint = What buyers have ordered already is still delivered.
sell-size-changes = Prices before
sell-stock-title = How many do you have?
sell-stock-no-sizes = First say which sizes there are and what they cost.
sell-stock-to-price = Sizes and prices
sell-stock-reserved =
    { $count ->
        [one] One of them is promised to a buyer.
       *[other] { $count } of them are promised to buyers.
    }
sell-stock-hint = Count everything that is with you, also what is promised but has not left yet.
sell-stock-save = Save
sell-stock-history = What happened to the stock
sell-stock-when = When
sell-stock-what = What
sell-cause-opening = First count
sell-cause-counted = Counted
sell-cause-reserved = Ordered
sell-cause-released = Order cancelled
sell-cause-shipped = Sent
sell-cause-returned = Came back
sell-words-title = Say it in words
sell-words-name = Name of the product
sell-words-name-hint = As you would say it on the market: "Roasted argan oil".
sell-words-name-missing = Write a name in one language at least.
sell-words-description = What is special about it?
sell-words-description-hint = Who makes it, how, what it is good with. Two or three sentences are enough.
sell-words-also-ar = Also in Arabic
sell-words-also-fr = Also in French
sell-words-also-en = Also in English
sell-words-name-ar = Name in Arabic
sell-words-name-fr = Name in French
sell-words-name-en = Name in English
sell-words-description-ar = Description in Arabic
sell-words-description-fr = Description in French
sell-words-description-en = Description in English
sell-facts-title = Where is it from, what is in it?
sell-facts-place = Village or town it comes from
sell-facts-place-hint = Leave it empty if it is your own town.
sell-facts-region = Region it comes from
sell-facts-region-hint = Only if it is not your own region.
sell-facts-ingredients = What is in it?
sell-facts-ingredients-hint = Everything, beginning with what there is most of.
sell-facts-ingredients-ar = Ingredients in Arabic
sell-facts-ingredients-fr = Ingredients in French
sell-facts-ingredients-en = Ingredients in English
sell-facts-allergens = Does it hold any of these?
sell-facts-allergens-hint = Some people fall ill from them. Tick all that are in it, also traces.
sell-facts-allergens-none = None of these
sell-facts-allergens-wrong = Tick what is in it, or only "None of these".
sell-facts-label = Does it carry a label?
sell-facts-label-hint = Only with a valid certificate.
sell-facts-label-none = No label
sell-facts-label-number = Number of the certificate
sell-facts-withdrawal = May a buyer send it back within 7 days?
sell-withdrawal-standard = Yes
sell-withdrawal-standard-hint = As the law gives it for most things.
sell-withdrawal-perishable = No, it spoils quickly
sell-withdrawal-perishable-hint = Fresh cheese, fresh bread.
sell-withdrawal-custom = No, it is made to order
sell-withdrawal-custom-hint = A rug in the buyer's measures.
sell-check-title = Is everything right?
sell-check-back = Back to the product
sell-check-lacking = Still missing
sell-check-photos = Some photos are still being prepared.
sell-check-empty = Not said yet
sell-check-unchanged = You have not changed anything. What buyers see stays as it is.
sell-check-not-verified = You can send it as soon as your cooperative is verified. Everything you wrote is kept.
sell-check-send = Send it in
sell-check-send-hint = We look at it and answer within two working days.
sell-check-kept = Everything is saved. You can go on later.
sell-gap-photo = A photo that is ready
sell-gap-category = The kind of product
sell-gap-variant = A size and its price
sell-gap-name = The name
sell-gap-allergens = Which allergens it holds, or that it holds none

## Notices
sell-notice-withdrawn = You took it back. Change it and send it in again.
sell-notice-paused = It is off sale until you put it back.
sell-notice-resumed = It is on sale again.
sell-notice-archived = The product is given up.
sell-notice-submitted = Sent. We tell you as soon as it is checked.
sell-notice-size-added = The size is saved.
sell-notice-size-saved = Saved. Buyers see it now.
sell-notice-size-kept = Saved.
sell-notice-size-retired = This size is sold no more.
sell-notice-stock-saved = The stock is saved.

## Fields and reasons: what an administrator says
sell-field-photo = Photos
sell-field-category = Kind
sell-field-variant = Sizes and prices
sell-field-name = Name
sell-field-description = Description
sell-field-origin = Origin
sell-field-ingredients = Ingredients
sell-field-allergens = Allergens
sell-field-label = Label
sell-field-withdrawal = Sending back
sell-field-listing = The whole product
reason-photo-dark = The photo is too dark.
reason-photo-blurred = The photo is blurred.
reason-photo-other = The photo shows something else.
reason-photo-text = There is writing or a watermark on the photo.
reason-category-wrong = It belongs to another kind.
reason-variant-price = The price looks like a slip.
reason-variant-amount = The size looks like a slip.
reason-variant-parcel = The weight of the parcel looks like a slip.
reason-name-unclear = The name does not say what it is.
reason-name-mistakes = There are mistakes in the name.
reason-description-short = Tell buyers more about it.
reason-description-mistakes = There are mistakes in the text.
reason-description-health = The text promises to heal: the law does not allow that.
reason-origin-unclear = Say more exactly where it comes from.
reason-ingredients-missing = Name everything that is in it.
reason-allergens-doubt = Check the allergens again.
reason-label-unproven = The label needs its certificate number.
reason-withdrawal-wrong = Buyers may send this product back.
reason-listing-not_local = It is not made by your cooperative.
reason-listing-forbidden = It may not be sold here.
reason-listing-duplicate = You list this product already.
sell-at-most = Too many: at most { $max }.
sell-below-promised = { $reserved } are promised to buyers: the number cannot be smaller.


## Returns
sell-task-returns = { $count ->
    [one] { $count } return waits for you
   *[other] { $count } returns wait for you
}
seller-returns-title = Returns
seller-returns-empty = Nothing comes back
seller-returns-empty-why = When a customer returns something, it shows here.
seller-return-title = Return
seller-return-of = Return from order { $number }
seller-return-asked = Asked for on { $when }
seller-return-answer-by = Answer by { $when }. After that it counts as accepted.
seller-return-pay-by = Decide by { $when }. After that all of it is paid back.
seller-return-goods-by = The goods should be here by { $when }. After that the market asks the customer.
seller-return-missing = The goods have not come in time. The market asks the customer. If they are here after all, press.
seller-return-office-words = The market’s words:
seller-return-reason = The customer’s reason:
seller-return-words = Your words:
seller-return-costs = This costs you up to { $amount }; the market gives its commission on it back.
seller-return-decided = This costs you { $amount }; the market gives its commission on it back.
seller-return-paid-pieces = { $count ->
    [0] nothing paid back
    [one] { $count } piece paid back
   *[other] { $count } pieces paid back
}
seller-return-accept = Accept the return
seller-return-accept-why = The customer sends the goods to you and pays for that.
seller-return-refuse = Refuse it
seller-return-refuse-why = For seven days after delivery returning is the customer’s right. Only these reasons count, and the customer reads your words.
seller-return-refusal = Why?
seller-refusal-late = It was asked for too late
seller-refusal-excluded = It spoils, or was made to order
seller-refusal-opened = It was opened or used up
seller-refusal-agreed = We have agreed on something else
seller-return-refuse-go = Refuse the return
seller-return-waiting = The customer sends the goods. Press when you have them.
seller-return-receive = The goods are here
seller-return-decide = How much came back whole?
seller-return-pieces = { $count ->
    [0] Pay nothing back for it
    [one] Pay { $count } piece back
   *[other] Pay { $count } pieces back
}
seller-return-less = Why not all of it?
seller-return-less-hint = Only if you pay less back; the customer reads it.
seller-return-refund = Decide
seller-return-pay = Give { $amount } back
seller-return-pay-unsaid = The customer has been asked how they want the money. We tell you on this page.
seller-return-pay-account = Transfer it to this account, then press the button.
seller-return-pay-cash = Count the money with the customer and lay it before them. They show a code: type it here. Once it is accepted, the money is theirs.
seller-return-code = The customer’s code
seller-return-paid = The customer has the money
seller-return-pay-done = It was paid back.

seller-money-transfer = { $amount } to come by transfer to your account.
seller-transfer-why = Look at your account: the reference on the transfer is { $reference }. Send nothing before it is there.
seller-transferred = The transfer has arrived, in full
seller-pay-by = The goods are kept until { $when }. If you have not confirmed the transfer here by then, the order is cancelled by itself and your stock is back.
seller-overdue-why = The transfer was not confirmed in time, so the order was cancelled and your stock is back. If the money still comes, send it back or call the customer.
