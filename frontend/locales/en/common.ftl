# The words that all pages share.

## The market's name and the frame of every page
site-name = Tiwizi
site-title = { site-name } – the market of Morocco’s cooperatives
brand-first = { site-name }
brand-second = تيويزي
brand-second-lang = ar
language-name = English
skip = Skip to the content
search-label = Search for a product
search-go = Search
shown-in-french = This page is shown in French
demo-notice = This is a demonstration: cooperatives and orders are made up, and nothing is delivered.
restored-notice = The market was restored: what you see is from { $at }. Orders open again once the office has checked everything.

## Navigation
nav-main = Main menu
nav-languages = Languages
nav-home = Home
nav-products = Products
nav-cooperatives = Cooperatives
nav-sell = Sell
nav-sell-with-us = Sell with us
nav-cart = Basket
nav-find-order = Find my order
nav-sign-in = Cooperative sign-in
nav-account = Account
nav-sign-out = Sign out
nav-seller-home = Home
nav-seller-products = Products
nav-seller-orders = Orders
nav-seller-cooperative = Team
nav-admin = Market administration
nav-admin-queue = Queue
nav-admin-cooperatives = Cooperatives
nav-admin-people = People
nav-admin-orders = Orders
nav-admin-tariffs = Delivery
nav-admin-legal = Texts
nav-terms = Terms of use
nav-sales = Sales conditions
nav-privacy = Privacy
back = Back
crumbs-label = Where you are
pager-label = Pages of the list
pager-next = Show more

## Foot of the page
footer-about = What Morocco’s cooperatives make, from their hands to your door.
footer-shopping = Shopping
footer-selling = Cooperatives
footer-legal = Legal
footer-market = See the market
footer-who = This market is run by { $name }.
footer-rights = The market of Morocco’s cooperatives.

## Forms
form-optional = (optional)
form-choose = Choose…
form-save = Save
form-cancel = Cancel
form-continue = Continue
form-edit = Change
form-remove = Remove
form-yes = Yes
form-no = No
form-summary =
    { $count ->
        [one] One thing needs correcting
       *[other] { $count } things need correcting
    }
form-empty = Fill in this field.
form-too-long = Too long: { $max } characters at most.
form-control = The text holds a character that cannot be shown. Please type it again.
form-bidi = The text holds an invisible sign that reverses writing. Please type it again.
form-phone = This is not a telephone number. Example: 06 12 34 56 78.
form-email = This is not an e-mail address. Example: name@example.com.
form-money = Write an amount in dirhams. Example: 85 or 85.50.
form-integer = Write a whole number from { $min } to { $max }.
form-choice = Choose one of the answers offered.
form-duplicate = This field arrived twice. Please try again.
form-tick = Tick this box to go on.
form-file = Choose a file.
photo-number = Photo { $number }
photo-choose = Choose or take photos
photo-shrinking = Preparing the photos…
photo-sending = Sending the photos…
photo-ready = Photos ready to send
share = Share

## Money, units, dates
currency-mad = MAD
currency-eur = EUR
price-from = from
unit-g = g
unit-kg = kg
unit-ml = ml
unit-l = L
unit-piece =
    { $count ->
        [one] { $count } piece
       *[other] { $count } pieces
    }
unit-pair =
    { $count ->
        [one] { $count } pair
       *[other] { $count } pairs
    }
count-products =
    { $count ->
        [one] { $count } product
       *[other] { $count } products
    }
count-orders =
    { $count ->
        [one] { $count } order
       *[other] { $count } orders
    }
count-members =
    { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
count-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
count-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
unit-price-kg = { $price }/kg
unit-price-l = { $price }/L
date-first = 1
date-at-time = { $date }, { $time }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## How far a step is, for people who listen to the page
status-done = Done
status-now = Awaited
status-ahead = To come
status-failed = Stopped

## The country and the languages
language-ar = Arabic
language-fr = French
language-en = English
language-zgh = Tamazight
