//! How many guests have to move at least, whatever the plan: counted host by host.

use super::model::{CapacityLimit, Model};

/// How many guests have to leave their hosts. The guests of different hosts are different guests, so what each
/// host has to lose adds up.
pub(super) fn fewest_moves(model: &Model) -> usize {
    let mut here: Vec<Vec<usize>> = vec![Vec::new(); model.hosts];
    for (number, guest) in model.guests.iter().enumerate() {
        here[guest.now].push(number);
    }
    let mut forced = vec![0; model.hosts];
    for (host, guests) in here.iter_mut().enumerate() {
        let all = guests.len();
        guests.retain(|&guest| model.banned(guest, host).is_none());
        forced[host] = all - guests.len();
    }
    let mut more = vec![0; model.hosts];
    for capacity in &model.capacities {
        if let [host] = capacity.hosts[..] {
            more[host] = more[host].max(leavers(model, capacity, &here[host]));
        }
    }
    forced.iter().zip(&more).map(|(forced, more)| forced + more).sum()
}

/// How many of the guests have to leave until a capacity holds.
fn leavers(model: &Model, capacity: &CapacityLimit, guests: &[usize]) -> usize {
    let takes = |guest: &usize| model.guests[*guest].takes(capacity.resource);
    let used: u64 = guests.iter().map(takes).sum();
    if used <= capacity.at_most {
        return 0;
    }
    let mut amounts: Vec<u64> = guests.iter().map(takes).collect();
    amounts.sort_unstable_by(|a, b| b.cmp(a));
    let (mut left, mut count) = (used, 0);
    for amount in amounts.into_iter().take_while(|amount| *amount > 0) {
        if left <= capacity.at_most {
            break;
        }
        left -= amount;
        count += 1;
    }
    let Some(when) = capacity.when else { return count };
    // It is enough, too, if nobody is left for whom it holds.
    count.min(guests.iter().filter(|guest| model.guests[**guest].takes(when) > 0).count())
}
