//! Conventions: how known tools count, as data. What a tool does not document keeps the default, and says so.

use serde::{Deserialize, Serialize};

use super::flow::{Flow, share, sum};
use crate::error::{Error, ErrorCode, Result};
use crate::value::label::Label;
use crate::value::rate::Rate;

/// A way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Convention {
    /// The state of every account at both edges of a period; what happened between is not looked at.
    #[default]
    Snapshot,
    /// ChartMogul.
    Chartmogul,
    /// Stripe Billing.
    Stripe,
    /// ProfitWell Metrics (Paddle).
    Profitwell,
    /// Recurly.
    Recurly,
    /// Maxio (Chargify).
    Maxio,
    /// The MRR playbook of dbt Labs.
    Dbt,
}

/// What a period's lines are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The two edges of the period.
    Snapshot,
    /// Every month of the period, added up: an account may count several times.
    Events,
}

/// One thing that a tool documents, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What it is about.
    pub topic: &'static str,
    /// What the tool does; what this library does where nothing is documented.
    pub says: &'static str,
    /// Where it is documented; none where it is not.
    pub source: Option<&'static str>,
}

/// A convention as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// What the lines are taken from.
    pub basis: Basis,
    /// What churned accounts are taken from.
    pub logo_basis: Basis,
    /// Whether new accounts are added to the opening ones below logo churn.
    pub new_accounts_in_logo_churn: bool,
    /// Whether revenue of accounts that are back offsets losses in net revenue retention.
    pub reactivation_in_retention: bool,
    /// Months without revenue after which an account that is back counts as new.
    pub reactivation_window: Option<u32>,
    /// Days in a month, as a fraction.
    pub days_per_month: (u64, u64),
    /// Weeks in a month, as a fraction.
    pub weeks_per_month: (u64, u64),
    /// What is documented, and what is not.
    pub notes: &'static [Note],
}

/// 365.2425 ÷ 12 days, and that by 7 in weeks.
const DAYS: (u64, u64) = (48_699, 1_600);
const WEEKS: (u64, u64) = (6_957, 1_600);

const OWN: Rules = Rules {
    basis: Basis::Snapshot,
    logo_basis: Basis::Snapshot,
    new_accounts_in_logo_churn: false,
    reactivation_in_retention: false,
    reactivation_window: None,
    days_per_month: DAYS,
    weeks_per_month: WEEKS,
    notes: &[Note {
        topic: "all",
        says: "the definitions of this library, docs/definitions.md 5",
        source: Some("docs/definitions.md"),
    }],
};

const VERSUS_RECURLY: Option<&str> =
    Some("https://www.paddle.com/help/profitwell-metrics/measure/compare/profitwell-vs-recurly");
const VERSUS_MAXIO: Option<&str> =
    Some("https://www.paddle.com/help/profitwell-metrics/measure/compare/profitwell-vs-maxio");

const fn note(topic: &'static str, says: &'static str, source: Option<&'static str>) -> Note {
    Note { topic, says, source }
}

const fn own(topic: &'static str) -> Note {
    note(topic, "not documented: as in this library", None)
}

impl Convention {
    /// Every convention, the library's own first.
    pub const ALL: [Convention; 7] = [
        Convention::Snapshot,
        Convention::Chartmogul,
        Convention::Stripe,
        Convention::Profitwell,
        Convention::Recurly,
        Convention::Maxio,
        Convention::Dbt,
    ];

    /// The convention's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Convention::Snapshot => "snapshot",
            Convention::Chartmogul => "chartmogul",
            Convention::Stripe => "stripe",
            Convention::Profitwell => "profitwell",
            Convention::Recurly => "recurly",
            Convention::Maxio => "maxio",
            Convention::Dbt => "dbt",
        }
    }

    /// The convention's name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Convention::Snapshot => Label { en: "snapshot", ja: "期首・期末比較" },
            Convention::Chartmogul => Label { en: "ChartMogul", ja: "ChartMogul方式" },
            Convention::Stripe => Label { en: "Stripe Billing", ja: "Stripe Billing方式" },
            Convention::Profitwell => Label { en: "ProfitWell Metrics", ja: "ProfitWell方式" },
            Convention::Recurly => Label { en: "Recurly", ja: "Recurly方式" },
            Convention::Maxio => Label { en: "Maxio", ja: "Maxio方式" },
            Convention::Dbt => Label { en: "dbt MRR playbook", ja: "dbt MRRプレイブック方式" },
        }
    }

    /// How it counts.
    #[must_use]
    pub const fn rules(self) -> Rules {
        match self {
            Convention::Snapshot => OWN,
            Convention::Chartmogul => Rules {
                basis: Basis::Events,
                reactivation_in_retention: true,
                notes: const {
                    &[
                        note(
                            "net MRR churn",
                            "(churn + contraction − expansion − reactivation) ÷ opening, from movements",
                            Some(
                                "https://help.chartmogul.com/hc/en-us/articles/203359341-Metric-MRR-Churn-Rate",
                            ),
                        ),
                        note(
                            "customer churn",
                            "customers that joined and left, or left and came back, within the period do not count",
                            Some(
                                "https://help.chartmogul.com/hc/en-us/articles/207340419-Churn-rate-formulas",
                            ),
                        ),
                        own("quick ratio"),
                        own("days and weeks in a month"),
                    ]
                },
                ..OWN
            },
            Convention::Stripe => Rules {
                basis: Basis::Events,
                logo_basis: Basis::Events,
                new_accounts_in_logo_churn: true,
                notes: const {
                    &[
                        note(
                            "subscriber churn",
                            "every churn counts, also a second one, over the opening and the new subscribers",
                            Some(
                                "https://support.stripe.com/questions/calculating-subscriber-churn-rate-in-billing",
                            ),
                        ),
                        own("net revenue retention"),
                        own("quick ratio"),
                        own("days and weeks in a month"),
                    ]
                },
                ..OWN
            },
            Convention::Profitwell => Rules {
                basis: Basis::Events,
                logo_basis: Basis::Events,
                days_per_month: (30, 1),
                weeks_per_month: (433, 100),
                notes: const {
                    &[
                        note("new and churned in one month", "left out altogether", VERSUS_RECURLY),
                        note("reactivation", "after any time", VERSUS_RECURLY),
                        note("discounts", "subtracted: pass amounts after discounts", VERSUS_RECURLY),
                        note("pauses", "no revenue: pass 0 for months on hold", VERSUS_RECURLY),
                        note(
                            "days and weeks in a month",
                            "30 and 4.33",
                            Some(
                                "https://www.paddle.com/help/manage/reporting/how-is-monthly-recurring-revenue-calculated",
                            ),
                        ),
                        note(
                            "lifetime value",
                            "smoothed in a way that is not documented: not offered",
                            VERSUS_RECURLY,
                        ),
                        own("net revenue retention"),
                    ]
                },
                ..OWN
            },
            Convention::Recurly => Rules {
                basis: Basis::Events,
                logo_basis: Basis::Events,
                days_per_month: (30, 1),
                notes: const {
                    &[
                        note(
                            "reactivation",
                            "after at least one month without revenue",
                            Some(
                                "https://support.recurly.com/hc/en-us/articles/360041810792-How-can-I-calculate-Reactivation-MRR-",
                            ),
                        ),
                        note(
                            "discounts",
                            "coupons stay in by default: pass amounts before discounts",
                            VERSUS_RECURLY,
                        ),
                        note(
                            "days in a month",
                            "30",
                            Some(
                                "https://support.recurly.com/hc/en-us/articles/360027350412-Does-MRR-prorate-",
                            ),
                        ),
                        own("weeks in a month"),
                        own("net revenue retention"),
                        own("pauses"),
                    ]
                },
                ..OWN
            },
            Convention::Maxio => Rules {
                basis: Basis::Events,
                logo_basis: Basis::Events,
                reactivation_in_retention: true,
                reactivation_window: Some(3),
                notes: const {
                    &[
                        note(
                            "reactivation",
                            "within 90 days, taken as three months; after that the account is new",
                            VERSUS_MAXIO,
                        ),
                        note(
                            "churn rates",
                            "subscriber churn over the opening subscribers; net MRR churn is offset by expansion and reactivation",
                            Some(
                                "https://maxio-chargify.zendesk.com/hc/en-us/articles/5405430709645-Churn-Analytics",
                            ),
                        ),
                        note("discounts", "subtracted: pass amounts after discounts", VERSUS_MAXIO),
                        note("pauses", "revenue stays: pass the amount for months on hold", VERSUS_MAXIO),
                        own("days and weeks in a month"),
                    ]
                },
                ..OWN
            },
            Convention::Dbt => Rules {
                notes: const {
                    &[
                        note(
                            "movements",
                            "month by month, from the state on the first day of each month",
                            Some("https://github.com/dbt-labs/mrr-playbook"),
                        ),
                        note("retention over longer periods", "not documented: as in this library", None),
                    ]
                },
                ..OWN
            },
        }
    }
}

impl Rules {
    pub(super) fn needs_events(&self) -> bool {
        self.basis == Basis::Events || self.logo_basis == Basis::Events
    }

    pub(super) fn net_revenue_retention(&self, flow: &Flow) -> Result<Rate> {
        if !self.reactivation_in_retention {
            return flow.net_revenue_retention();
        }
        let base = sum([flow.opening, flow.fx])?;
        let lost = sum([flow.contraction, flow.churn])?;
        let kept = sum([base, flow.expansion, flow.reactivation])?.checked_sub(lost);
        share(kept.ok_or_else(super::unit::overflow)?, base)
    }

    pub(super) fn logo_churn_rate(&self, flow: &Flow) -> Result<Rate> {
        let counts = &flow.accounts;
        let new = if self.new_accounts_in_logo_churn { counts.new_business } else { 0 };
        if counts.opening == 0 {
            return Err(Error::new(
                ErrorCode::ZeroDenominator,
                "undefined, because there were no opening accounts",
            ));
        }
        share(i128::from(counts.churn), i128::from(counts.opening.saturating_add(new)))
    }
}
