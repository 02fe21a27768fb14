//! Work on several threads, where there is enough of it to pay for them. What comes out is the same as on one.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// From so many systems on, a second thread saves more time than it takes to start.
const LARGE: usize = 2_000;

/// More threads than this wait for each other.
const MOST: usize = 4;

/// As much as the first thread has, which deep labs may need.
const STACK: usize = 8 << 20;

/// The results of a function in the order of the items, worked out on several threads if the lab has many systems.
pub(crate) fn map_in_parallel<I: Sync, R: Send>(
    items: &[I],
    systems: usize,
    work: impl Fn(&I) -> R + Sync,
) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get().min(MOST));
    if systems < LARGE || threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let mut done = thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut done = worker();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use crate::parallel::{LARGE, map_in_parallel};

    #[test]
    fn the_order_is_that_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        for systems in [0, LARGE] {
            let doubled = map_in_parallel(&items, systems, |item| item * 2);
            assert!(doubled.iter().enumerate().all(|(at, double)| *double == at * 2));
        }
    }
}
