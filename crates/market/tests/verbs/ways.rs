//! Which ways to pay a basket can be paid by: what the market offers, and all of its cooperatives take.

use crate::stall::stall;
use market::{Error, buying, paying};
use order::Method;
use testkit::{TestDb, on_both};

on_both! {
    async fn a_basket_is_paid_by_card_where_all_its_cooperatives_take_cards(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (market, first, second) = (&stall.market, stall.cooperatives[0], stall.cooperatives[1]);
        let both = [first, second];
        let refusing = async || paying::who_refuses(&market.db, &both, Method::Card).await.unwrap();
        let place = async |number: u32, cooperatives: &[usize], method| {
            let lines: Vec<_> = cooperatives.iter().map(|index| (stall.variants[*index][0], 1)).collect();
            let quote = stall.quoted(number, &lines).await;
            let ordering = buying::Ordering { quote: quote.id, terms_accepted: true, method };
            buying::place_order(market, &format!("key-{number}"), ordering).await
        };
        assert!(refusing().await.is_empty());
        for _ in 0..2 {
            paying::take_cards(market, &stall.acting(0), false).await.unwrap();
            assert_eq!(refusing().await, [first], "said twice it is said once");
        }
        assert!(matches!(place(1, &[0, 1], Method::Card).await, Err(Error::NotOffered)));
        assert!(matches!(place(2, &[0], Method::Card).await, Err(Error::NotOffered)));
        assert!(place(3, &[1], Method::Card).await.is_ok());
        assert!(place(4, &[0, 1], Method::Cash).await.is_ok(), "cash is always taken");
        assert_eq!(stall.count("\"order\"").await, 2);
        // The office says it too, and takes it back.
        paying::take_cards_for(market, &stall.administrator, second, false).await.unwrap();
        assert_eq!(refusing().await.len(), 2);
        for id in both {
            paying::take_cards_for(market, &stall.administrator, id, true).await.unwrap();
        }
        assert!(place(5, &[0, 1], Method::Card).await.is_ok());
        let nobody = kernel::ids::CooperativeId(uuid::Uuid::from_u128(7));
        assert!(paying::take_cards_for(market, &stall.administrator, nobody, false).await.is_err());
    }
}
