//! The exact answer: the problem as an integer program, for a solver that branches and bounds.
//!
//! Its steps are counted, never timed, so the same lab has the same plan everywhere. What it answers is checked
//! in whole numbers before anybody sees it.

use std::collections::BTreeMap;

use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOptions, Variable,
};

use super::failure::{FailureLimit, counts, takes_in};
use super::model::{CapacityLimit, Model};
use super::placing::Placing;

/// What is wanted of a placement, beside that it keeps all limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Nothing more.
    Any,
    /// That as few as possible have no place.
    FewestLeft,
    /// That as few as possible move, and so many at most have no place.
    FewestMoves(usize),
    /// That as little as possible is copied, with so many moves at most.
    LeastCopied(usize),
}

/// What the solver says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Solved {
    /// A placement, and whether there is no better one.
    Found(Vec<Option<usize>>, Optimality),
    /// There is none.
    Impossible,
    /// The steps ran out before there was one, or the numbers were too much for it.
    Unknown,
}

/// Whether something is known to be the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Optimality {
    /// It is.
    Best,
    /// There may be better ones; this bounds the aim from below.
    Bound(usize),
}

/// The most guests times hosts that the solver is given.
pub(super) const MOST_VARIABLES: usize = 6_000;

/// How many branches are looked at, in a problem of one variable; in one of ten, a tenth of it.
const BRANCHES: u64 = 2_000_000;

/// Looks for the best placement, from a first one if there is any.
pub(super) fn solve(
    model: &Model,
    failures: &[FailureLimit],
    start: Option<&[Option<usize>]>,
    aim: Aim,
) -> Solved {
    let Some(program) = Program::of(model, failures, aim) else { return Solved::Impossible };
    let mut options = SolveOptions::default();
    let branches = match aim {
        // What only makes a plan nicer has less.
        Aim::LeastCopied(_) => BRANCHES / 8,
        _ => BRANCHES,
    };
    options.node_limit = Some((branches / program.variables.max(1) as u64).clamp(20, 4_000));
    options.warm_start = start.map(|start| program.start(start));
    let solution = match program.problem.solve_with(options).map(|it| it.into_solution()) {
        Ok(Ok(solution)) => solution,
        Err(Error::Infeasible) => return Solved::Impossible,
        Ok(Err(_)) | Err(_) => return Solved::Unknown,
    };
    let value = |variable: Variable| solution.var_value(variable) > 0.5;
    let host = |seats: &Vec<(usize, Variable)>| {
        seats.iter().find(|(_, seat)| value(*seat)).map(|(host, _)| *host)
    };
    let places: Vec<Option<usize>> = program.seats.iter().map(host).collect();
    // The solver computes in floating point; what it says counts only if it holds in whole numbers.
    if !Placing::of(model, &places).holds() {
        return Solved::Unknown;
    }
    let proof = match solution.status() {
        SolutionStatus::Optimal => Optimality::Best,
        SolutionStatus::Feasible => {
            Optimality::Bound(whole(solution.stats().best_bound.unwrap_or_default()))
        }
    };
    Solved::Found(places, proof)
}

/// The least whole number that is not below a bound, as far as floating point can tell.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of guests is small, and not below zero"
)]
fn whole(bound: f64) -> usize {
    (bound - 1e-6).ceil().max(0.0) as usize
}

/// A whole number as the solver takes it.
#[expect(clippy::cast_precision_loss, reason = "what comes of it is checked in whole numbers")]
fn float(number: u64) -> f64 {
    number as f64
}

/// An integer program.
struct Program {
    problem: Problem,
    /// The variables of each guest: one for each host it may be on.
    seats: Vec<Vec<(usize, Variable)>>,
    /// How many variables there are in all.
    variables: usize,
}

impl Program {
    /// The program; nothing if somebody who needs a place can have none.
    fn of(model: &Model, failures: &[FailureLimit], aim: Aim) -> Option<Self> {
        let mut it = Self {
            problem: Problem::new(OptimizationDirection::Minimize),
            seats: Vec::new(),
            variables: 0,
        };
        let (mut away, mut left) = (Vec::new(), Vec::new());
        let copied: u64 = model.guests.iter().map(|it| it.copied).max().unwrap_or_default();
        for (number, guest) in model.guests.iter().enumerate() {
            let cost = |host: usize| match aim {
                Aim::Any | Aim::FewestLeft => 0.0,
                _ if host == guest.now => 0.0,
                Aim::FewestMoves(_) => 1.0,
                Aim::LeastCopied(_) => 1.0 + 999.0 * (float(guest.copied) / float(copied.max(1))),
            };
            let hosts = model.may_go(number).filter(|&host| could_be(model, number, host));
            let seats: Vec<(usize, Variable)> =
                hosts.map(|host| (host, it.problem.add_binary_var(cost(host)))).collect();
            let unplaced = match aim {
                Aim::FewestLeft => Some(1.0),
                Aim::FewestMoves(left) if left > 0 => Some(0.0),
                _ => None,
            };
            if seats.is_empty() && unplaced.is_none() {
                return None;
            }
            let mut all: Vec<(Variable, f64)> =
                seats.iter().map(|(_, seat)| (*seat, 1.0)).collect();
            away.extend(seats.iter().filter(|(host, _)| *host != guest.now).map(|it| (it.1, 1.0)));
            if let Some(cost) = unplaced {
                let unplaced = it.problem.add_binary_var(cost);
                all.push((unplaced, 1.0));
                left.push((unplaced, 1.0));
            }
            it.problem.add_constraint(&all, ComparisonOp::Eq, 1.0);
            it.variables += all.len();
            it.seats.push(seats);
        }
        it.variables = it.variables.max(1);
        model.capacities.iter().for_each(|capacity| it.bound(model, capacity));
        (0..model.unions.len()).for_each(|union| it.unite(model, union));
        failures.iter().for_each(|failure| it.survive(model, failure));
        match aim {
            Aim::LeastCopied(moves) => {
                it.problem.add_constraint(&away, ComparisonOp::Le, float(moves as u64));
            }
            Aim::FewestMoves(most) if most > 0 => {
                it.problem.add_constraint(&left, ComparisonOp::Le, float(most as u64));
            }
            _ => {}
        }
        Some(it)
    }

    /// A first placement as the solver takes it.
    fn start(&self, places: &[Option<usize>]) -> Vec<(Variable, f64)> {
        let mut start = Vec::new();
        for (seats, place) in self.seats.iter().zip(places) {
            start.extend(
                seats
                    .iter()
                    .map(|(host, seat)| (*seat, f64::from(u8::from(Some(*host) == *place)))),
            );
        }
        start
    }

    /// The variables of those who take something on some hosts, with how much.
    fn takers(
        &self,
        model: &Model,
        hosts: &[usize],
        amount: impl Fn(usize) -> u64,
    ) -> Vec<(Variable, u64)> {
        let mut takers = Vec::new();
        for (guest, seats) in self.seats.iter().enumerate().take(model.guests.len()) {
            let amount = amount(guest);
            if amount > 0 {
                let there = seats.iter().filter(|(host, _)| hosts.contains(host));
                takers.extend(there.map(|(_, seat)| (*seat, amount)));
            }
        }
        takers
    }

    fn bound(&mut self, model: &Model, capacity: &CapacityLimit) {
        let takes = |guest: usize| model.guests[guest].takes(capacity.resource);
        let takers = self.takers(model, &capacity.hosts, takes);
        let sum: u64 = takers.iter().map(|(_, amount)| *amount).fold(0, u64::saturating_add);
        if sum <= capacity.at_most {
            return;
        }
        let Some(when) = capacity.when else {
            self.at_most(&takers, capacity.at_most);
            return;
        };
        // Whoever puts it in force takes away what would be free without.
        let in_force = self.problem.add_var(0.0, (0.0, 1.0));
        for (seat, _) in self.takers(model, &capacity.hosts, |it| model.guests[it].takes(when)) {
            self.problem.add_constraint([(seat, 1.0), (in_force, -1.0)], ComparisonOp::Le, 0.0);
        }
        let mut row = takers;
        row.push((in_force, sum - capacity.at_most));
        self.at_most(&row, sum);
    }

    /// A row in whole numbers, made small.
    fn at_most(&mut self, row: &[(Variable, u64)], at_most: u64) {
        let common = row.iter().map(|(_, amount)| *amount).fold(0, greatest_common_divisor).max(1);
        let largest = row.iter().map(|(_, amount)| amount / common).max().unwrap_or(1);
        let unit = if largest > 100_000 { float(largest) / 1000.0 } else { 1.0 };
        let row: Vec<(Variable, f64)> =
            row.iter().map(|(seat, amount)| (*seat, float(amount / common) / unit)).collect();
        self.problem.add_constraint(&row, ComparisonOp::Le, float(at_most / common) / unit);
    }

    fn unite(&mut self, model: &Model, number: usize) {
        let union = &model.unions[number];
        let mut domains: BTreeMap<usize, Variable> = BTreeMap::new();
        for &guest in &union.guests {
            for &(host, seat) in &self.seats[guest] {
                let Some(domain) = union.domains[host] else { continue };
                if union.fixed.is_some_and(|fixed| fixed != domain) {
                    self.problem.add_constraint([(seat, 1.0)], ComparisonOp::Le, 0.0);
                    continue;
                }
                let problem = &mut self.problem;
                let chosen = *domains.entry(domain).or_insert_with(|| problem.add_binary_var(0.0));
                self.problem.add_constraint([(seat, 1.0), (chosen, -1.0)], ComparisonOp::Le, 0.0);
            }
        }
        let all: Vec<(Variable, f64)> = domains.into_values().map(|it| (it, 1.0)).collect();
        if !all.is_empty() {
            self.problem.add_constraint(&all, ComparisonOp::Le, 1.0);
        }
    }

    /// Those with `ha` that a host would carry find a place on the others when it fails.
    fn survive(&mut self, model: &Model, failure: &FailureLimit) {
        let mut refuges: Vec<(usize, Vec<(usize, Variable)>)> = Vec::new();
        for &guest in &failure.guests {
            let seat = self.seats[guest].iter().find(|(host, _)| *host == failure.host);
            let Some(&(_, seat)) = seat else { continue };
            let hosts = failure.rest.iter().filter(|&&host| takes_in(model, guest, host));
            let places: Vec<(usize, Variable)> =
                hosts.map(|&host| (host, self.problem.add_binary_var(0.0))).collect();
            let mut row: Vec<(Variable, f64)> = places.iter().map(|it| (it.1, 1.0)).collect();
            row.push((seat, -1.0));
            self.problem.add_constraint(&row, ComparisonOp::Eq, 0.0);
            self.variables += places.len();
            refuges.push((guest, places));
        }
        for capacity in model.capacities.iter().filter(|it| counts(model, it)) {
            let [host] = capacity.hosts[..] else { continue };
            if !failure.rest.contains(&host) {
                continue;
            }
            let takes = |guest: usize| model.guests[guest].takes(capacity.resource);
            let mut row = self.takers(model, &[host], takes);
            for (guest, places) in &refuges {
                let there = places.iter().filter(|(other, _)| *other == host);
                row.extend(there.map(|(_, refuge)| (*refuge, takes(*guest))));
            }
            row.retain(|(_, amount)| *amount > 0);
            let sum: u64 = row.iter().map(|(_, amount)| *amount).fold(0, u64::saturating_add);
            if sum > capacity.at_most {
                self.at_most(&row, capacity.at_most);
            }
        }
    }
}

/// False if a guest is too large for a host by itself.
fn could_be(model: &Model, guest: usize, host: usize) -> bool {
    let it = &model.guests[guest];
    model.capacities_of(guest, host).into_iter().all(|number| {
        let capacity = &model.capacities[number];
        let in_force = capacity.when.is_none_or(|when| it.takes(when) > 0);
        !in_force || it.takes(capacity.resource) <= capacity.at_most
    })
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
