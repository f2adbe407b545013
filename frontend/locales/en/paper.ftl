## Printed papers: statements
paper-statement = Statement of account
paper-statement-of = Statement of account: { $month }
paper-pdf = Statement as PDF
paper-xlsx = Statement for Excel
paper-until = As of
paper-page = Page
paper-cooperative = Cooperative
paper-seat = Seat
paper-phone = Telephone
paper-email = E-mail
paper-ice = ICE
paper-rib = RIB
paper-date = Date
paper-what = What happened
paper-amount = Amount
paper-commission = Commission
paper-vat = VAT
paper-kept = You keep
paper-change = On account
paper-balance = Balance
paper-opening = Opening balance
paper-closing = Closing balance
paper-sold-less-returns = Sales less refunds
paper-moved = Change of the account
paper-sold = Sold, with delivery
paper-fee = Commission and VAT
paper-owed-to-you = The market owes you
paper-you-owe = You owe the market
paper-even = Nobody owes anything
paper-with-carriers = Cash still with carriers on that day: { $amount }.
paper-with-market = Cash in the market’s office on that day: { $amount }.
paper-balance-why = Balance: what the market took for you and has not paid out yet, less the commission that you owe it. What a customer pays you directly does not pass through it: only the commission is entered.
paper-currency = All amounts are in dirhams (MAD).
paper-none = Nothing happened on the account in this month.
paper-office = Statements of account

## What happened on a cooperative's account
movement-sold = Sale delivered
movement-given_back = Refund to the customer
movement-kept_after_all = Refund undone
movement-cancelled = Cancelled, given back to the customer
movement-handed_over = Cash handed over
movement-paid_out = Transfer to your bank
movement-came_back = Transfer sent back by your bank
movement-fee_paid = Commission paid
movement-fee_kept = Commission kept back
movement-fee_waived = Commission waived
movement-other = Other movement

## Printed papers: payouts and invoices
slip-pdf = As PDF
slip-xlsx = For Excel
slip-payout = Payment slip
slip-amount = Amount of the transfer
slip-paid-on = Paid on
slip-returned-on = Came back on
slip-invoice = Invoice
slip-due = Due by
slip-net = Commission before VAT
slip-rate = Rate
slip-with-vat = With VAT
slip-pay = To be paid by transfer to the account { $rib }, with the reference { $reference }.
slip-elsewhere = The { $count } lines do not fit on this document: the Excel file and the page show each of them.
paper-tax-number = Tax number (IF)
paper-licence-number = Professional tax
paper-trade-number = Commercial register (RC)

error-paper-too_long = This month has too many lines for one document: at most 2,000 in a PDF, 20,000 for Excel. Take the Excel file, or read the month page by page.
error-paper-busy = Several documents are being made. Try again in a few seconds.
error-paper-press = The document could not be made.
error-paper-sheet = The file could not be made.

## What reaches the cooperative of each 100 dirhams
share-cooperative = Of every 100 MAD of products, { $amount } goes to the cooperative
share-market = { $amount } goes to the market.
share-market-vat = { $amount } goes to the market, { $vat } of it VAT.
share-all = The market takes nothing.
share-why = Delivery is not counted: all of it goes to the cooperative, which sends the parcel itself. If its products bear VAT, it pays that out of its share.
