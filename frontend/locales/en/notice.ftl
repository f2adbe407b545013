# What people are told by e-mail and SMS. Each notice has a subject, a text and an SMS.

notice-open = Open the page
notice-line = { $name }: { $value }
notice-fact-number = Order number
notice-fact-total = To pay on delivery
notice-fact-delivery = Delivery by { $cooperative }
notice-fact-carrier = Carrier
notice-fact-tracking = Tracking number
notice-fact-answer-by = Please answer before
notice-seller = Sold by { $name }, cooperative, { $seat }. Register of { $place }, number { $number }. Telephone { $phone }.

notice-code-subject = { $code } is your { $market } code
notice-code-text = Your code is { $code }. It is valid for 10 minutes. Give it to nobody: we never ask for it.
notice-code-sms = { $code } is your { $market } code. Valid for 10 minutes. Give it to nobody.

notice-verified-subject = { $cooperative } can now sell on { $market }
notice-verified-text = Your cooperative has been verified. You can add your products: a photo, a name, a price, and you send them to us.
notice-verified-sms = { $market }: { $cooperative } is verified. Add your products: { $url }

notice-refused-subject = Your application to { $market }
notice-refused-text = We could not accept the application of { $cooperative }. The reason: { $reason }
notice-refused-sms = { $market }: the application of { $cooperative } was not accepted. Reason: { $reason }

notice-suspended-subject = { $cooperative } is suspended
notice-suspended-text = Your products are no longer shown. The reason: { $reason }
notice-suspended-sms = { $market }: { $cooperative } is suspended. Reason: { $reason }

notice-approved-subject = { $product } is on sale
notice-approved-text = Your product “{ $product }” has been approved. Customers can buy it now.
notice-approved-sms = { $market }: “{ $product }” is on sale. { $url }

notice-changes-subject = { $product }: something to change
notice-changes-text = Your product “{ $product }” is almost ready. Please change what is written below and send it again. { $note }
notice-changes-sms = { $market }: something to change in “{ $product }”: { $url }

notice-rejected-subject = { $product } was not accepted
notice-rejected-text = Your product “{ $product }” was not accepted. { $note }
notice-rejected-sms = { $market }: “{ $product }” was not accepted. { $url }

notice-product-suspended-subject = A product was taken off sale
notice-product-suspended-text = The office took one of your products off sale. The reason: { $reason }
notice-product-suspended-sms = { $market }: a product was taken off sale. The reason: { $reason } { $url }

notice-placed-subject = Your order { $number }
notice-placed-text = Thank you. Each cooperative will now confirm its part. You pay { $total } in cash when it arrives. Keep this message: its link is the key to your order.
notice-placed-sms = { $market }: order { $number } received, { $total } to pay on delivery. { $url }

notice-new-order-subject = New order { $number }
notice-new-order-text = You have a new order for { $town }: { $total }. Please accept it within two days, or it will be cancelled.
notice-new-order-sms = { $market }: new order { $number }, { $town }, { $total }. Accept it: { $url }

notice-reminder-subject = Order { $number } is waiting for you
notice-reminder-text = A customer is waiting for your answer. Without it the order will be cancelled.
notice-reminder-sms = { $market }: order { $number } is waiting for your answer. { $url }

notice-seller-cancelled-subject = Order { $number } is cancelled
notice-seller-cancelled-text = Order { $number } is cancelled. Do not send it; your stock is back.
notice-seller-cancelled-sms = { $market }: order { $number } is cancelled. Do not send it. { $url }

notice-step-accepted-subject = { $cooperative } accepted your order
notice-step-accepted-text = { $cooperative } has accepted its part of order { $number } and is preparing it.
notice-step-accepted-sms = { $market }: { $cooperative } accepted order { $number }. { $url }
notice-step-packed-subject = Your order { $number } is packed
notice-step-packed-text = { $cooperative } has packed its part of order { $number }.
notice-step-packed-sms = { $market }: { $cooperative } packed order { $number }. { $url }
notice-step-shipped-subject = Your order { $number } is on its way
notice-step-shipped-text = { $cooperative } has sent its part of order { $number }. Please have { $total } ready in cash.
notice-step-shipped-sms = { $market }: order { $number } from { $cooperative } is on its way. { $total } in cash. { $url }
notice-step-delivered-subject = Your order { $number } was delivered
notice-step-delivered-text = The part of { $cooperative } was delivered. You have 7 days to change your mind, save for what spoils or was made for you.
notice-step-delivered-sms = { $market }: order { $number } from { $cooperative } was delivered. { $url }
notice-step-refused-subject = Order { $number } was not taken
notice-step-refused-text = The parcel of { $cooperative } was not taken and goes back. You pay nothing.
notice-step-refused-sms = { $market }: the parcel of { $cooperative } ({ $number }) was not taken and goes back.
notice-step-lost-subject = A parcel of order { $number } was lost
notice-step-lost-text = The carrier lost the parcel of { $cooperative }. You pay nothing for it. We are sorry.
notice-step-lost-sms = { $market }: the parcel of { $cooperative } ({ $number }) was lost. You pay nothing.
notice-step-cancelled-subject = A part of order { $number } is cancelled
notice-step-cancelled-text = The part of { $cooperative } is cancelled. You pay nothing for it. { $reason }
notice-step-cancelled-sms = { $market }: the part of { $cooperative } in order { $number } is cancelled. { $url }

notice-replaced-subject = This contact no longer belongs to your account
notice-replaced-text = An account on { $market } used this telephone or address until now; from now on it uses another. If that was not you, call us: { $phone }
notice-replaced-sms = { $market }: this number no longer belongs to your account. Was that not you? Call { $phone }
notice-replaced-cooperative-subject = The contact of { $cooperative } has changed
notice-replaced-cooperative-text = { $cooperative } used this telephone or address on { $market } until now; from now on it uses another. If that is not right, call us: { $phone }
notice-replaced-cooperative-sms = { $market }: this number is no longer that of { $cooperative }. Not right? Call { $phone }

notice-paid-subject = Your order { $number } is paid
notice-paid-text = Thank you. You paid { $total } by card. Each cooperative will confirm its part; if one cannot deliver, its price is paid back to you. Keep this message: its link is the key to your order.
notice-paid-sms = { $market }: order { $number } paid, { $total }. { $url }
notice-lapsed-subject = Order { $number } was not paid
notice-lapsed-text = The payment of { $total } did not arrive in time. Order { $number } is cancelled and nothing was taken. You can order again.
notice-lapsed-sms = { $market }: order { $number } cancelled, because it was not paid. Nothing was taken. { $url }
notice-too-late-subject = Your payment for { $number } goes back to you
notice-too-late-text = Your payment of { $total } came too late: the products of order { $number } are gone. The whole sum goes back to your card within a few days. We are sorry.
notice-too-late-sms = { $market }: paid too late, { $number } stays cancelled. { $total } go back to your card. { $url }
notice-step-shipped-paid-subject = Your order { $number } is on its way
notice-step-shipped-paid-text = { $cooperative } has sent its part of order { $number }. It is paid already: give the driver nothing.
notice-step-shipped-paid-sms = { $market }: order { $number } from { $cooperative } is on its way. Already paid. { $url }
notice-step-refunded-subject = A part of order { $number } is paid back to you
notice-step-refunded-text = The part of { $cooperative } will not be delivered. The { $total } paid for it go back to your card within a few days. { $reason }
notice-step-refunded-sms = { $market }: the part of { $cooperative } ({ $number }) will not be delivered. { $total } go back to your card. { $url }
