//! The models ranked for a profile, with the reasons for and against each.

use serde::Serialize;

use super::model::{Model, Statement};
use super::profile::Profile;
use super::signal::{NEXT_STEPS, SIGNALS, Signal};
use crate::error::Result;
use crate::value::exact::Exact;
use crate::value::label::Label;
use crate::value::number;

/// A signal that speaks for a model or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReasonFor {
    /// The signal.
    pub signal: &'static str,
    /// How much it counts.
    pub points: i64,
    /// What it says.
    pub label: Label,
    /// The guide that it comes from.
    pub source: &'static str,
}

/// A model, and how well it fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ranked {
    /// 1 for the model that fits best; models with equal points share a rank.
    pub rank: u64,
    /// The model.
    pub model: Model,
    /// Its name for people.
    pub label: Label,
    /// The points of all signals that hold.
    pub points: i64,
    /// Signals that hold and speak for it.
    pub reasons_for: Vec<ReasonFor>,
    /// Signals that hold and speak against it.
    pub reasons_against: Vec<ReasonFor>,
    /// Signals that cannot be judged, because the profile does not say.
    pub unknown: Vec<&'static str>,
    /// Whom the guides say it fits; where they disagree, every view with its source.
    pub views: &'static [Statement],
}

/// A sign that it is time for another model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// The sign.
    pub signal: &'static str,
    /// The model in use.
    pub from: Model,
    /// The model to think of.
    pub to: Model,
    /// Whether it is there; none where the profile does not say.
    pub holds: Option<bool>,
    /// What it says.
    pub label: Label,
    /// The guide that it comes from.
    pub source: &'static str,
}

/// What follows from a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// All models, the best first; equal ones in the order of the guides.
    pub models: Vec<Ranked>,
    /// Signs that it is time to leave the model in use or, without one, the model that fits best.
    pub next_steps: Vec<Step>,
    /// Accounts ÷ managers, as decimal text; none where either is not known or there are no managers.
    pub accounts_per_csm: Option<String>,
    /// Recurring revenue ÷ managers, in the same way.
    pub arr_per_csm: Option<String>,
    /// Recurring revenue ÷ accounts, in the same way.
    pub arr_per_account: Option<String>,
}

/// Ranks the five models for a company.
///
/// Formula: the points of a model are the sum over its [signals](SIGNALS) that hold; a signal counts 2 where a guide
/// names it as the condition of the model and 1 where it follows from what the guide says, below 0 when it speaks
/// against. What the profile does not say counts 0 and is listed. Source: guides A and E; docs/definitions.md 8.
///
/// Errors: `inconsistent` (more accounts in high touch than there are), `out_of_range` (negative revenue), with the place.
///
/// ```
/// use cs_core::org::{model::Model, profile::Profile, recommend::recommend};
///
/// let profile = Profile::from_json(r#"{"accounts": 30, "csms": 2, "product_complexity": "low", "stage": "start_up"}"#)?;
/// let advice = recommend(&profile)?;
/// assert_eq!(advice.models[0].model, Model::AllRounder);
/// assert_eq!(advice.accounts_per_csm.as_deref(), Some("15"));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn recommend(profile: &Profile) -> Result<Recommendation> {
    profile.check()?;
    let mut models: Vec<Ranked> = Model::ALL.iter().map(|model| judged(*model, profile)).collect();
    models.sort_by_key(|ranked| std::cmp::Reverse(ranked.points)); // stable: equal ones stay in order
    let points: Vec<i64> = models.iter().map(|ranked| ranked.points).collect();
    for ranked in &mut models {
        let better = points.iter().filter(|points| **points > ranked.points).count();
        ranked.rank = u64::try_from(better).unwrap_or(u64::MAX).saturating_add(1);
    }
    let present = profile.present_model.or(models.first().map(|best| best.model));
    let steps = NEXT_STEPS.iter().filter(|step| Some(step.from) == present);
    let next_steps = steps.map(|step| Step {
        signal: step.id,
        from: step.from,
        to: step.to,
        holds: (step.holds)(profile),
        label: step.label,
        source: step.source,
    });
    let (accounts, csms) = (profile.accounts.map(Exact::from), profile.csms.map(Exact::from));
    let arr = profile.arr().map(Exact::from);
    Ok(Recommendation {
        next_steps: next_steps.collect(),
        accounts_per_csm: ratio(accounts, csms)?,
        arr_per_csm: ratio(arr, csms)?,
        arr_per_account: ratio(arr, accounts)?,
        models,
    })
}

fn judged(model: Model, profile: &Profile) -> Ranked {
    let own = || SIGNALS.iter().filter(|signal| signal.model == model);
    let holding = || own().filter(|signal| (signal.holds)(profile) == Some(true));
    let reason = |signal: &Signal| ReasonFor {
        signal: signal.id,
        points: signal.points,
        label: signal.label,
        source: signal.source,
    };
    Ranked {
        rank: 0,
        model,
        label: model.label(),
        points: holding().map(|signal| signal.points).sum(),
        reasons_for: holding().filter(|signal| signal.points > 0).map(reason).collect(),
        reasons_against: holding().filter(|signal| signal.points < 0).map(reason).collect(),
        unknown: own().filter(|signal| (signal.holds)(profile).is_none()).map(|signal| signal.id).collect(),
        views: model.entry().fits,
    }
}

fn ratio(of: Option<Exact>, per: Option<Exact>) -> Result<Option<String>> {
    match (of, per.filter(|per| !per.is_zero())) {
        (Some(of), Some(per)) => Ok(Some(number::to_text(of.divide(per)?.to_decimal()?))),
        _ => Ok(None),
    }
}
