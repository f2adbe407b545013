# The shop window: home, lists, products, cooperatives.

## Home
shop-home-title = What our cooperatives make, at your door
shop-home-lead = Oils, honey, dates, rugs, pottery: each product comes from a Moroccan cooperative you know by its name.
shop-home-pay = You pay on delivery.
shop-home-pay-any = You pay on delivery{ $how ->
    [card] , or by card
    [transfer] , or by bank transfer
   *[any] , or by card or bank transfer
} when you order.
shop-home-description = Argan oil, honey, saffron, dates, rugs and pottery: buy straight from Morocco’s cooperatives.
shop-home-go = See the products
shop-vow-cash = Pay on delivery
shop-vow-any = Pay on delivery{ $how ->
    [card] {" "}or by card
    [transfer] {" "}or by bank transfer
   *[any] , or by card or bank transfer
}
shop-vow-delivery = Delivered all over Morocco
shop-vow-checked = Verified cooperatives
shop-categories = What are you looking for?
shop-newest = New here
shop-see-all = All products
shop-makers = The people who make them
shop-all-makers = All cooperatives
shop-opening = The market is setting up
shop-opening-why = The first cooperatives are preparing their products. Come back soon, or offer your own.
shop-how = How to buy
shop-how-1 = Fill your basket
shop-how-1-more = Several cooperatives in one basket, and no account to create.
shop-how-2 = The cooperative prepares it
shop-how-2-more = It confirms your order within 48 hours, packs it and sends it. You follow each step.
shop-how-3 = Pay when it arrives
shop-how-3-more = You pay in cash once the parcel is in your hands.
shop-how-3-any = Pay when it arrives{ $how ->
    [card] , or by card
    [transfer] , or by bank transfer
   *[any] , or by card or bank transfer
}
shop-how-3-any-more = In cash once the parcel is in your hands{ $how ->
    [card] , or by card
    [transfer] , or by bank transfer
   *[any] , or by card or bank transfer
} when you order.
shop-why = Why this market
shop-why-1 = Each page says who made the product, where, and from what. We check the registration of every cooperative and read every page before it goes on sale.
shop-why-2 = The price is the one the cooperative sets. What delivery costs stands on the product page, before the basket.
shop-sell = Are you a cooperative?
shop-sell-more = A telephone is enough: take photos of your products, set the price, and we help with the rest.
shop-sell-go = Join the market

## Lists
shop-all-products = All products
shop-all-categories = All categories
shop-from-region = { $what } – { $region }
shop-search-for = Search: { $text }
shop-words = “{ $text }”
shop-list-description = { $what } from Moroccan cooperatives: price, origin, label and delivery costs.
shop-filter = Filter
shop-filter-go = Apply filters
shop-chosen = Chosen filters
shop-any = Any
shop-region = Region
shop-label = Label
shop-min = Price from
shop-max = Price up to
shop-price-min = from { $price }
shop-price-max = up to { $price }
shop-sort = Sort
shop-sort-new = Newest
shop-sort-price = Cheapest
shop-sort-price-desc = Dearest
shop-nothing = Nothing on this shelf
shop-nothing-why = No product fits all of this. Try another word, or take a filter away.
shop-nothing-go = See more products

## Stock and labels
shop-in-stock = In stock
shop-sold-out = Sold out
shop-last =
    { $count ->
        [one] Last piece
       *[other] Only { $count } left
    }
shop-badge-aop = PDO
shop-badge-igp = PGI
shop-badge-ig = GI
shop-badge-la = Agricultural label
shop-badge-bio = Organic
shop-badge-terroir = Terroir
shop-badge-handmade = Handmade

## Product
shop-product-description = { $name }, by { $maker }. Delivered all over Morocco.
shop-by = By
shop-photos = Photos
shop-photo-of = { $name }, photo { $number } of { $total }
shop-certificate = Certificate no.
shop-choose-size = Choose a size
shop-quantity = Quantity
shop-add = Add to basket
shop-sold-out-why = This product is sold out. The cooperative may be making more.
shop-pay = You pay in cash, on delivery.
shop-pay-any = You pay in cash on delivery{ $how ->
    [card] , or by card
    [transfer] , or by bank transfer
   *[any] , or by card or bank transfer
}.
shop-withdrawal-standard = You have 7 days from receipt to change your mind and send it back.
shop-withdrawal-perishable = Perishable: it cannot be sent back, unless it is damaged or not as described.
shop-withdrawal-custom = Made to order: it cannot be sent back, unless it is damaged or not as described.
shop-about = The product
shop-text-in = Text shown in { $language }.
shop-facts = In detail
shop-origin = Origin
shop-ingredients = Ingredients
shop-allergens = Allergens
shop-allergens-none = None of the 14 that must be declared
shop-allergens-unknown = Not stated: ask the cooperative
shop-comma = ,{" "}
shop-parcel = Parcel weight
shop-parcel-range = { $min } to { $max }, by size
shop-delivery = Delivery
shop-delivery-why = For a single item, to your door. Several products of one cooperative travel together.
shop-zone = Region
shop-days-head = Time
shop-days = { $min } to { $max } days
shop-cost = Price
shop-not-delivered = Not delivered
shop-collect = Collect at the cooperative,
shop-free = Free
shop-more-of = See the cooperative
shop-share = Share
shop-related = From the same shelf

## Cooperatives
shop-cooperatives-description = The Moroccan cooperatives that sell here: their story, their members, their products.
shop-cooperatives-lead = Each is entered in the local register of cooperatives, and we have checked it.
shop-cooperative-description = { $name }, a cooperative from { $region }: its products, its story, how to reach it.
shop-women =
    { $count ->
        [one] one of them a woman
       *[other] { $count } of them women
    }
shop-founded = Founded in { $year }
shop-collects = Collect on site
shop-its-products = What it makes
shop-its-products-none = It has nothing on sale at the moment.
shop-legal = The seller before the law
shop-legal-name = Seller
shop-legal-address = Address
shop-legal-phone = Telephone
shop-legal-email = E-mail
shop-legal-register = Local register of cooperatives
shop-legal-ice = ICE
shop-legal-onssa = ONSSA authorisation

## The page about the API
shop-api-title = The market for programs
shop-api-lead = Everything the pages do, programs can do too. Amounts are whole centimes, texts come in the languages they were written in, times are written as RFC 3339 has it, in UTC. Refusals are problems as RFC 9457 describes them.
shop-api-document = The same as an OpenAPI document
shop-api-parameters = Parameters
shop-api-body = Request
shop-api-answers = Answers
shop-api-shapes = Shapes
shop-api-required = required
shop-api-token = needs a token
