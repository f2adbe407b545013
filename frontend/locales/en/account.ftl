# Signing in, applying, accounts; cooperatives as administrators see them.

## Signing in
sign-in-title = Sign in
sign-in-how = Give your telephone number or e-mail address: we send a code of six digits there.
sign-in-contact = Telephone or e-mail
sign-in-contact-hint = For example: 06 12 34 56 78
sign-in-send-code = Send me a code
sign-in-use-password = I have a password
sign-in-use-code = Sign in with a code instead
sign-in-new = Is your cooperative not here yet?
sign-in-new-go = Bring it in
sign-in-code-title = Enter the code
sign-in-password-title = Sign in with a password
sign-in-password = Password
sign-in-go = Sign in

## The page that asks for six digits
code-sent-to = We sent a code of six digits to:
code-label = The six digits
code-hint = The code is good for ten minutes. Give it to nobody.
code-enter = Continue
code-not-there = The code did not arrive
code-not-there-why = It can take a minute. Check the number, or the junk folder of your mail.
code-again = Send another code
code-start-over = Another number or address

## A fresh code before something sensitive
confirm-title = Confirm that it is you
confirm-why = What you are about to change matters: money, people, or how you sign in. We send you a code first.
confirm-to = The code will go to:
confirm-send = Send the code
confirm-code-title = Enter the code

## Another telephone or e-mail
contact-title = Change telephone or e-mail
contact-how = We send a code to the new number or address, to be sure that it is yours.
contact-new = New number or address
contact-code-title = Enter the code

## Password
password-title = Password
password-optional = A password is optional: a code is always enough.
password-rules = At least { $min } characters. A short sentence that only you know is better than a difficult word.
password-new = New password
password-forget-why = If you no longer need it, delete it and sign in with codes.
password-forget = Delete the password

## One's own account
account-title = My account
account-cooperatives = My cooperatives
account-office = Market administration
account-open = Open
account-join = Bring in a cooperative
account-me = Who I am
account-name = Name
account-language = Language of messages
account-sign-in = How I sign in
account-phone = Telephone
account-email = E-mail
account-none = None
account-password = Password
account-password-set = Set
account-password-none = None, codes only
account-change-contact = Change telephone or e-mail
account-change-password = Password
account-codes-left =
    { $count ->
        [one] { $count } recovery code is left.
       *[other] { $count } recovery codes are left.
    }
account-codes-renew = Ten new codes
account-devices = Signed-in devices
account-device-unknown = Unknown device
account-device-this = This device
account-device-seen = Last seen:
account-device-end = Sign out
account-devices-end-others = Sign out all others
account-programs = Connect a program
account-programs-why = If you have a program for stock or accounts, it can work with the market.
account-programs-go = Keys ({ $count })
account-role-owner = Owner
account-role-member = Member
account-state-applied = Waiting to be verified
account-state-verified = Verified
account-state-refused = Refused
account-state-suspended = Suspended
account-event-apply = Applied
account-event-reapply = Applied again, corrected
account-event-verify = Verified
account-event-refuse = Refused
account-event-suspend = Suspended
account-event-reinstate = Let in again
account-event-story = Story changed
account-event-contact = Contact changed
account-event-rib = Bank account changed
account-notice-signed-out = You are signed out.
account-notice-saved = Saved.
account-notice-contact = Telephone or e-mail changed.
account-notice-password = Password saved; other devices are signed out.
account-notice-password-forgotten = Password deleted. You sign in with codes.
account-notice-session-ended = Signed out.
account-notice-cooperative = The cooperative’s details are saved.
account-limited =
    { $minutes ->
        [one] Too many tries. Try again in { $minutes } minute.
       *[other] Too many tries. Try again in { $minutes } minutes.
    }
account-short-password = Too short: at least { $min } characters.

## Keys for programs
tokens-title = Keys for programs
tokens-what = With a key, a program reads and changes your products and orders in your name.
tokens-docs = How it works
tokens-made = Here is the new key:
tokens-made-once = Copy it now: it is not shown again.
tokens-last-used = last used
tokens-revoke = Revoke
tokens-new = New key
tokens-no-scope = Keys are for members of cooperatives.
tokens-name = Name of the key
tokens-name-hint = For example: stock software
tokens-scope = Acts for
tokens-scope-administrator = The market’s administration
tokens-make = Make the key
tokens-notice-revoked = The key is revoked.

## The second factor of administrators
factor-title = Second check
factor-how = Open the code application on your telephone and enter the six digits.
factor-code = Code of the application or recovery code
factor-code-hint = Telephone lost? Enter one of your ten recovery codes.
factor-set-up-title = Set up the second check
factor-set-up-why = Whoever runs the market needs a second code, from an application on their telephone.
factor-set-up-sells = The pages of your cooperative open after this too.
factor-set-up-1 = Install a code application (Aegis, FreeOTP, Google Authenticator…).
factor-set-up-2 = Photograph this square with the application:
factor-set-up-qr = QR code for the application to read
factor-set-up-link = I am on the telephone: open the application
factor-set-up-type = Or type this key into it:
factor-set-up-3 = Enter the six digits that it shows here.
factor-digits = The six digits
factor-confirm = Activate
factor-codes-title = Your recovery codes
factor-codes-why = If you lose your telephone, each of these opens once.
factor-codes-keep = Print them or write them down in a safe place: they are not shown again.
factor-codes-kept = I have kept them, continue

## Invitations
invite-title = Invitation
invite-to-cooperative = You are invited to work in the space of the cooperative:
invite-to-office = You are invited to run the market.
invite-as = You accept as:
invite-accept = Accept
invite-sign-in-first = Sign in with your telephone or e-mail first, then accept.
invite-sign-in = Sign in
invite-spent = This invitation was used or is too old. Ask whoever sent it for another.
invite-notice-accepted = Invitation accepted.

## The people of a cooperative
members-title = My cooperative
members-people = People
members-cooperative = Details
members-state = State
members-you = You
members-make-owner = Make owner
members-make-member = Make member
members-invite-why = Make a link and send it by WhatsApp to whoever will work with you. It works once, within seven days.
members-invite = Invite somebody
members-invited = Here is the invitation link:
members-invited-once = It is not shown again.
members-whatsapp = Send by WhatsApp
members-share = An invitation to work with us in the space of { $name }: { $link }
members-invite-open = An invitation waits, good until { $date }
members-withdraw = Withdraw
members-leave = Leave the cooperative
members-change-story = The cooperative’s story
members-change-contact = Telephone and address
members-change-bank = Bank account
members-correct = Correct the application
members-notice-removed = That person no longer belongs to the cooperative.
members-notice-appointed = Changed.
members-notice-left = You have left the cooperative.
members-notice-withdrawn = The invitation is withdrawn.
bank-title = Bank account
bank-now = The present account ends in:
bank-rib = New bank account (RIB)
account-contact-title = Telephone and address
account-collects = Customers may collect their orders from us
account-collects-hint = Collecting is free, at the cooperative’s address.
story-title = The cooperative’s story
story-why = Who are you? How did you begin? What do your hands make? One language is enough.
story-ar = In Arabic
story-fr = In French
story-en = In English

## Applying
join-title = Bring in your cooperative
join-intro = Sell what you make all over Morocco, from your cooperative to the customer’s door.
join-intro-free = Joining is free.
join-intro-check = We check your papers, then you begin to sell.
join-intro-pay = The customer pays on delivery.
join-need = What you need
join-need-phone = A telephone that receives SMS
join-need-register = The number in the local register of cooperatives
join-need-rib = The bank account number (RIB)
join-need-onssa = The ONSSA authorisation number if you sell food
join-begin = Begin
join-begin-why = We check your telephone with a code first.
join-step-0 = Who
join-step-1 = Where
join-step-2 = Papers
join-step-3 = Check
join-name-ar = Name of the cooperative in Arabic
join-name-hint = As in the register
join-name-fr = Name of the cooperative in French
join-name-ar-letters = Write this name in Arabic letters.
join-contact-name = Person who answers for it
join-contact-name-hint = Full name
join-phone = Telephone of the cooperative
join-phone-hint = Customers see it on their orders.
join-email = E-mail
join-province = Region and province
join-town = Town or village
join-address = Address
join-address-hint = Street and number, or how to find you
join-register-number = Number in the local register of cooperatives
join-register-number-hint = It stands on the certificate of registration
join-register-place = Place of the register
join-register-place-hint = Court of first instance, for example: Taroudant
join-sells-food = We sell food
join-onssa = ONSSA authorisation number
join-onssa-hint = Needed if you sell food
join-ice = ICE (common enterprise identifier)
join-ice-hint = 15 digits
join-rib = Bank account (RIB)
join-rib-hint = 24 digits, as on the bank’s certificate. Only the administration sees it.
join-founded = Year of foundation
join-member-count = Number of members
join-women-count = Of whom women
join-bad-rib = This RIB is not right. Compare its 24 digits one by one with the bank’s certificate.
join-bad-ice = An ICE has 15 digits.
join-ice-doubtful = The ICE number does not look right. Please check it; you can send all the same.
join-too-many-women = That is more than the number of members.
join-check = Is everything right?
join-resumed = We kept what you had written. Go on from here.
join-change-0 = Change: who
join-change-1 = Change: where
join-change-2 = Change: papers
join-send = Send the application
join-refused-because = The last application was refused for this reason:
join-notice-sent = Your application has arrived. We check it and tell you. You can prepare your products already.

## Cooperatives, for administrators
admin-cooperatives-title = Cooperatives
admin-cooperatives-none = No cooperative here.
admin-cooperatives-name = Name
admin-cooperatives-since = Applied on
admin-cooperatives-region = Region
admin-cooperatives-history = History
admin-cooperatives-ice-doubtful = The control key of the ICE does not fit: check it with the cooperative.
admin-cooperatives-decide = Decision
admin-cooperatives-verify = Papers in order, accept
admin-cooperatives-reason = Reason
admin-cooperatives-reason-hint = The cooperative reads it. Needed to refuse or suspend.
admin-cooperatives-refuse = Refuse
admin-cooperatives-suspend = Suspend
admin-cooperatives-suspend-orders = { $count ->
    [one] One order that it has not answered will be cancelled, and its buyer told. Reinstating does not bring it back.
   *[other] { $count } orders that it has not answered will be cancelled, and their buyers told. Reinstating does not bring them back.
}
admin-cooperatives-reinstate = Let it in again
admin-cooperatives-wait = The cooperative must correct its application first.
admin-cooperatives-notice-decided = The decision is recorded.
admin-people-title = People
admin-people-find = Name, telephone or e-mail
admin-people-office = Administrators only
admin-people-none = Nobody.
admin-people-administrator = Administrator
admin-people-suspended = Shut out
admin-people-end-sessions = Sign out everywhere
admin-people-suspend = Shut out
admin-people-reinstate = Let in again
admin-people-notice-done = Done.

## Refusals, by code
error-identity-unknown = There is no such person or thing.
error-identity-taken = This number or address belongs to another account.
error-identity-no_contact = Write a telephone number or an e-mail address. For example: 06 12 34 56 78.
error-identity-limited = Too many tries. Wait a little before you try again.
error-identity-wrong_code = That is not the code. Check the digits.
error-identity-spent_code = This code is no longer good. Ask for another.
error-identity-wrong_password = The contact or the password is not right.
error-identity-short_password = The password is too short.
error-identity-long_password = The password is too long.
error-identity-weak_password = That password is easy to guess. Choose a sentence of your own.
error-identity-spent_invite = This invitation was used or is too old.
error-identity-last_owner = There must be at least one owner. Appoint somebody else first.
error-identity-last_administrator = There must be at least one administrator.
error-identity-owner_only = Only owners of the cooperative may do this.
error-identity-fresh_code_needed = A fresh code is needed before this change.
error-identity-factor_needed = The second check comes first.
error-identity-factor_exists = The second check is set up already.
error-identity-too_many = The limit is reached. Remove something first.
members-cards-yes = Cards are taken: a basket can be paid for in advance.
members-cards-no = Cards are not taken: a basket with these products is paid for on delivery.
members-cards-stop = Stop taking cards
members-cards-take = Take cards
