//! The walk through the market, from a cooperative that joins to a parcel that is delivered, through
//! the pages alone: in Arabic on a telephone, in French on a laptop, and once with scripts off.
#![cfg(test)]

use browser_tests::{Driver, Neighbour, Person, Screen, Site, pictures::photograph};

const SELLER: &str = "+212685000021";
const NEIGHBOUR: &str = "+212685000022";
const OFFICE: &str = "+212685000023";
const BUYER: &str = "+212 6 61 23 45 67";

/// The words that a journey types, in its language.
struct Words {
    contact: &'static str,
    town: &'static str,
    name: &'static str,
    better: &'static str,
    description: &'static str,
    note: &'static str,
    query: &'static str,
    neighbours: &'static str,
    buyer: &'static str,
    address: &'static str,
    landmark: &'static str,
    carrier: &'static str,
}

const ARABIC: Words = Words {
    contact: "فاطمة آيت علي",
    town: "أكادير",
    name: "زيت أركان",
    better: "زيت أركان محمص",
    description: "زيت معصور على البارد من طرف نساء التعاونية.\nيحفظ بعيدا عن الضوء.",
    note: "هل هو محمص أم لا؟",
    query: "اركان",
    neighbours: "صابون بلدي",
    buyer: "سلمى الإدريسي",
    address: "12، زنقة البرتقال، الطابق الثاني",
    landmark: "قرب المسجد الكبير",
    carrier: "أمانة",
};

const FRENCH: Words = Words {
    contact: "Fatima Aït Ali",
    town: "Agadir",
    name: "Huile d’argan",
    better: "Huile d’argan grillée",
    description: "Pressée à froid par les femmes de la coopérative.\nÀ garder à l’abri de la lumière.",
    note: "Grillée ou non ?",
    query: "argan grillee",
    neighbours: "Savon noir",
    buyer: "Salma Idrissi",
    address: "12, rue des Orangers, 2e étage",
    landmark: "À côté de la grande mosquée",
    carrier: "Amana",
};

/// Who takes part.
struct Cast<'a> {
    site: &'a Site,
    driver: &'a Driver,
    journey: &'a str,
    lang: &'static str,
    screen: Screen,
    scripts: bool,
}

impl Cast<'_> {
    async fn person(&self, name: &str) -> Person {
        Person::sit(
            self.driver,
            self.site,
            self.journey,
            name,
            self.lang,
            self.screen,
            self.scripts,
        )
        .await
    }

    fn words(&self) -> &'static Words {
        if self.lang == "ar" { &ARABIC } else { &FRENCH }
    }

    /// A cooperative applies, in steps, and is told where something is wrong.
    async fn joins(&self, seller: &Person) {
        let words = self.words();
        seller.open("").await;
        seller.look_twice("home-empty").await;
        seller.open("/join").await;
        seller.look_twice("join").await;
        seller.press("main a.button.main").await;
        seller.look_twice("sign-in").await;
        seller.identify(self.site, SELLER).await;
        seller.look_twice("join-who").await;
        seller.fill("name_ar", "Tislit").await;
        seller.send().await;
        assert!(seller.count(".field.wrong").await > 0);
        seller.look_twice("join-who-wrong").await;
        seller.fill("name_ar", "تعاونية تيسليت").await;
        seller.fill("name_fr", "Coopérative Tislit").await;
        seller.fill("contact_name", words.contact).await;
        seller.fill("email", "tislit@example.org").await;
        seller.send().await;
        seller.look_twice("join-where").await;
        seller.select("province", "MA-AGD").await;
        seller.fill("town", words.town).await;
        seller.fill("register_number", "123/2021").await;
        seller.fill("register_place", words.town).await;
        seller.send().await;
        seller.look_twice("join-papers").await;
        seller.tick("sells_food", "yes").await;
        seller.fill("onssa", "ES.1.23.45").await;
        seller.fill("ice", "999000001000076").await;
        seller.fill("rib", "310 810 1014029004423101 33").await;
        seller.fill("member_count", "32").await;
        seller.send().await;
        // A bad check digit warns and does not block.
        assert_eq!(seller.count("main form .notice.warn").await, 1);
        seller.look_twice("join-check").await;
        seller.send().await;
        self.site.settle().await;
        seller.look_twice("sell-applied").await;
    }

    /// The office verifies it.
    async fn verifies(&self, office: &Person) {
        office.take_office(self.site, OFFICE).await;
        office.look_twice("queue-empty").await;
        office.open("/admin/cooperatives").await;
        office.look_twice("cooperatives").await;
        office.press("main tbody th a").await;
        office.look_twice("cooperative").await;
        office.press("button[value=verify]").await;
        self.site.settle().await;
        office.look("cooperative-verified").await;
    }

    /// It lists a product and submits it.
    async fn lists(&self, seller: &Person) {
        let (lang, words) = (self.lang, self.words());
        seller.reload().await;
        seller.look_twice("sell-home").await;
        seller.press("main form[action$=\"/products\"] button").await;
        seller.look_twice("photos-none").await;
        let photos: Vec<_> = [1, 2]
            .map(|seed| photograph(self.site.directory(), seed, 1200, 900))
            .into();
        seller.attach("photos", &photos).await;
        if self.scripts {
            seller.wait_here("main form .photos img:nth-of-type(2)").await;
        }
        seller.press("main form[enctype] button[type=submit]").await;
        seller.look("photos-waiting").await;
        self.site.settle().await;
        seller.reload().await;
        assert_eq!(seller.count("#arranged img").await, 2);
        seller.look_twice("photos-ready").await;
        seller.press("main a.button.main").await;
        seller.look_twice("category").await;
        seller.press("a.tile[href*=\"in=oils\"]").await;
        seller.tick("category", "argan-food").await;
        seller.look("category-kinds").await;
        seller.press("#kinds button.main").await;
        seller.look_twice("price").await;
        seller.fill("amount", "250").await;
        seller.select("unit", "ml").await;
        seller.fill("price", "85,50").await;
        seller.fill("parcel", "480").await;
        seller.send().await;
        seller.look_twice("price-saved").await;
        seller.press("main a.button.main").await;
        seller.look_twice("stock").await;
        let count = seller.attribute("main input[name^=\"count-\"]", "name").await;
        seller.fill(&count, "12").await;
        seller.send().await;
        seller.look_twice("words").await;
        seller.fill(&format!("name_{lang}"), words.name).await;
        seller.fill(&format!("description_{lang}"), words.description).await;
        seller.send().await;
        seller.look_twice("facts").await;
        seller.select("origin_region", "MA-09").await;
        seller.fill(&format!("ingredients_{lang}"), words.name).await;
        seller.tick("allergens", "none").await;
        seller.tick("withdrawal", "standard").await;
        seller.send().await;
        seller.look_twice("check").await;
        seller.send().await;
        self.site.settle().await;
        seller.look_twice("product-submitted").await;
    }

    /// The office asks for a change, the seller sees why beside the field and mends it, and the
    /// office approves.
    async fn approves(&self, office: &Person, seller: &Person) {
        let words = self.words();
        office.open("/admin").await;
        office.look_twice("queue").await;
        office.press("main ul.lines h2 a").await;
        office.look_twice("listing").await;
        office.press("main form[action$=\"/claim\"] button").await;
        office.click("details:has(input[value=\"name.unclear\"]) summary").await;
        office.tick("reason", "name.unclear").await;
        office.fill("note_name", words.note).await;
        office.look("listing-reasons").await;
        office.press("button[value=changes]").await;
        self.site.settle().await;
        seller.reload().await;
        seller.must_see(words.note).await;
        seller.look_twice("product-changes").await;
        seller.press("main a.button.main").await;
        seller.look("check-changes").await;
        seller.press("main a[href*=\"/words?\"]").await;
        assert!(seller.words("#said-name").await.contains(words.note));
        seller.look_twice("words-changes").await;
        seller.fill(&format!("name_{}", self.lang), words.better).await;
        seller.send().await;
        seller.send().await;
        self.site.settle().await;
        office.open("/admin").await;
        office.press("main ul.lines h2 a").await;
        office.look("listing-again").await;
        office.press("button[value=approve]").await;
        self.site.settle().await;
        seller.reload().await;
        seller.look_twice("product-on-sale").await;
    }

    /// A visitor finds it: home, list, filter, search, product, cooperative.
    async fn finds(&self, buyer: &Person) {
        let words = self.words();
        buyer.open("").await;
        buyer.wait_for("ul.grid li.card:nth-of-type(2)").await;
        buyer.look_twice("home").await;
        buyer.open("/products").await;
        buyer.wait_for("ul.grid li.card:nth-of-type(2)").await;
        buyer.look_twice("list").await;
        buyer.click("details.filters summary").await;
        buyer.select("region", "MA-09").await;
        buyer.fill("max", "85,20").await;
        buyer.look("list-filter").await;
        buyer.press("form.filter button").await;
        buyer.must_see(words.neighbours).await;
        buyer.must_not_see(words.better).await;
        buyer.look_twice("list-filtered").await;
        buyer.fill("q", "zzzz").await;
        buyer.press("form.find button").await;
        buyer.look_twice("list-nothing").await;
        buyer.open("/products").await;
        buyer.fill("q", words.query).await;
        buyer.press("form.find button").await;
        buyer.must_see(words.better).await;
        buyer.look("list-search").await;
        buyer.choose(words.better).await;
        buyer.must_see(words.better).await;
        buyer.look_twice("product").await;
        let product = buyer.path().await;
        buyer.press("main .by a").await;
        buyer.look_twice("cooperative").await;
        buyer.open("/cooperatives").await;
        buyer.look_twice("cooperatives").await;
        for page in ["/terms", "/sales", "/privacy"] {
            buyer.open(page).await;
            buyer.look(page.trim_start_matches('/')).await;
        }
        buyer.open("/nothing-here").await;
        buyer.look_twice("not-found").await;
        buyer.open(&format!("{}{product}", self.site.base)).await;
    }

    /// Two cooperatives in one cart, ordered as a guest; gives the number.
    async fn orders(&self, buyer: &Person) -> String {
        let words = self.words();
        buyer.press("form[action$=\"/cart/lines\"] button.main").await;
        buyer.look("cart-one").await;
        buyer.open("/products").await;
        buyer.fill("q", words.neighbours).await;
        buyer.press("form.find button").await;
        buyer.choose(words.neighbours).await;
        buyer.fill("quantity", "2").await;
        buyer.press("form[action$=\"/cart/lines\"] button.main").await;
        buyer.look_twice("cart").await;
        buyer.press("main a.button.main").await;
        buyer.look_twice("who").await;
        buyer.send().await;
        assert!(buyer.count(".field.wrong").await >= 2);
        buyer.look_twice("who-wrong").await;
        buyer.fill("name", words.buyer).await;
        buyer.fill("phone", BUYER).await;
        buyer.send().await;
        buyer.look_twice("where").await;
        // A town that nobody knows asks for its province.
        buyer.fill("town", "Tizi n Oufella").await;
        buyer.fill("address", words.address).await;
        buyer.fill("landmark", words.landmark).await;
        buyer.send().await;
        buyer.look_twice("where-province").await;
        buyer.select("province", "MA-AGD").await;
        buyer.send().await;
        buyer.look_twice("delivery").await;
        buyer.send().await;
        buyer.look_twice("confirm").await;
        buyer.send().await;
        buyer.look("confirm-terms").await;
        buyer.tick("terms", "yes").await;
        buyer.send().await;
        self.site.settle().await;
        buyer.look_twice("order").await;
        buyer.must_see(words.better).await;
        buyer.must_see(words.neighbours).await;
        buyer.words("main h1 bdi").await
    }

    /// The buyer cancels what the neighbour has not accepted yet.
    async fn cancels(&self, buyer: &Person) {
        let own = format!(
            "section.panel[id^=part]:has([lang]):nth-of-type({})",
            self.nth(buyer, self.words().neighbours).await
        );
        buyer.click(&format!("{own} details.no-print summary")).await;
        buyer.look("order-cancel").await;
        buyer.press(&format!("{own} button.danger")).await;
        self.site.settle().await;
        buyer.look_twice("order-part-cancelled").await;
    }

    /// Which part of the order sells this, from one.
    async fn nth(&self, buyer: &Person, name: &str) -> usize {
        let first = buyer.words("section.panel[id^=part]").await;
        if first.contains(name) { 1 } else { 2 }
    }

    /// Each cooperative sees its own part alone; the first delivers, and the buyer follows it.
    async fn delivers(&self, seller: &Person, buyer: &Person, number: &str) {
        let words = self.words();
        let home = seller.path().await;
        let root = home.split("/products").next().unwrap_or_default().to_owned();
        seller.open(&format!("{}{root}/orders", self.site.base)).await;
        seller.must_see(number).await;
        seller.look_twice("orders").await;
        seller.press("main section.panel h2 a").await;
        seller.must_see(words.better).await;
        seller.must_not_see(words.neighbours).await;
        seller.must_see(words.landmark).await;
        seller.look_twice("order-new").await;
        seller.press("form[action$=\"/accept\"] button").await;
        seller.look("order-accepted").await;
        seller.press("form[action$=\"/pack\"] button").await;
        seller.look("order-packed").await;
        seller.fill("carrier", words.carrier).await;
        seller.fill("tracking", "AM123456789MA").await;
        seller.press("form[action$=\"/ship\"] button").await;
        self.site.settle().await;
        seller.look_twice("order-shipped").await;
        buyer.reload().await;
        buyer.must_see("AM123456789MA").await;
        buyer.look_twice("order-on-the-way").await;
        seller.tick("holder", "carrier").await;
        seller.press("form[action$=\"/deliver\"] button").await;
        self.site.settle().await;
        seller.look_twice("order-delivered").await;
        buyer.reload().await;
        buyer.look_twice("order-delivered").await;
        buyer.press("a[href$=\"/receipt\"]").await;
        buyer.must_see(words.better).await;
        buyer.look_twice("receipt").await;
        buyer.print("receipt").await;
    }

    /// The neighbour sees its cancelled part and nothing of the other.
    async fn sees_its_own(&self, number: &str) {
        let words = self.words();
        let neighbour = self.person("neighbour").await;
        neighbour.sign_in(self.site, NEIGHBOUR).await;
        let root = neighbour.path().await;
        neighbour
            .open(&format!("{}{root}/orders?tab=over", self.site.base))
            .await;
        neighbour.must_see(number).await;
        neighbour.look("orders-over").await;
        neighbour.press("main section.panel h2 a").await;
        neighbour.must_see(words.neighbours).await;
        neighbour.must_not_see(words.better).await;
        neighbour.look_twice("order-cancelled").await;
        neighbour.leave().await;
    }

    /// Somebody with another browser finds the order by its number and telephone.
    async fn is_found_again(&self, number: &str) {
        let stranger = self.person("stranger").await;
        stranger.open("/orders/find").await;
        stranger.look_twice("find").await;
        stranger.fill("number", number).await;
        stranger.fill("phone", "+212 6 61 00 00 00").await;
        stranger.send().await;
        stranger.look("find-wrong").await;
        stranger.fill("phone", BUYER).await;
        stranger.send().await;
        stranger.must_see("AM123456789MA").await;
        stranger.leave().await;
    }
}

async fn walk(journey: &str, lang: &'static str, screen: Screen, scripts: bool) {
    let site = Site::open().await;
    let driver = Driver::start();
    let cast = Cast {
        site: &site,
        driver: &driver,
        journey,
        lang,
        screen,
        scripts,
    };
    let seller = cast.person("seller").await;
    cast.joins(&seller).await;
    let office = cast.person("office").await;
    cast.verifies(&office).await;
    cast.lists(&seller).await;
    cast.approves(&office, &seller).await;
    office.leave().await;
    let neighbour = Neighbour::settle(&site, 5, NEIGHBOUR).await;
    neighbour.offer(&site, Neighbour::soap()).await;
    let buyer = cast.person("buyer").await;
    cast.finds(&buyer).await;
    let number = cast.orders(&buyer).await;
    cast.cancels(&buyer).await;
    cast.delivers(&seller, &buyer, &number).await;
    cast.sees_its_own(&number).await;
    cast.is_found_again(&number).await;
    seller.leave().await;
    buyer.leave().await;
    site.assert_sound();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_market_is_walked_in_arabic_on_a_telephone() {
    walk("arabic", "ar", Screen::Phone, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_market_is_walked_in_french_on_a_laptop() {
    walk("french", "fr", Screen::Laptop, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_market_is_walked_with_scripts_off() {
    walk("plain", "ar", Screen::Phone, false).await;
}
