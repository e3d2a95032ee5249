//! The questions of this room by name: a JSON request in, an answer out. C and Python ask through these.

use super::{assumption, books, budget, cost, plan, pool, preset, ratio, supply, what_if, workload};
use crate::value::call::{calls, checked, plain};

calls! {
    /// The same, with the answer as JSON.
    ///
    /// ```
    /// use cs_core::staffing::call::Call;
    ///
    /// let answer = Call::BudgetedHeadcount.answer_json(r#"{"arr": "540000000"}"#)?;
    /// assert_eq!(answer, r#"{"budget":"43200000","headcount":"8"}"#);
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    Presets "presets" Vec<preset::Preset>, |_: &str| preset::all(), "Published ratios.";
    Assumptions "assumptions" assumption::Staffing, assumption::Staffing::from_json, "A document, as it was understood.";
    BudgetedHeadcount "budgeted_headcount" budget::Budget, |text| plain(text, budget::budgeted_headcount), "Budgeted headcount.";
    RequiredHeadcount "required_headcount" ratio::Required, |text| plain(text, ratio::required_headcount), "Required headcount by ratios.";
    Workload "workload" workload::Workload, |text| checked(text, |form: workload::RequestForm| workload::workload(&form.try_into()?)), "Hours that a portfolio needs.";
    Supply "supply" supply::Supply, |text| plain(text, supply::supply), "Hours that success managers have.";
    Plan "plan" plan::Plan, |text| checked(text, |form: plan::RequestForm| plan::plan(&form.try_into()?)), "Demand against supply, month by month.";
    CostToServe "cost_to_serve" cost::CostToServe, |text| checked(text, |form: cost::RequestForm| cost::cost_to_serve(&form.try_into()?)), "Cost to serve.";
    WhatIf "what_if" what_if::WhatIf, |text| checked(text, |form: what_if::RequestForm| what_if::what_if(&form.try_into()?)), "Accounts moved to another tier.";
    Books "books" books::Assigned, |text| checked(text, books::assigned), "Accounts assigned to success managers.";
    Pool "pool" pool::Pool, |text| plain(text, pool::pool), "A pooled team.";
}
