# The page of the demonstration.
demo-title = The demonstration
demo-intro = Everything here is made up. Choose a role: its sign-in code is sent by SMS, and arrives on this page instead of on a telephone.
demo-refresh = Refresh
demo-roles = Who would you like to be?
demo-buyer = A buyer
demo-buyer-how = No account is needed: fill a basket and order.
demo-buyer-go = See the products
demo-administrator = The market’s office
demo-factor = Second code:
demo-factor-left = { $seconds ->
    [one] for { $seconds } more second
   *[other] for { $seconds } more seconds
}
demo-seller = A cooperative
demo-sign-in = Send me a code
demo-not-loaded = The demo market is not loaded in this database.
demo-messages = Messages sent
demo-no-messages = No messages yet.
demo-sms = SMS
demo-email = E-mail

demo-pay-title = Payment page of the demonstration
demo-pay-not-real = This is not a bank. No card, no money: choose what happens.
demo-pay-refused = The card was refused. Try something else.
demo-pay-over = This payment page is closed.
demo-pay-back = Back to the order
demo-pay-pay = Pay
demo-pay-refuse = Refused card
demo-pay-slow = Pay, answered in two minutes
demo-pay-twice = Pay, told twice
demo-pay-late = Pay, told ten minutes later
demo-pay-out_of_order = Pay, told in the wrong order
demo-pay-never = Pay, never told
demo-pay-leave = Leave without paying
