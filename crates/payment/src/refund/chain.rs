//! Refunds in each other's place, as they are read together: of each such chain one says how things stand.

use super::{LONGEST, Refund, State};
use kernel::ids::RefundId;

/// Of each chain among the refunds of an order, the one that says how things stand; chains by their first refund, as given.
pub fn standing(all: &[Refund]) -> Vec<&Refund> {
    let firsts = all.iter().filter(|one| one.follows.is_none());
    firsts.filter_map(|first| speaker(first, all)).collect()
}

/// The refund that says how things stand in the chain of this one: the one that the buyer has, or that is on its way, or
/// else the last, which is owed. None where nothing of it is owed nor paid.
pub fn speaker<'a>(one: &Refund, all: &'a [Refund]) -> Option<&'a Refund> {
    let first = first(one, all);
    let chain: Vec<&Refund> = std::iter::successors(all.iter().find(|other| other.id == first), |one| {
        all.iter().find(|other| other.follows == Some(one.id))
    })
    .take(LONGEST)
    .collect();
    let counts = chain.iter().find(|one| one.state.counts());
    let owed = || chain.last().filter(|last| last.state == State::Failed);
    counts.or_else(owed).copied()
}

fn first(one: &Refund, all: &[Refund]) -> RefundId {
    let before = |one: &&Refund| all.iter().find(|other| one.follows == Some(other.id));
    let mut first = one;
    for _ in 0..LONGEST {
        match before(&first) {
            Some(found) => first = found,
            None => break,
        }
    }
    first.id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refund::Way;
    use kernel::{Micros, Money, ids::OrderId};

    fn refund(id: u128, state: State) -> Refund {
        Refund {
            id: RefundId(uuid::Uuid::from_u128(id)),
            order: OrderId(uuid::Uuid::nil()),
            part: None,
            attempt: None,
            state,
            amount: Money::mad(100),
            way: Way::Unsaid,
            payer: None,
            account: None,
            account_tail: None,
            follows: (id % 10 > 1).then(|| RefundId(uuid::Uuid::from_u128(id - 1))),
            approved_by: None,
            done_by: None,
            note: None,
            created_at: Micros(0),
            updated_at: Micros(0),
        }
    }

    #[test]
    fn one_of_each_chain_says_how_things_stand() {
        use State::{CalledOff, Failed, Requested, Succeeded, Twice};
        let chains: [(&[State], Option<usize>); 8] = [
            (&[Failed], Some(0)),
            (&[Succeeded, CalledOff], Some(0)),
            (&[Failed, Requested], Some(1)),
            (&[Twice, Succeeded], Some(1)),
            (&[Succeeded, Failed, CalledOff], Some(0)),
            (&[Failed, Twice, Succeeded], Some(2)),
            (&[Failed, Failed], Some(1)),
            (&[CalledOff], None),
        ];
        let mut all = Vec::new();
        let mut expected = Vec::new();
        for (number, (states, speaks)) in (1_u128..).zip(chains) {
            let chain: Vec<Refund> = (1..)
                .zip(states)
                .map(|(i, state)| refund(number * 10 + i, *state))
                .collect();
            expected.extend(speaks.map(|i| chain[i].id));
            all.extend(chain);
        }
        assert_eq!(standing(&all).iter().map(|one| one.id).collect::<Vec<_>>(), expected);
        for one in &all {
            let speaks = speaker(one, &all).map(|found| found.id);
            assert!(
                speaks.is_none_or(|id| id.0.as_u128() / 10 == one.id.0.as_u128() / 10),
                "{one:?}"
            );
        }
    }
}
