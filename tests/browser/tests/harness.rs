//! The harness itself: a browser opens a page of the market, with and without scripts.

#![cfg(test)]

use browser_tests::{Driver, Person, Screen, Site};

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_opens_the_market() {
    let site = Site::open().await;
    let driver = Driver::start();
    for (scripts, name) in [(true, "on"), (false, "off")] {
        let person = Person::sit(&driver, &site, "harness", name, "ar", Screen::Phone, scripts).await;
        person.open("/sign-in").await;
        person.look_twice("sign-in").await;
        person.fill("contact", "+212685000010").await;
        person.send().await;
        site.settle().await;
        let code = site.last_code("+212685000010").unwrap();
        person.fill("code", &code).await;
        person.send().await;
        person.look_twice("account").await;
        person.leave().await;
    }
    site.assert_sound();
}
