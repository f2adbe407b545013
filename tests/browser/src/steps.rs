//! What people do again and again on their way through the market.

use crate::{Person, Site};

impl Person {
    /// Opens the product of this name from a list.
    pub async fn choose(&self, name: &str) {
        for number in 1..=self.count("ul.grid li.card").await {
            let card = format!("ul.grid li.card:nth-of-type({number}) a");
            if self.words(&card).await.contains(name) {
                return self.press(&card).await;
            }
        }
        self.must_see(name).await;
    }

    /// Asks for a code on the sign-in page in front of the person, and types it in.
    pub async fn identify(&self, site: &Site, phone: &str) {
        self.fill("contact", phone).await;
        self.send().await;
        site.settle().await;
        let code = site.last_code(phone).expect("a code was sent");
        self.fill("code", &code).await;
        self.send().await;
    }

    /// Signs in from the beginning.
    pub async fn sign_in(&self, site: &Site, phone: &str) {
        self.open("/sign-in").await;
        self.identify(site, phone).await;
    }

    /// Becomes an administrator by a one-time link, with an authenticator.
    pub async fn take_office(&self, site: &Site, phone: &str) {
        let locale: kernel::Locale = self.lang.parse().expect("a language");
        let link = market::people::invite_administrator(site, locale)
            .await
            .expect("a link");
        self.open(&link).await;
        self.look("invited").await;
        self.press("main a.button.main").await;
        self.identify(site, phone).await;
        self.look("invited-signed-in").await;
        self.send().await;
        if !self.path().await.contains("/factor") {
            self.open("/admin").await;
        }
        self.look_twice("factor").await;
        let secret = self.words("code.break").await;
        self.fill("code", "000000").await;
        self.send().await;
        self.look("factor-wrong").await;
        self.fill("code", &site.digits(&secret)).await;
        self.send().await;
        self.look("recovery-codes").await;
        self.press("main a.button.main").await;
        self.open("/admin").await;
    }
}
