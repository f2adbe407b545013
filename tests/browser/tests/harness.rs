//! The harness itself: a browser opens a page of the market, with and without scripts.

use browser_tests::{Driver, Person, Screen, Site};

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_opens_the_market() {
    let site = Site::open().await;
    let driver = Driver::start();
    for (scripts, name) in [(true, "on"), (false, "off")] {
        let t = std::time::Instant::now();
        let person = Person::sit(&driver, &site, "harness", name, "ar", Screen::Phone, scripts).await;
        println!("sit {:?}", t.elapsed());
        person.open("/sign-in").await;
        println!("open {:?}", t.elapsed());
        person.look_twice("sign-in").await;
        println!("look {:?}", t.elapsed());
        person.fill("contact", "+212685000010").await;
        person.send().await;
        println!("sent {:?}", t.elapsed());
        site.settle().await;
        let code = site.last_code("+212685000010").unwrap();
        person.fill("code", &code).await;
        person.send().await;
        println!("in {:?} {}", t.elapsed(), person.path().await);
        person.look_twice("account").await;
        println!("look {:?}", t.elapsed());
        person.leave().await;
    }
    site.assert_sound();
}
