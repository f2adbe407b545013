//! What visitors and programs see of the shop, through the door.

use axum::http::{Method, StatusCode};
use catalogue::{cooperative, moderation, product, revision, samples, variant};
use http_tests::{Client, Reply, app, door};
use kernel::{
    Texts, Tx, Work,
    ids::{CooperativeId, PersonId, ProductId, VariantId},
};
use std::time::{Duration, Instant};
use testkit::{TestDb, TestMarket, on_both};

/// A market with one cooperative and one product, argan oil.
struct Shop {
    market: TestMarket,
    seller: PersonId,
    administrator: PersonId,
    cooperative: CooperativeId,
    product: ProductId,
    variant: VariantId,
}

impl Shop {
    async fn open(db: TestDb) -> Self {
        let market = TestMarket::on(db).await;
        let (seller, administrator, cooperative, product, variant) = write(&market, 1, |tx, mint| {
            Box::pin(async move {
                let mut people = Vec::new();
                for phone in ["+212685000091", "+212685000092"] {
                    let contact = identity::Contact::parse(phone, true).unwrap();
                    people.push(
                        identity::person::meet(tx, mint, &contact, kernel::Locale::Fr)
                            .await
                            .unwrap()
                            .id,
                    );
                }
                let (seller, administrator) = (people[0], people[1]);
                let cooperative = samples::cooperative(tx, mint, administrator, 1).await?;
                let who = (seller, administrator);
                let (product, variant) = samples::product(tx, mint, cooperative, who, "Huile d'argan", 9).await?;
                Ok((seller, administrator, cooperative, product, variant))
            })
        })
        .await;
        Self {
            market,
            seller,
            administrator,
            cooperative,
            product,
            variant,
        }
    }

    fn visitor(&self) -> Client {
        Client::new(door(&self.market))
    }

    async fn price(&self, price_minor: i64) {
        let (cooperative, seller, variant) = (self.cooperative, self.seller, self.variant);
        write(&self.market, 7, move |tx, mint| {
            Box::pin(variant::change_price(
                tx,
                mint,
                cooperative,
                seller,
                variant,
                1,
                price_minor,
            ))
        })
        .await;
    }

    async fn rename(&self, name: &'static str) {
        let (cooperative, seller, product) = (self.cooperative, self.seller, self.product);
        let administrator = self.administrator;
        write(&self.market, 8, move |tx, mint| {
            Box::pin(async move {
                let open = revision::open(tx, mint, cooperative, seller, product).await?;
                let mut content = open.content.clone();
                content.name = Texts::new("زيت أركان", name, "");
                revision::save(tx, mint, cooperative, open.id, open.version, content).await?;
                revision::submit(tx, mint, cooperative, seller, open.id).await?;
                let moderator = moderation::Moderator {
                    person: administrator,
                    cooperatives: Vec::new(),
                };
                let newest = revision::get_newest_for_cooperative(tx, cooperative, product).await?;
                moderation::approve(tx, mint, &moderator, newest.id, newest.version).await
            })
        })
        .await;
    }
}

async fn write<T, F>(market: &TestMarket, seed: u64, verb: F) -> T
where
    T: Send + 'static,
    F: for<'a> FnOnce(&'a Tx, &'a kernel::Mint) -> Work<'a, T, catalogue::Error> + Send + 'static,
{
    let mint = testkit::mint(seed);
    let work = market.db.write(move |tx| {
        Box::pin(async move {
            let mint = mint;
            verb(tx, &mint).await
        })
    });
    work.await.unwrap()
}

/// What stands in the page's head behind a mark.
fn head<'a>(page: &'a Reply, mark: &str) -> &'a str {
    let at = page.body.find(mark).unwrap_or_else(|| panic!("no {mark}")) + mark.len();
    page.body[at..].split('"').next().unwrap()
}

on_both! {
    async fn every_page_of_the_shop_opens_in_every_language(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut visitor = shop.visitor();
        for locale in ["ar", "fr", "en", "zgh"] {
            for path in [
                "", "/", "/products", "/products?category=oils&region=MA-09", "/products?q=nothing", "/cooperatives",
                "/products?q=argan&sort=price&min=10&max=999,50", "/cooperatives/cooperative-tislit-1",
            ] {
                let page = visitor.get(&format!("/{locale}{path}")).await;
                assert_eq!(page.status, StatusCode::OK, "/{locale}{path}");
                assert!(page.body.contains(&format!("<html lang=\"{locale}\"")), "/{locale}{path}");
            }
        }
        for path in ["/ar/products/زيت-أركان", "/fr/products/huile-d-argan", "/en/products/huile-d-argan"] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains("/cart/lines"), "{path}");
            assert!(page.body.contains("1/2021"), "{path}: the register number of the seller");
        }
        for path in [
            "/fr/products/unknown", "/fr/cooperatives/unknown", "/fr/products?category=unknown",
            "/fr/products?sort=x", "/xx", "/xx/products", "/fr/unknown",
        ] {
            assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn a_town_is_named_in_the_readers_language_or_marked_as_anothers(db: TestDb) {
        let shop = Shop::open(db).await;
        let live_in = async |town: &'static str| {
            shop.market.db.write(move |tx| Box::pin(async move {
                use sea_orm::{ConnectionTrait, Statement};
                let backend = tx.writer().get_database_backend();
                let statement = Statement::from_sql_and_values(backend, "update cooperative set town = $1", [town.into()]);
                tx.writer().execute_raw(statement).await.map_err(kernel::StoreError::from)?;
                Ok::<_, catalogue::Error>(())
            })).await.unwrap();
        };
        for (town, locale, said) in [
            ("Tafraout", "ar", "<bdi>تافراوت</bdi>"),
            ("تافراوت", "fr", "<bdi>Tafraout</bdi>"),
            ("Tizi Ntakoucht", "ar", "<bdi lang=\"fr\">Tizi Ntakoucht</bdi>"),
            ("Tizi Ntakoucht", "fr", "<bdi>Tizi Ntakoucht</bdi>"),
            ("تيزي نتاكوشت", "fr", "<bdi lang=\"ar\">تيزي نتاكوشت</bdi>"),
        ] {
            live_in(town).await;
            // A new door keeps no page of before.
            let mut visitor = shop.visitor();
            for path in ["/products", "/cooperatives", "/cooperatives/cooperative-tislit-1"] {
                let page = visitor.get(&format!("/{locale}{path}")).await;
                assert!(page.body.contains(said), "/{locale}{path}: {said}");
            }
        }
    }

    async fn the_bare_address_leads_to_the_language_the_browser_asks_for(db: TestDb) {
        let shop = Shop::open(db).await;
        for (asked, wanted) in [("fr-MA,fr;q=0.9", "/fr"), ("en", "/en"), ("de,ar;q=0.5", "/ar"), ("de", "/ar"), ("de,fr;q=0.9,en;q=0.95", "/en"), ("fr;q=0", "/ar")] {
            let mut visitor = shop.visitor();
            visitor.headers.push(("accept-language".into(), asked.into()));
            let reply = visitor.get("/").await;
            assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, Some(wanted)), "{asked}");
        }
    }

    async fn a_product_page_names_its_siblings_and_itself(db: TestDb) {
        let shop = Shop::open(db).await;
        let page = shop.visitor().get("/fr/products/huile-d-argan").await;
        let own = "https://market.example/fr/products/huile-d-argan";
        assert_eq!(head(&page, "<link rel=\"canonical\" href=\""), own);
        for (lang, path) in [
            ("ar", "/ar/products/زيت-أركان"),
            ("fr", "/fr/products/huile-d-argan"),
            ("en", "/en/products/huile-d-argan"),
            ("x-default", "/fr/products/huile-d-argan"),
        ] {
            let mark = format!("<link rel=\"alternate\" hreflang=\"{lang}\" href=\"");
            assert_eq!(head(&page, &mark), format!("https://market.example{path}"), "{lang}");
        }
        assert!(head(&page, "property=\"og:image\" content=\"").ends_with("-1024.jpg"));
        let data = page.body.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        let product = &data["@graph"][0];
        assert_eq!(product["@type"], "Product");
        assert_eq!(product["offers"][0]["price"], "85.00");
        assert_eq!(product["offers"][0]["priceCurrency"], "MAD");
        assert_eq!(data["@graph"][1]["@type"], "BreadcrumbList");
    }

    async fn an_address_that_changed_or_is_of_another_language_redirects_for_good(db: TestDb) {
        let shop = Shop::open(db).await;
        shop.rename("Argan de Tafraout").await;
        let mut visitor = shop.visitor();
        for (old, new) in [
            ("/fr/products/huile-d-argan", "/fr/products/argan-de-tafraout"),
            ("/en/products/huile-d-argan", "/en/products/argan-de-tafraout"),
            ("/fr/products/زيت-أركان", "/fr/products/argan-de-tafraout"),
            ("/ar/products/huile-d-argan", "/ar/products/%D8%B2%D9%8A%D8%AA-%D8%A3%D8%B1%D9%83%D8%A7%D9%86"),
        ] {
            let reply = visitor.get(old).await;
            assert_eq!((reply.status, reply.location()), (StatusCode::MOVED_PERMANENTLY, Some(new)), "{old}");
            assert_eq!(visitor.get(new).await.status, StatusCode::OK, "{new}");
        }
    }

    async fn a_price_that_is_none_is_shown_again_with_a_sentence(db: TestDb) {
        let shop = Shop::open(db).await;
        for query in ["min=abc", "max=-5", "min=1e9", "min=5&min=6"] {
            let page = shop.visitor().get(&format!("/fr/products?{query}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(page.body.contains("aria-invalid"), "{query}");
        }
    }

    async fn markup_in_a_search_is_text(db: TestDb) {
        let shop = Shop::open(db).await;
        let page = shop.visitor().get("/fr/products?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("<script>alert"));
        assert!(page.body.contains("noindex"), "searches are not for search engines");
    }

    async fn a_changed_price_is_on_the_page_within_two_seconds(db: TestDb) {
        let shop = Shop::open(db).await;
        let app = app(&shop.market);
        let watch = tokio::spawn(gateway::watch_changes(app.clone()));
        let mut visitor = Client::new(gateway::router(app));
        let path = "/fr/products/huile-d-argan";
        // The page is in memory before the price changes.
        tokio::time::sleep(Duration::from_millis(700)).await;
        for _ in 0..2 {
            assert!(visitor.get(path).await.body.contains("85\u{a0}DH"));
        }
        shop.price(9_950).await;
        let changed = Instant::now();
        while !visitor.get(path).await.body.contains("99,50\u{a0}DH") {
            assert!(changed.elapsed() < Duration::from_secs(2), "the old price is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        watch.abort();
    }

    async fn pages_that_are_kept_say_so_and_carry_every_header(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut visitor = shop.visitor();
        let page = visitor.get("/fr/products").await;
        let etag = page.headers["etag"].to_str().unwrap().to_owned();
        assert!(page.headers["cache-control"].to_str().unwrap().contains("must-revalidate"));
        assert!(page.headers.contains_key("content-security-policy"));
        assert!(!page.headers.contains_key("set-cookie"));
        visitor.headers.push(("if-none-match".into(), etag));
        assert_eq!(visitor.get("/fr/products").await.status, StatusCode::NOT_MODIFIED);
    }

    async fn files_are_kept_for_ever_and_nothing_else_is_a_file(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut visitor = shop.visitor();
        let reply = visitor.get(view::assets::url("form.js")).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.headers["cache-control"].to_str().unwrap().contains("immutable"));
        let key = "0".repeat(64);
        let (absent, foreign) = (format!("/media/{key}-160.webp"), format!("/media/{key}-160.svg"));
        for path in ["/a/form.js", "/a/..%2f..%2fCargo.toml", "/media/..%2f..%2fetc%2fpasswd", "/media/x", &absent, &foreign] {
            let reply = visitor.get(path).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
            assert!(reply.headers["cache-control"].to_str().unwrap().contains("no-store"), "{path}");
        }
    }

    async fn search_engines_find_their_way(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut visitor = shop.visitor();
        assert!(visitor.get("/robots.txt").await.body.contains("Sitemap: https://market.example/sitemap.xml"));
        let map = visitor.get("/sitemap.xml").await.body;
        assert!(map.contains("hreflang=\"ar\""));
        assert!(map.contains("<loc>https://market.example/fr/products/huile-d-argan</loc>"));
        assert!(map.contains("/ar/products/%D8%B2"), "addresses are encoded");
        assert!(map.contains("/fr/cooperatives/cooperative-tislit-1"));
    }

    async fn the_market_says_that_it_lives_and_can_take_an_order(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut visitor = shop.visitor();
        for path in ["/livez", "/readyz"] {
            assert_eq!(visitor.get(path).await.status, StatusCode::OK, "{path}");
        }
    }

    async fn programs_read_what_people_read(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut program = shop.visitor();
        let query = "category=oils&region=MA-09&min=100&max=10000&q=argan&sort=price&limit=5";
        let list = program.get(&format!("/api/v1/products?{query}")).await;
        assert_eq!(list.status, StatusCode::OK);
        let list = list.json();
        assert_eq!(list["items"][0]["slug"], "huile-d-argan");
        assert_eq!(list["items"][0]["price_minor"], 8_500);
        assert_eq!(list["items"][0]["currency"], "MAD");
        assert!(list["next"].is_null());
        let product = program.get("/api/v1/products/huile-d-argan").await.json();
        assert_eq!(product["variants"][0]["id"], shop.variant.to_string());
        assert_eq!(product["variants"][0]["stock"], "many");
        assert!(product["variants"][0].get("on_hand").is_none());
        let maker = program.get("/api/v1/cooperatives/cooperative-tislit-1").await.json();
        assert_eq!(maker["register_number"], "1/2021");
        assert!(maker.get("rib").is_none(), "the bank account is nobody's business");
        assert_eq!(program.get("/api/v1/cooperatives?region=MA-09").await.json()["items"][0]["products"], 1);
        assert_eq!(program.get("/api/v1/regions").await.json()["items"].as_array().unwrap().len(), 12);
        assert!(program.get("/api/v1/categories").await.json()["items"].as_array().unwrap().len() > 50);
        assert_eq!(program.get("/api/v1/products/unknown").await.status, StatusCode::NOT_FOUND);
    }

    async fn a_parameter_that_there_is_not_is_refused_as_a_problem(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut program = shop.visitor();
        for query in [
            "colour=red", "q=a&q=b", "limit=0", "limit=101", "limit=x", "min=-1", "min=1.5", "category=unknown",
            "region=MA-99", "label=x", "cooperative=x", "sort=x", "after=x", "q=%00",
        ] {
            let reply = program.get(&format!("/api/v1/products?{query}")).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert_eq!(reply.headers["content-type"], "application/problem+json", "{query}");
            assert_eq!(reply.json()["status"], 422, "{query}");
        }
        let wrong = program.get("/api/v1/cooperatives?x=1").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = program.json(Method::DELETE, "/api/v1/regions", &serde_json::json!({})).await;
        assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    }

    async fn every_route_of_the_api_stands_in_its_description(db: TestDb) {
        let shop = Shop::open(db).await;
        let mut program = shop.visitor();
        let document = program.get("/api/openapi.json").await.json();
        assert_eq!(document["openapi"], "3.1.0");
        let rows = gateway::routes::table(&app(&shop.market));
        for row in rows.iter().filter(|row| row.path.starts_with("/api/v1/")) {
            let method = row.method.as_str().to_lowercase();
            assert!(document["paths"][row.path].get(&method).is_some(), "{method} {} is not described", row.path);
        }
        let page = program.get("/api/docs").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("/api/v1/products"));
        assert!(!page.body.contains("src=\"http"), "nothing comes from elsewhere");
    }

    async fn what_goes_off_sale_goes_from_every_page(db: TestDb) {
        let shop = Shop::open(db).await;
        let (cooperative, seller, product) = (shop.cooperative, shop.seller, shop.product);
        write(&shop.market, 9, move |tx, mint| Box::pin(product::pause(tx, mint, cooperative, seller, product))).await;
        let mut visitor = shop.visitor();
        assert_eq!(visitor.get("/fr/products/huile-d-argan").await.status, StatusCode::NOT_FOUND);
        assert_eq!(visitor.get("/api/v1/products/huile-d-argan").await.status, StatusCode::NOT_FOUND);
        for path in ["/fr", "/fr/products", "/fr/cooperatives/cooperative-tislit-1", "/sitemap.xml", "/api/v1/products"] {
            assert!(!visitor.get(path).await.body.contains("huile-d-argan"), "{path}");
        }
        let administrator = shop.administrator;
        let version = cooperative::get(&shop.market.db, cooperative).await.unwrap().version;
        write(&shop.market, 10, move |tx, mint| {
            Box::pin(cooperative::suspend(tx, mint, administrator, cooperative, version, "papers".into()))
        })
        .await;
        for path in ["/fr/cooperatives/cooperative-tislit-1", "/api/v1/cooperatives/cooperative-tislit-1"] {
            assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
