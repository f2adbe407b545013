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
notice-seller-transfer-reminder-subject = Order { $number }: has the transfer come?
notice-seller-transfer-reminder-text = Please look at your account. If the transfer for order { $number } has come, confirm it on the page of the order. Otherwise the order is cancelled by itself at the time below.
notice-seller-transfer-reminder-sms = { $market }: has the transfer for { $number } come? Confirm it, or the order is cancelled by itself. { $url }
notice-seller-overdue-subject = Order { $number } is cancelled: the transfer did not come
notice-seller-overdue-text = The transfer for order { $number } was not confirmed in time: the order is cancelled. Do not send it; your stock is back. If the money still comes, send it back or call the customer.
notice-seller-overdue-sms = { $market }: order { $number } is cancelled, no transfer was confirmed. Do not send it. { $url }

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
notice-step-accepted-transfer-subject = { $cooperative } accepted your order: make your transfer now
notice-step-accepted-transfer-text = { $cooperative } has accepted its part of order { $number } and waits for your transfer of { $total } to the account below. Copy the reference and the exact amount. If the money does not come in time, this part is cancelled.
notice-step-accepted-transfer-sms = { $market }: { $cooperative } accepted order { $number } and waits for your transfer. Account and time: { $url }
notice-transfer-reminder-subject = Order { $number }: { $cooperative } waits for your transfer
notice-transfer-reminder-text = { $cooperative } has not had { $total } for order { $number } yet. It keeps your goods until { $when }; then its part is cancelled. If you have paid already, call the cooperative: it has to confirm your transfer.
notice-transfer-reminder-sms = { $market }: { $cooperative } waits for your transfer ({ $number }) until { $when }. Paid already? Call it. { $url }
notice-step-overdue-subject = A part of order { $number } is cancelled: the transfer did not come
notice-step-overdue-text = { $cooperative } had no transfer of yours in time, so its part of order { $number } is cancelled. Do not pay it any more. If you have paid, call the cooperative: it owes you the money.
notice-step-overdue-sms = { $market }: no transfer came, so the part of { $cooperative } in order { $number } is cancelled. Do not pay any more. { $url }

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

notice-fact-withdraw = You can send it back until
notice-lapsed-odd-subject = About the payment of { $number }
notice-lapsed-odd-text = Order { $number } is cancelled: what your bank told us does not match its price. If something was taken from your card, it comes back to you; we are looking into it and will call you.
notice-lapsed-odd-sms = { $market }: order { $number } is cancelled. If something was taken from your card, it comes back to you; we are looking into it. { $url }

## Goods that come back
notice-return-requested-subject = Your return from order { $number }
notice-return-requested-text = We have told { $cooperative } that you send something back. It answers within four days; without an answer your return counts as accepted. Keep the goods until then.
notice-return-requested-sms = { $market }: your return ({ $number }) was passed on to { $cooperative }. It answers within 4 days. { $url }
notice-return-accepted-subject = { $cooperative } takes your return
notice-return-accepted-text = You can send the goods of order { $number } back to { $cooperative }; its address is below. You pay the way back. Call before you send: { $phone }
notice-return-accepted-sms = { $market }: send the goods of { $number } back to { $cooperative }. Call first: { $phone }
notice-return-refused-subject = { $cooperative } does not take your return
notice-return-refused-text = { $cooperative } does not take the return from order { $number }. Its words: { $reason } If that is not right, call us.
notice-return-refused-sms = { $market }: { $cooperative } does not take the return ({ $number }). Read why: { $url }
notice-return-received-subject = Your return has arrived
notice-return-received-text = { $cooperative } has the goods of order { $number } back. Within a week it is decided what is paid back.
notice-return-received-sms = { $market }: { $cooperative } has your return ({ $number }). { $url }
notice-return-refunded-subject = { $total } come back to you
notice-return-refunded-text = For your return from order { $number } you get { $total } back. { $reason }
notice-return-refunded-sms = { $market }: you get { $total } back for your return ({ $number }). { $url }
notice-return-nothing-subject = Your return from { $number } is finished
notice-return-nothing-text = { $cooperative } has the goods of order { $number } back. Nothing is left to give back: you already have all that was paid. { $reason }
notice-return-nothing-sms = { $market }: your return ({ $number }) is finished. Nothing is left to give back of what was paid. { $url }
notice-fact-send-by = Send it so that it is there by
notice-return-not_received-subject = Your return from order { $number } has not arrived
notice-return-not_received-text = { $cooperative } has not had the goods of order { $number } that you wanted to send back. If you have sent them, call { $cooperative }: { $phone }. Keep the receipt of the parcel ready. If you have not sent them, do it now, or say on the page of the order that you keep them. The market will otherwise end the return, without money.
notice-return-not_received-sms = { $market }: your return ({ $number }) has not arrived. Sent? Call { $cooperative }: { $phone }. Otherwise: { $url }
notice-return-reopened-subject = Your return from order { $number } is waited for again
notice-return-reopened-text = The market lets your return from order { $number } wait some more. Send the goods to { $cooperative }; its address is below.
notice-return-reopened-sms = { $market }: your return ({ $number }) is waited for again. Send it to { $cooperative }: { $url }
notice-return-ended-subject = Your return from order { $number } is ended
notice-return-ended-text = The goods of order { $number } never arrived at { $cooperative }, so the market has ended your return. Nothing is paid back. Its words: { $reason } If that is not right, call us.
notice-return-ended-sms = { $market }: your return ({ $number }) is ended, the goods did not arrive. Read why: { $url }
notice-seller-return-requested-subject = A customer returns something of { $number }
notice-seller-return-requested-text = A customer withdraws from { $goods } of order { $number }. That is a right of theirs. Please answer within four days; without an answer it counts as accepted.
notice-seller-return-requested-sms = { $market }: a return for order { $number }, { $goods }. Please answer: { $url }
notice-seller-return-reminder-subject = A return of { $number } waits for you
notice-seller-return-reminder-text = A customer waits for your answer about a return. In two days it counts as accepted.
notice-seller-return-reminder-sms = { $market }: the return of { $number } waits for your answer. { $url }
notice-seller-return-withdrawn-subject = The customer keeps the goods of { $number }
notice-seller-return-withdrawn-text = The customer has called the return from order { $number } off. You need do nothing.
notice-seller-return-withdrawn-sms = { $market }: the return of { $number } was called off. You need do nothing.
notice-seller-return-accepted-subject = The return of { $number } counts as accepted
notice-seller-return-accepted-text = Nobody answered for four days: the return from order { $number } counts as accepted. The customer sends the goods to you.
notice-seller-return-accepted-sms = { $market }: the return of { $number } counts as accepted. { $url }
notice-seller-return-refunded-subject = The return of { $number } is paid back
notice-seller-return-refunded-text = Nothing was decided for a week after the goods came: { $total } are paid back to the customer.
notice-seller-return-refunded-sms = { $market }: return of { $number }: { $total } are paid back to the customer. { $url }
notice-seller-return-nothing-subject = The return of { $number } is finished
notice-seller-return-nothing-text = Nothing was decided for a week after the goods came. Nothing is left to give back to the customer, who had paid less than the price.
notice-seller-return-nothing-sms = { $market }: the return of { $number } is finished, nothing to pay back. { $url }
notice-seller-return-not_received-subject = The return of { $number } has not arrived
notice-seller-return-not_received-text = You accepted a return from order { $number }, and have not said that the goods are here. If they are, press on the page of the return. We have asked the customer; the market then ends it or lets it wait.
notice-seller-return-not_received-sms = { $market }: the goods of the return { $number } have not come? If they are there, say so: { $url }
notice-seller-return-reopened-subject = The return of { $number } is waited for again
notice-seller-return-reopened-text = The market lets the return from order { $number } wait some more. Press on its page when the goods are here.
notice-seller-return-reopened-sms = { $market }: the return of { $number } is waited for again. { $url }
notice-seller-return-ended-subject = The return of { $number } is ended
notice-seller-return-ended-text = The goods of the return from order { $number } never came: the market has ended it. You pay nothing back. Its words: { $reason }
notice-seller-return-ended-sms = { $market }: the return of { $number } is ended. You pay nothing back. { $url }

## Money that goes back by hand
notice-refund-choose-subject = How do you want your { $amount }?
notice-refund-choose-text = We owe you { $amount } for order { $number }. Say on the page of the order how you want them: to your bank account, or in cash.
notice-refund-choose-sms = { $market }: we owe you { $amount } ({ $number }). Say how you want them: { $url }
notice-refund-sent-subject = { $amount } are on their way to you
notice-refund-sent-text = We have transferred { $amount } for order { $number } to your account that ends in { $tail }.
notice-refund-sent-sms = { $market }: { $amount } ({ $number }) are on their way to your account …{ $tail }.
notice-refund-done-subject = { $amount } were paid back to you
notice-refund-done-text = { $amount } for order { $number } were paid back to you. If you do not have them, call us.
notice-refund-done-sms = { $market }: { $amount } ({ $number }) were paid back to you. { $url }
notice-refund-failed-subject = { $amount } did not reach you
notice-refund-failed-text = We wanted to pay { $amount } for order { $number } back to you, and your bank did not take them. We still owe them to you: give us your bank account on the page of the order, or take cash.
notice-refund-failed-sms = { $market }: { $amount } ({ $number }) did not reach you. Give us your bank account: { $url }
notice-refund-late-subject = { $amount } have reached you after all
notice-refund-late-text = We had written that { $amount } for order { $number } did not reach you. They were sent after all: look at your bank account, and at that of the card you paid with. You need do nothing more.
notice-refund-late-sms = { $market }: { $amount } ({ $number }) are on their way to you after all. You need do nothing more. { $url }
notice-office-twice-subject = A refund was paid twice: order { $number }
notice-office-twice-text = A refund of order { $number } that had failed was done after all, and the buyer had been paid otherwise. Somebody has to look.
notice-office-twice-sms = { $market }: a refund of order { $number } was paid twice. { $url }
notice-office-dispute-subject = Dispute about order { $number }
notice-office-dispute-text = A buyer’s bank disputes the payment of order { $number }. The provider holds the amount back. Answer it in the provider’s pages before its deadline.
notice-office-dispute-sms = { $market }: dispute about order { $number }. { $url }
notice-office-dispute-lost-subject = Dispute lost: order { $number }
notice-office-dispute-lost-text = The dispute about order { $number } was lost. The amount was taken from the cooperatives’ balances, as far as their parts were delivered.
notice-office-dispute-lost-sms = { $market }: dispute lost, order { $number }. { $url }
notice-office-refund-subject = A refund to see to: order { $number }
notice-office-refund-text = A refund of order { $number } cannot go back by itself. Somebody has to do it.
notice-office-refund-sms = { $market }: a refund of order { $number } waits for somebody. { $url }
notice-office-odd-subject = A payment that does not agree: order { $number }
notice-office-odd-text = The provider speaks of another payment than was agreed for order { $number }. What it holds is put aside until somebody has looked.
notice-office-odd-sms = { $market }: a payment of order { $number } does not agree. { $url }
notice-office-goods-subject = Goods that did not come back: order { $number }
notice-office-goods-text = A buyer was to give back goods of order { $number }, and they did not come in time. Find out where the parcel is, then wait longer for it or end the return.
notice-office-goods-sms = { $market }: goods of order { $number } did not come back. { $url }
notice-office-payout-subject = No news of payout { $reference }
notice-office-payout-text = Payout { $reference } of { $amount } was given to the bank, and nothing has been heard of it since. Look at the account, then say on its page what the bank did. Until then nothing of it is paid a second time.
notice-office-payout-sms = { $market }: no news of payout { $reference } of { $amount }. { $url }
notice-office-books-subject = The books do not agree
notice-office-books-text =
    { $count ->
        [one] The comparison of { $when } found one difference between our books and those of providers, carriers and the bank.
       *[other] The comparison of { $when } found { $count } differences between our books and those of providers, carriers and the bank.
    } The list is on the bank’s page.
notice-office-books-sms = { $market }: the books do not agree. Differences: { $count }. { $url }

notice-fact-sum = Total
notice-fact-holder = Account holder
notice-fact-rib = Account number (RIB)
notice-fact-amount = Amount
notice-fact-reference = Reference to write on the transfer
notice-fact-until = Before
notice-transfer-subject = Your order { $number }: how to make the transfer
notice-transfer-text = Thank you. What is left is to send { $total } by bank transfer to the account below. Copy the reference and the exact amount: that is how the money finds your order. Keep this message: its link is the key to your order.
notice-transfer-sms = { $market }: order { $number }, { $total } to send by transfer. Account and reference: { $url }
notice-paid-transfer-subject = Transfer received for order { $number }
notice-paid-transfer-text = Thank you. Your transfer of { $total } has arrived. Each cooperative will confirm its part; if one cannot deliver, its price is paid back to you. Keep this message: its link is the key to your order.
notice-paid-transfer-sms = { $market }: transfer received for order { $number }, { $total }. { $url }
notice-step-refunded-transfer-subject = A part of order { $number } is paid back to you
notice-step-refunded-transfer-text = The part of { $cooperative } will not be delivered. The { $total } paid for it are paid back to you: tell us how on the page of your order. { $reason }
notice-step-refunded-transfer-sms = { $market }: the part of { $cooperative } ({ $number }) will not be delivered. { $total } are paid back to you: tell us how. { $url }
notice-payout-sent-subject = { $amount } is on its way to your bank
notice-payout-sent-text = The market is paying { $amount } into your bank account ending in { $account }. It takes one to three working days. On your bank statement: { $reference }. The page shows each order.
notice-payout-sent-sms = { $market }: { $amount } is on its way to your account …{ $account }, reference { $reference }. { $url }
notice-payout-failed-subject = A payment did not arrive
notice-payout-failed-text = Your bank did not take the payment of { $amount } to the account ending in { $account }. Nothing is lost: the money stays yours and goes out with the next payment. Check the bank account on your cooperative’s page.
notice-payout-failed-sms = { $market }: { $amount } did not arrive at …{ $account }. The money stays yours. Check your account: { $url }
notice-payout-returned-subject = A payment came back
notice-payout-returned-text = Your bank sent the payment of { $amount } to the account ending in { $account } back to us. Nothing is lost: the money stays yours and goes out with the next payment. Check the bank account on your cooperative’s page.
notice-payout-returned-sms = { $market }: the bank sent back { $amount } from account …{ $account }. The money stays yours. Check your account: { $url }
notice-invoice-subject = Invoice { $number }: { $open } to pay
notice-invoice-text = This is the invoice for the market’s commission: { $total }, tax included. Please transfer { $open } by { $due }. Give the reference { $reference }, or we will not know that it is you.
notice-invoice-sms = { $market }: invoice { $number }, transfer { $open } by { $due }, reference { $reference }. { $url }
notice-invoice-settled-subject = Invoice { $number }, already paid
notice-invoice-settled-text = This is the invoice for the market’s commission: { $total }, tax included. You have nothing to pay: it was kept back from what the market owed you.
notice-invoice-settled-sms = { $market }: invoice { $number } of { $total }, already paid. Nothing to pay. { $url }
notice-cash-code-subject = { $code } confirms your order
notice-cash-code-text = The code { $code } confirms your order at { $market }, paid in cash on delivery. It is good for 10 minutes. If you ordered nothing, give it to nobody.
notice-cash-code-sms = { $code } confirms your { $market } order. Good for 10 minutes. Ordered nothing? Give it to nobody.
notice-fact-delivery-code = Delivery code for the parcel of { $cooperative }, for whoever hands it to you
notice-delivery-code-sms = Delivery code: { $code }, for whoever hands you the parcel.

notice-cash-waiting-subject = { $amount } are still with your carriers
notice-cash-waiting-text = { $amount } of your orders have been with the carriers for more than { $days } days. Call them, and record what you receive.
notice-cash-waiting-sms = { $market }: { $amount } with the carriers for more than { $days } days. Call them. { $url }
