//! People who try to have their own script run by somebody else's browser: what they type, and a market
//! in which they typed it into every field, past the door and its checks. Pages, messages and JSON must
//! show it as the text it is.

use crate::TestMarket;
use catalogue::{
    cooperative::{self, Application},
    moderation::NewRemark,
    revision::{self, Content},
    samples,
    variant::NewVariant,
};
use identity::{Contact, Role};
use kernel::{
    Locale, Texts,
    ids::{CooperativeId, PersonId, ProductId, RevisionId, SellerOrderId, VariantId},
};
use market::{
    Error,
    actor::{Administrator, Seller},
    buying::{self, Ordering, Place},
    listing,
    people::{self, Decision},
    selling,
};
use order::cart::{Buyer, Quantity, Recipient};
use std::collections::BTreeMap;

/// Texts that run as a script where they are not escaped, or escaped for another place than the one where
/// they stand. Each sets `__xss` when it runs.
#[rustfmt::skip]
pub const MARKUP: [&str; 113] = [
    // Elements that run a script, in all their spellings.
    "<script>__xss=1</script>",
    "<ScRiPt>__xss=1</sCrIpT>",
    "<script >__xss=1</script >",
    "<script/x>__xss=1</script>",
    "<script src=data:,__xss=1></script>",
    "<scr<script>ipt>__xss=1</scr</script>ipt>",
    "<SCRIPT type=module>window.__xss=1</SCRIPT>",
    // Out of an element whose content is text.
    "</script><script>__xss=1</script>",
    "</title><script>__xss=1</script>",
    "</textarea><script>__xss=1</script>",
    "</style><script>__xss=1</script>",
    "</noscript><script>__xss=1</script>",
    "</option></select><img src=x onerror=__xss=1>",
    "</template><img src=x onerror=__xss=1>",
    "--><script>__xss=1</script>",
    "--!><script>__xss=1</script>",
    "]]><script>__xss=1</script>",
    // Events that come by themselves.
    "<img src=x onerror=__xss=1>",
    "<img/src=x/onerror=__xss=1>",
    "<IMG SRC=x ONERROR=__xss=1//",
    "<img src=x onerror  =  __xss=1>",
    "<img srcset=x onerror=__xss=1>",
    r#"<img srcset="x 1x, y 2x" sizes=1px onerror="__xss=1">"#,
    "<picture><source srcset=x><img onerror=__xss=1></picture>",
    "<video><source onerror=__xss=1></video>",
    "<video src=x onerror=__xss=1></video>",
    "<audio src=x onerror=__xss=1></audio>",
    "<body onload=__xss=1>",
    "<body onpageshow=__xss=1>",
    "<details open ontoggle=__xss=1>x</details>",
    "<input autofocus onfocus=__xss=1>",
    "<select autofocus onfocus=__xss=1></select>",
    "<textarea autofocus onfocus=__xss=1></textarea>",
    "<p tabindex=1 autofocus onfocus=__xss=1>x</p>",
    "<marquee onstart=__xss=1>x</marquee>",
    "<style onload=__xss=1></style>",
    "<link rel=stylesheet href=data:text/css, onload=__xss=1>",
    "<object data=x onerror=__xss=1></object>",
    "<style>@keyframes z{}</style><p style=animation-name:z onanimationstart=__xss=1>x</p>",
    // Frames and addresses.
    "<iframe onload=__xss=1></iframe>",
    r#"<iframe srcdoc="<script>parent.__xss=1</script>"></iframe>"#,
    r#"<iframe src="javascript:parent.__xss=1"></iframe>"#,
    r#"<object data="javascript:parent.__xss=1"></object>"#,
    r#"<embed src="javascript:parent.__xss=1">"#,
    r#"<meta http-equiv=refresh content="0;url=javascript:__xss=1">"#,
    r#"<base href="javascript:__xss=1//">"#,
    r#"<form action="javascript:__xss=1"><input type=submit></form>"#,
    r#"<a href="javascript:__xss=1">x</a>"#,
    r#"<a href="java&#115;cript:__xss=1">x</a>"#,
    r#"<a href=" &#1;javascript:__xss=1">x</a>"#,
    r#"<a href="java&Tab;script:__xss=1">x</a>"#,
    "javascript:__xss=1",
    "JaVaScRiPt:__xss=1//https://example.org/%0a",
    "data:text/html,<script>__xss=1</script>",
    r#"//example.org/x.js#"onload="__xss=1"#,
    // SVG and MathML, and what parsers make of them.
    "<svg onload=__xss=1>",
    "<svg/onload=__xss=1//",
    "<svg><script>__xss=1</script></svg>",
    "<svg><script href=data:,__xss=1 /></svg>",
    "<svg><script>&#95;&#95;xss=1</script></svg>",
    "<svg><animate onbegin=__xss=1 attributeName=x dur=1s>",
    "<svg><set onbegin=__xss=1 attributeName=x>",
    "<svg><image href=x onerror=__xss=1 /></svg>",
    "<svg><a><animate attributeName=href values=javascript:__xss=1 /><text y=9>x</text></a></svg>",
    "<svg><foreignObject><img src=x onerror=__xss=1></foreignObject></svg>",
    "<svg><style><img src=x onerror=__xss=1></style></svg>",
    r#"<svg></p><style><a id="</style><img src=x onerror=__xss=1>">"#,
    "<math><mtext><img src=x onerror=__xss=1></mtext></math>",
    r#"<math><annotation-xml encoding="text/html"><img src=x onerror=__xss=1></annotation-xml></math>"#,
    r#"<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=__xss=1>">"#,
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=__xss=1>",
    r#"<noscript><p title="</noscript><img src=x onerror=__xss=1>">"#,
    r#"<xmp><p title="</xmp><img src=x onerror=__xss=1>">"#,
    "<div><template shadowrootmode=open><img src=x onerror=__xss=1></template></div>",
    "<table><td background=x><img src=x onerror=__xss=1>",
    "<!--><img src=x onerror=__xss=1>-->",
    "<![CDATA[><img src=x onerror=__xss=1>]]>",
    "<?x ><img src=x onerror=__xss=1>",
    // Out of an attribute, quoted in each way or not at all.
    r#""><img src=x onerror=__xss=1>"#,
    "'><img src=x onerror=__xss=1>",
    r#""><script>__xss=1</script><""#,
    r#"" autofocus onfocus=__xss=1 x=""#,
    "' autofocus onfocus=__xss=1 x='",
    r#"" onerror=__xss=1 src=x x=""#,
    "` onerror=__xss=1 `",
    "x onerror=__xss=1",
    r#""/onfocus="__xss=1"/autofocus=""#,
    r#"" style="animation-name:z" onanimationstart="__xss=1"#,
    // Out of a string of a script, of JSON, of a template.
    "';__xss=1;'",
    r#""-(__xss=1)-""#,
    r#"\";__xss=1//"#,
    r#""}</script><script>__xss=1</script>"#,
    "${__xss=1}",
    "`-(__xss=1)-`",
    r#"\u003cimg src=x onerror=__xss=1\u003e"#,
    "{{__xss=1}}",
    "{{constructor.constructor('__xss=1')()}}",
    "{% raw %}<script>__xss=1</script>{% endraw %}",
    r#"{ $number } { -brand } { "<img src=x onerror=__xss=1>" }"#,
    // Entities that become signs when something is decoded once too often.
    "&lt;img src=x onerror=__xss=1&gt;",
    "&#60;script&#62;__xss=1&#60;/script&#62;",
    "&amp;lt;script&amp;gt;__xss=1",
    "&quot;&gt;&lt;svg onload=__xss=1&gt;",
    "<img src=x onerror=&#95;&#95;xss=1>",
    "%3Cscript%3E__xss=1%3C/script%3E",
    "＜script＞__xss=1＜/script＞",
    "<ſcript>__xss=1</ſcript>",
    // Among Arabic words.
    "زيت <img src=x onerror=__xss=1> أركان",
    r#""><svg/onload=__xss=1>تعاونية"#,
    "تعاونية</bdi><script>__xss=1</script>",
    "<bdi tabindex=1 autofocus onfocus=__xss=1>زيت</bdi>",
    r#"عسل" autofocus onfocus="__xss=1" x=""#,
    "'زعفران'-(__xss=1)-'",
];

/// The telephone of the member of every cooperative.
pub const SELLER: &str = "+212685000031";
/// The telephone of the administrator; the second factor's secret is twenty times seven.
pub const OFFICE: &str = "+212685000032";
/// Another member, so that messages go by e-mail too.
const READER: &str = "reader@example.org";
/// How many of the texts share one field.
const TOGETHER: usize = 6;
/// Cooperatives that sell.
const HOUSES: usize = 4;

/// An order of the hostile market and the way to its page.
#[derive(Clone, Debug)]
pub struct Bought {
    /// Its number.
    pub number: String,
    /// What opens it.
    pub token: String,
    /// Whose part it has.
    pub cooperative: CooperativeId,
    /// That part.
    pub part: SellerOrderId,
}

/// Where the texts stand now.
#[derive(Clone, Debug)]
pub struct Hostile {
    /// Who signs in with [`OFFICE`].
    pub office: PersonId,
    /// Four cooperatives that sell, one that waits, one that was refused, one that was suspended.
    pub cooperatives: Vec<CooperativeId>,
    /// Every product on sale with its cooperative.
    pub products: Vec<(CooperativeId, ProductId)>,
    /// An order that is new, one on its way, one that was declined, one that was cancelled.
    pub orders: Vec<Bought>,
    /// Listings that wait for the office, were sent back, and were refused.
    pub listings: Vec<(CooperativeId, ProductId, RevisionId)>,
}

/// The texts, some of them in one piece, so that the fields of a market take them all in turn.
pub fn texts() -> Vec<String> {
    MARKUP.chunks(TOGETHER).map(|some| some.join(" ")).collect()
}

/// Writes the texts into every field of an empty market, and runs the jobs that tell people.
///
/// # Panics
/// When the market refuses one.
pub async fn settle(market: &TestMarket) -> Hostile {
    let texts = Turn(texts().into_iter().cycle());
    write(market, texts).await.expect("the market takes every text")
}

/// Hands out one text after the other.
struct Turn<I>(I);

impl<I: Iterator<Item = String>> Turn<I> {
    fn next(&mut self) -> String {
        self.0.next().unwrap_or_default()
    }

    fn three(&mut self) -> Texts {
        let text = self.next();
        Texts::new(text.clone(), text.clone(), text)
    }

    fn application(&mut self, number: u32) -> Application {
        Application {
            name: self.three(),
            town: self.next(),
            address: Some(self.next()),
            register_number: self.next(),
            register_place: self.next(),
            onssa: Some(self.next()),
            contact_name: self.next(),
            email: Some(self.next()),
            ..samples::application(number)
        }
    }

    fn content(&mut self, name: String) -> Content {
        Content {
            name: Texts::new(name.clone(), name.clone(), name),
            description: self.three(),
            origin_place: Some(self.next()),
            ingredients: self.three(),
            ..samples::content("")
        }
    }
}

async fn write<I>(market: &TestMarket, mut turn: Turn<I>) -> Result<Hostile, Error>
where
    I: Iterator<Item = String>,
{
    let (seller, office) = people(market, turn.next()).await?;
    let by = Administrator { person: office };
    let mut cooperatives = Vec::new();
    for number in 0..7 {
        let id = apply(market, seller, turn.application(number), turn.three()).await?;
        let decisions = match number {
            4 => Vec::new(),
            5 => vec![Decision::Refuse(turn.next())],
            6 => vec![Decision::Verify, Decision::Suspend(turn.next())],
            _ => vec![Decision::Verify],
        };
        for decision in decisions {
            let version = cooperative::get(&market.db, id).await?.version;
            people::decide_cooperative(market, by, id, version, decision).await?;
        }
        cooperatives.push(id);
    }
    let acting = |house: usize| Seller {
        person: seller,
        cooperative: cooperatives.get(house % HOUSES).copied().expect("a cooperative"),
        role: Role::Owner,
    };
    let mut products = Vec::new();
    for (house, name) in texts().into_iter().enumerate() {
        let seller = acting(house);
        let (product, variant, revision) = list(market, seller, turn.content(name), turn.three()).await?;
        let version = version(market, seller, revision).await?;
        listing::approve_listing(market, by, revision, version).await?;
        products.push((seller, product, variant));
    }
    let mut orders = Vec::new();
    for (seller, _, variant) in products.iter().take(HOUSES) {
        orders.push(buy(market, *seller, *variant, &mut turn).await?);
    }
    answer(market, seller, &orders, &mut turn).await?;
    let mut listings = Vec::new();
    for house in 0..3 {
        let (seller, name) = (acting(house), turn.next());
        let (product, _, revision) = list(market, seller, turn.content(name), turn.three()).await?;
        let version = version(market, seller, revision).await?;
        let remark = NewRemark {
            field: "name".to_owned(),
            reason: Some("unclear".to_owned()),
            note: Some(turn.next()),
        };
        match house {
            1 => listing::request_changes(market, by, revision, version, vec![remark]).await?,
            2 => {
                let note = Some(turn.next());
                listing::reject_listing(market, by, revision, version, vec![remark], note).await?;
            }
            _ => {}
        }
        listings.push((seller.cooperative, product, revision));
    }
    let (_, stopped, _) = products.pop().expect("a product");
    listing::suspend_product(market, by, stopped, turn.next()).await?;
    market.run_jobs().await;
    Ok(Hostile {
        office,
        cooperatives,
        products: products
            .into_iter()
            .map(|(seller, id, _)| (seller.cooperative, id))
            .collect(),
        orders,
        listings,
    })
}

/// The member and the administrator.
async fn people(market: &TestMarket, name: String) -> Result<(PersonId, PersonId), Error> {
    let key = market.key.clone();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mint = crate::mint(77);
                let mut ids = Vec::new();
                for phone in [SELLER, OFFICE] {
                    let contact = Contact::parse(phone, true)?;
                    let person = identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id;
                    identity::person::rename(tx, person, &name).await?;
                    ids.push(person);
                }
                let (seller, office) = (ids.remove(0), ids.remove(0));
                identity::person::promote(tx, office).await?;
                people::factor::install(tx, &mint, &key, office, &[7; 20]).await?;
                Ok::<_, Error>((seller, office))
            })
        })
        .await
}

async fn apply(
    market: &TestMarket,
    seller: PersonId,
    application: Application,
    story: Texts,
) -> Result<CooperativeId, Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let id = cooperative::apply(tx, &mint, Some(seller), application).await?;
                let reader = Contact::parse(READER, true)?;
                let reader = identity::person::meet(tx, &mint, &reader, Locale::Ar).await?.id;
                for person in [seller, reader] {
                    identity::role::join(tx, person, id, Role::Owner, mint.now).await?;
                }
                let version = cooperative::get(tx, id).await?.version;
                cooperative::tell_story(tx, &mint, seller, id, version, story).await?;
                Ok::<_, Error>(id)
            })
        })
        .await
}

/// A product with its words, a photo and a size, handed in.
async fn list(
    market: &TestMarket,
    seller: Seller,
    content: Content,
    name: Texts,
) -> Result<(ProductId, VariantId, RevisionId), Error> {
    let (product, id) = listing::draft_product(market, seller).await?;
    listing::save_revision(market, seller, id, 1, content).await?;
    let mint = market.mint();
    let variant = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let photo = samples::photo(tx, &mint, seller.cooperative).await?;
                revision::add_photos(tx, &mint, seller.cooperative, id, &[photo]).await?;
                let bottle = NewVariant {
                    name,
                    ..samples::bottle(50)
                };
                let added = catalogue::variant::add(tx, &mint, seller.cooperative, seller.person, product, bottle);
                Ok::<_, Error>(added.await?)
            })
        })
        .await?;
    listing::submit_listing(market, seller, id).await?;
    Ok((product, variant, id))
}

async fn version(market: &TestMarket, seller: Seller, id: RevisionId) -> Result<i32, Error> {
    let found = revision::find_for_cooperative(&market.db, seller.cooperative, id).await?;
    Ok(found.expect("a revision").version)
}

/// Somebody whose name and address are hostile buys two pieces for somebody else like that.
async fn buy<I>(market: &TestMarket, seller: Seller, variant: VariantId, turn: &mut Turn<I>) -> Result<Bought, Error>
where
    I: Iterator<Item = String>,
{
    let buyer = Buyer {
        name: turn.next(),
        phone: "+212662000001".to_owned(),
        email: Some("salma@example.org".to_owned()),
    };
    let recipient = Recipient {
        name: turn.next(),
        phone: "+212662000002".to_owned(),
    };
    let place = Place {
        town: turn.next(),
        province: Some("MA-CAS".to_owned()),
        address: turn.next(),
        landmark: Some(turn.next()),
        postcode: None,
    };
    let cart = buying::open_cart(market, Locale::Fr).await?;
    buying::put_line(market, cart, variant, Quantity::Exactly(2)).await?;
    buying::complete(market, cart, (buyer, Some(recipient)), place, BTreeMap::new()).await?;
    let quote = buying::quote(market, cart).await?;
    let ordering = Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: order::Method::Cash,
    };
    let placed = buying::place_order(market, &format!("key-{cart}"), ordering)
        .await?
        .value;
    let whole = order::order::get_order(&market.db, placed.id).await?;
    Ok(Bought {
        token: buying::order_token(market, placed.id),
        number: placed.number,
        cooperative: seller.cooperative,
        part: whole.parts.first().expect("a part").id,
    })
}

/// One order goes on its way, one is declined, one is cancelled; the first stays new.
async fn answer<I>(market: &TestMarket, person: PersonId, orders: &[Bought], turn: &mut Turn<I>) -> Result<(), Error>
where
    I: Iterator<Item = String>,
{
    let [_, sent, declined, cancelled] = orders else {
        panic!("four orders");
    };
    let acting = |order: &Bought| Seller {
        person,
        cooperative: order.cooperative,
        role: Role::Owner,
    };
    let seller = acting(sent);
    selling::accept(market, &seller, sent.part).await?;
    selling::pack(market, &seller, sent.part).await?;
    selling::ship(market, &seller, sent.part, turn.next(), Some(turn.next())).await?;
    selling::decline(market, &acting(declined), declined.part, turn.next()).await?;
    buying::cancel_part(market, &cancelled.number, &cancelled.token, cancelled.part).await
}
