//! A pooled team: how many must be there at once for requests to be answered in time (Erlang C).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::number::{Number, ceiling};
use crate::error::{Error, ErrorCode, Result};
use crate::value::exact::Exact;
use crate::value::power::exp2;

/// Largest offered load, in people who are busy at once.
pub const LOAD: u64 = 100_000;

/// Requests that come in, how long one takes, and how soon they are to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Requests per hour of service.
    pub requests_per_hour: Number,
    /// Minutes of work that one takes on average.
    pub minutes_per_request: Number,
    /// Minutes within which a request is to be taken up.
    pub answer_within_minutes: Number,
    /// The share of requests for which this is to hold, below 1.
    #[serde(default = "target")]
    pub target: Number,
    /// The share of paid time in which nobody answers: leave, meetings, training; below 1.
    #[serde(default = "no_shrinkage")]
    pub shrinkage: Number,
    /// So many people instead of the fewest that meet the target.
    #[serde(default)]
    pub agents: Option<Number>,
}

fn target() -> Number {
    Number::parts(8, 1)
}

fn no_shrinkage() -> Number {
    Number::ZERO
}

/// A pool of so many people, and what those who ask find.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Pool {
    /// Requests per hour · hours per request: how many are busy on average.
    pub offered_load: Number,
    /// People who answer at once.
    pub agents: u64,
    /// People on the payroll: agents ÷ (1 − shrinkage), rounded up.
    pub on_payroll: u64,
    /// The share of their time in which they are busy; none for nobody.
    pub occupancy: Option<f64>,
    /// The probability that a request has to wait.
    pub waiting_probability: f64,
    /// How long a request waits on average, in minutes.
    pub mean_wait_minutes: f64,
    /// The share of requests taken up in time.
    pub answered_in_time: f64,
    /// Whether that reaches the target.
    pub meets_target: bool,
}

/// The people, and the share of requests that they take up in time.
impl fmt::Display for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { agents, on_payroll, answered_in_time, .. } = self;
        write!(f, "agents {agents}, on the payroll {on_payroll}, answered in time {answered_in_time:.3}")
    }
}

/// The smallest pool that meets a response-time target, by Erlang C.
///
/// ```text
/// a = requests per hour · minutes per request ÷ 60
/// B(0) = 1, B(n) = a · B(n − 1) ÷ (n + a · B(n − 1))
/// C(n) = n · B(n) ÷ (n − a · (1 − B(n)))                      probability of waiting
/// answered in time = 1 − C(n) · e^(−(n − a) · answer within ÷ minutes per request)
/// mean wait = C(n) · minutes per request ÷ (n − a)
/// ```
///
/// Requests come at random times (Poisson), take exponentially distributed work and wait without leaving. Floats with
/// a relative error below 1e-12 up to a load of 10,000, the same bits everywhere. Errors: `out_of_range`; `limit` (a
/// load above 100,000); `inconsistent` where the agents given are not more than the load, so that the queue grows
/// without end. Source: A. K. Erlang 1917; docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::pool::{Request, pool};
///
/// let calls = r#"{"requests_per_hour": 720, "minutes_per_request": 4, "answer_within_minutes": 0.25, "agents": 55}"#;
/// let found = pool(&serde_json::from_str::<Request>(calls).unwrap())?;
/// assert_eq!(found.offered_load.to_string(), "48");
/// assert!((found.waiting_probability - 0.239).abs() < 0.0005);
/// assert_eq!(found.to_string(), "agents 55, on the payroll 55, answered in time 0.846");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn pool(request: &Request) -> Result<Pool> {
    let rate = request.requests_per_hour.at_least_zero("requests_per_hour")?;
    let minutes = request.minutes_per_request.positive("minutes_per_request")?;
    request.answer_within_minutes.at_least_zero("answer_within_minutes")?;
    below_one(request.target, "target")?;
    let there = Exact::one().subtract(below_one(request.shrinkage, "shrinkage")?)?;
    let load = rate.multiply(minutes)?.divide(Exact::from(60))?;
    if load.compare(Exact::from(LOAD))?.is_gt() {
        let sentence = format!("a load of at most {LOAD} is computed");
        return Err(Error::new(ErrorCode::Limit, sentence).at("requests_per_hour"));
    }
    let given = request.agents.map(|agents| agents.count("agents")).transpose()?;
    if let Some(agents) = given
        && Exact::from(agents).compare(load)?.is_le()
        && !load.is_zero()
    {
        let sentence = "no more people than are busy on average: the queue grows without end";
        return Err(Error::new(ErrorCode::Inconsistent, sentence).at("agents").with_value(agents));
    }
    if given.is_some_and(|agents| agents > LOAD.saturating_mul(2)) {
        return Err(Error::new(ErrorCode::Limit, "a pool has at most 200,000 people").at("agents"));
    }
    let offered: Number = load.try_into()?;
    let queue = queue(request, offered.to_float(), given);
    Ok(Pool {
        offered_load: offered,
        agents: queue.agents,
        on_payroll: ceiling(Exact::from(queue.agents).divide(there)?)?,
        occupancy: (queue.agents > 0).then(|| offered.to_float() / float(queue.agents)),
        waiting_probability: queue.waiting,
        mean_wait_minutes: queue.mean_wait,
        answered_in_time: queue.in_time,
        meets_target: queue.in_time >= request.target.to_float(),
    })
}

struct Queue {
    agents: u64,
    waiting: f64,
    mean_wait: f64,
    in_time: f64,
}

/// The queue of so many agents, or of the fewest that meet the target. Erlang B by its recursion: every term lies
/// between 0 and 1, so nothing overflows and nothing cancels.
fn queue(request: &Request, load: f64, given: Option<u64>) -> Queue {
    let minutes = request.minutes_per_request.to_float();
    let within = request.answer_within_minutes.to_float();
    let target = request.target.to_float();
    if load <= 0.0 {
        return Queue { agents: given.unwrap_or(0), waiting: 0.0, mean_wait: 0.0, in_time: 1.0 };
    }
    let mut blocked = 1.0;
    let mut agents = 0_u64;
    loop {
        agents = agents.saturating_add(1);
        let count = float(agents);
        blocked = load * blocked / (count + load * blocked);
        let idle = count - load;
        if idle <= 0.0 || given.is_some_and(|given| agents < given) {
            continue;
        }
        let waiting = count * blocked / (count - load * (1.0 - blocked));
        let in_time = 1.0 - waiting * exp2(-idle * within / minutes * std::f64::consts::LOG2_E);
        if given.is_some() || in_time >= target {
            return Queue { agents, waiting, mean_wait: waiting * minutes / idle, in_time };
        }
    }
}

fn below_one(share: Number, place: &str) -> Result<Exact> {
    if share == Number::ONE {
        let sentence = "a share below 1 is needed";
        return Err(Error::new(ErrorCode::OutOfRange, sentence).at(place).with_value(share));
    }
    share.share(place)
}

/// A pool has fewer than 2^32 people.
fn float(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_at_the_largest_load_and_the_highest_target() {
        let request = Request {
            requests_per_hour: Number::from(LOAD),
            minutes_per_request: 60.into(),
            answer_within_minutes: Number::ZERO,
            target: Number::parts(999_999_999, 9),
            shrinkage: Number::ZERO,
            agents: None,
        };
        let found = pool(&request).unwrap();
        assert!(found.agents > LOAD && found.agents < LOAD + 4000 && found.meets_target, "{found:?}");
    }
}
