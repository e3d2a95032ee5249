//! What always holds for organisation models and skill matrices, on drawn companies and teams.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use cs_core::org::model::Model;
use cs_core::org::profile::{Level, Profile, Stage};
use cs_core::org::recommend::{Ranked, Recommendation, recommend};
use cs_core::org::signal::{NEXT_STEPS, SIGNALS};
use cs_core::org::skill::{HIGHEST, Levels, Person, PersonGaps, SkillGaps, SkillMatrix, skill_gaps};
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn levels() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Low), Just(Level::Medium), Just(Level::High)]
}

fn stages() -> impl Strategy<Value = Stage> {
    prop_oneof![Just(Stage::StartUp), Just(Stage::Growing), Just(Stage::Enterprise)]
}

fn models() -> impl Strategy<Value = Model> {
    prop::sample::select(Model::ALL.to_vec())
}

/// Mostly known, so that some companies say everything.
fn known<S: Strategy>(values: S) -> impl Strategy<Value = Option<S::Value>> {
    option::weighted(0.8, values)
}

/// Companies of which anything may be unknown; numbers lie around the bounds of the signals.
fn profiles() -> impl Strategy<Value = Profile> {
    let counts = (known(0..130_u64), known(0..12_u64), known(0..5_u64), 0..=130_u64);
    let kinds = (
        known(levels()),
        known(levels()),
        known(levels()),
        known(any::<bool>()),
        known(stages()),
        known(models()),
    );
    (counts, kinds, known(0..1_000_000_i64), prop::bool::weighted(0.8)).prop_map(
        |((accounts, csms, regions, high), kinds, arr, knows_high)| {
            let mut profile = Profile::default();
            (profile.accounts, profile.csms, profile.regions) = (accounts, csms, regions);
            profile.high_touch_accounts =
                knows_high.then(|| accounts.map_or(high, |accounts| high % (accounts + 1)));
            (
                profile.contract_value,
                profile.product_complexity,
                profile.sales_alignment,
                profile.varying_quality,
                profile.stage,
                profile.present_model,
            ) = kinds;
            match arr {
                Some(arr) => profile.with_arr(Decimal::new(arr, 2)),
                None => profile,
            }
        },
    )
}

/// The profile with one thing no longer known.
fn without(profile: &Profile, what: usize) -> Profile {
    let mut less = profile.clone();
    match what {
        0 => less.accounts = None,
        1 => less.csms = None,
        2 => less.regions = None,
        3 => less.contract_value = None,
        4 => less.product_complexity = None,
        5 => less.sales_alignment = None,
        6 => less.varying_quality = None,
        7 => less.stage = None,
        _ => less.high_touch_accounts = None,
    }
    less
}

fn ranked(advice: &Recommendation, model: Model) -> &Ranked {
    advice.models.iter().find(|ranked| ranked.model == model).unwrap()
}

fn reasons(ranked: &Ranked) -> Vec<(&'static str, i64)> {
    let all = ranked.reasons_for.iter().chain(&ranked.reasons_against);
    all.map(|reason| (reason.signal, reason.points)).collect()
}

proptest! {
    #[test]
    fn a_profile_reads_back_and_is_advised_the_same(profile in profiles()) {
        let again = Profile::from_json(&serde_json::to_string(&profile).unwrap()).unwrap();
        prop_assert_eq!(&again, &profile);
        prop_assert_eq!(recommend(&again).unwrap(), recommend(&profile).unwrap());
    }

    #[test]
    fn every_model_is_ranked_once_by_the_points_of_its_reasons(profile in profiles()) {
        let advice = recommend(&profile).unwrap();
        for model in Model::ALL {
            prop_assert_eq!(advice.models.iter().filter(|ranked| ranked.model == model).count(), 1);
        }
        for own in &advice.models {
            prop_assert_eq!(own.points, reasons(own).iter().map(|(_, points)| points).sum::<i64>());
            let better = advice.models.iter().filter(|other| other.points > own.points).count();
            prop_assert_eq!(own.rank, better as u64 + 1);
            prop_assert!(own.reasons_for.iter().all(|reason| reason.points > 0));
            prop_assert!(own.reasons_against.iter().all(|reason| reason.points < 0));
        }
        prop_assert!(advice.models.is_sorted_by_key(|ranked| ranked.rank));
    }

    #[test]
    fn every_signal_speaks_once_and_with_the_points_of_the_table(profile in profiles()) {
        let advice = recommend(&profile).unwrap();
        for signal in SIGNALS {
            let own = ranked(&advice, signal.model);
            let said: Vec<i64> = reasons(own).iter().filter(|(id, _)| *id == signal.id).map(|(_, points)| *points).collect();
            let unknown = own.unknown.iter().filter(|id| **id == signal.id).count();
            prop_assert!(said.len() + unknown <= 1, "{}: {said:?}, unknown {unknown} times", signal.id);
            prop_assert!(said.iter().all(|points| *points == signal.points));
        }
        // Who says everything leaves nothing unknown.
        if (0..9).all(|what| without(&profile, what) != profile) {
            prop_assert!(advice.models.iter().all(|ranked| ranked.unknown.is_empty()));
        }
    }

    #[test]
    fn what_is_learnt_takes_no_reason_back_and_evidence_for_a_model_never_lowers_it(profile in profiles(), what in 0..9_usize) {
        let (less, more) = (recommend(&without(&profile, what)).unwrap(), recommend(&profile).unwrap());
        for model in Model::ALL {
            let (before, after) = (ranked(&less, model), ranked(&more, model));
            let (said, says) = (reasons(before), reasons(after));
            prop_assert!(said.iter().all(|reason| says.contains(reason)), "{said:?} became {says:?}");
            prop_assert!(after.unknown.iter().all(|id| before.unknown.contains(id)));
            if before.reasons_against.len() == after.reasons_against.len() {
                prop_assert!(after.points >= before.points);
            }
            if before.reasons_for.len() == after.reasons_for.len() {
                prop_assert!(after.points <= before.points);
            }
        }
    }

    #[test]
    fn next_steps_leave_the_model_in_use(profile in profiles()) {
        let advice = recommend(&profile).unwrap();
        let present = profile.present_model.unwrap_or(advice.models[0].model);
        let expected = NEXT_STEPS.iter().filter(|step| step.from == present).count();
        prop_assert_eq!(advice.next_steps.len(), expected);
        prop_assert!(advice.next_steps.iter().all(|step| step.from == present && step.to != present));
    }

    #[test]
    fn ratios_times_their_parts_give_the_whole(profile in profiles()) {
        let advice = recommend(&profile).unwrap();
        let part = |part: Option<u64>| part.filter(|part| *part > 0).map(Decimal::from);
        let (accounts, csms) = (profile.accounts.map(Decimal::from), part(profile.csms));
        for (ratio, of, per) in [
            (&advice.accounts_per_csm, accounts, csms),
            (&advice.arr_per_csm, profile.arr(), csms),
            (&advice.arr_per_account, profile.arr(), part(profile.accounts)),
        ] {
            prop_assert_eq!(ratio.is_some(), of.is_some() && per.is_some());
            if let (Some(ratio), Some(of), Some(per)) = (ratio, of, per) {
                let ratio: Decimal = ratio.parse().unwrap();
                prop_assert_eq!(ratio.checked_mul(per).unwrap().round_dp(12), of);
            }
        }
    }
}

const ROLES: [&str; 3] = ["csm", "onboarding", "operations"];
const SKILLS: [&str; 4] = ["communication", "data_analysis", "industry_knowledge", "product_knowledge"];

fn some_levels() -> impl Strategy<Value = Levels> {
    let level = (prop::sample::select(SKILLS.to_vec()), 0..=HIGHEST);
    prop::collection::vec(level, 0..5).prop_map(|levels| {
        Levels(levels.into_iter().map(|(skill, level)| (skill.to_owned(), level)).collect())
    })
}

/// Teams of up to eight people; a role may be nobody's, and may ask for nothing.
fn matrices() -> impl Strategy<Value = SkillMatrix> {
    let required = prop::array::uniform3(some_levels());
    let people = prop::collection::vec((prop::sample::select(ROLES.to_vec()), some_levels()), 0..8);
    (required, people).prop_map(|(required, people)| SkillMatrix {
        required: ROLES.map(str::to_owned).into_iter().zip(required).collect(),
        people: people
            .into_iter()
            .enumerate()
            .map(|(at, (role, skills))| Person { name: format!("p{at}"), role: role.to_owned(), skills })
            .collect(),
    })
}

/// All that is said of skills and roles, people named in one order.
fn by_skill(mut gaps: SkillGaps) -> SkillGaps {
    gaps.people.sort_by(|a, b| a.name.cmp(&b.name));
    for cover in gaps.cover.iter_mut().chain(&mut gaps.uncovered) {
        cover.covered_by.sort_unstable();
    }
    gaps
}

fn missing(person: &PersonGaps) -> u64 {
    person.gaps.iter().map(|gap| gap.missing).sum()
}

proptest! {
    #[test]
    fn gaps_of_people_add_up_to_those_of_skills(matrix in matrices()) {
        let gaps = skill_gaps(&matrix).unwrap();
        for role in ROLES {
            let of_people: u64 = gaps.people.iter().filter(|person| person.role == role).map(missing).sum();
            let of_skills: u64 = gaps.cover.iter().filter(|cover| cover.role == role).map(|cover| cover.missing).sum();
            prop_assert_eq!(of_people, of_skills);
        }
        for person in &gaps.people {
            prop_assert_eq!(person.met + person.gaps.len() as u64, person.required);
            prop_assert!(person.gaps.is_sorted_by(|a, b| a.missing > b.missing || (a.missing == b.missing && a.skill < b.skill)));
            prop_assert!(person.gaps.iter().all(|gap| gap.missing > 0 && gap.has + gap.missing == gap.required));
        }
        for cover in &gaps.cover {
            let lacking = gaps.people.iter().filter(|person| person.role == cover.role).flat_map(|person| &person.gaps);
            let lacking = lacking.filter(|gap| gap.skill == cover.skill).count();
            prop_assert_eq!(cover.covered_by.len() + lacking, usize::try_from(cover.people).unwrap());
            let open = cover.best < cover.required;
            prop_assert_eq!(gaps.uncovered.contains(cover), open);
        }
        let nobody = |role: &&str| !matrix.people.iter().any(|person| person.role == **role);
        prop_assert_eq!(&gaps.roles_without_people, &ROLES.into_iter().filter(nobody).collect::<Vec<_>>());
        prop_assert_eq!(gaps.more_skills_than_people, gaps.skills > matrix.people.len() as u64);
    }

    #[test]
    fn the_order_of_people_and_of_skills_changes_nothing((matrix, shuffled) in matrices().prop_flat_map(|matrix| {
        let people = Just(matrix.people.clone()).prop_shuffle();
        (Just(matrix.clone()), people.prop_map(move |people| SkillMatrix { people, ..matrix.clone() }))
    })) {
        let (found, again) = (skill_gaps(&matrix).unwrap(), skill_gaps(&shuffled).unwrap());
        let names: Vec<&String> = again.people.iter().map(|person| &person.name).collect();
        prop_assert_eq!(names, shuffled.people.iter().map(|person| &person.name).collect::<Vec<_>>());
        prop_assert_eq!(by_skill(found.clone()), by_skill(again));
        // The same document with every object written from behind.
        let levels = |levels: &Levels| {
            let pairs: Vec<String> = levels.0.iter().rev().map(|(skill, level)| format!("{skill:?}: {level}")).collect();
            format!("{{{}}}", pairs.join(", "))
        };
        let required: Vec<String> = matrix.required.iter().rev().map(|(role, asked)| format!("{role:?}: {}", levels(asked))).collect();
        let person = |person: &Person| format!("{{\"skills\": {}, \"role\": {:?}, \"name\": {:?}}}", levels(&person.skills), person.role, person.name);
        let people: Vec<String> = matrix.people.iter().map(person).collect();
        let text = format!("{{\"people\": [{}], \"required\": {{{}}}}}", people.join(", "), required.join(", "));
        prop_assert_eq!(skill_gaps(&SkillMatrix::from_json(&text).unwrap()).unwrap(), found);
    }

    #[test]
    fn who_learns_lacks_no_more_and_nobody_else_changes(matrix in matrices(), who in any::<prop::sample::Index>(), what in prop::sample::select(SKILLS.to_vec())) {
        prop_assume!(!matrix.people.is_empty());
        let at = who.index(matrix.people.len());
        let mut learnt = matrix.clone();
        let level = learnt.people[at].skills.0.entry(what.to_owned()).or_insert(0);
        *level = (*level + 1).min(HIGHEST);
        let (before, after) = (skill_gaps(&matrix).unwrap(), skill_gaps(&learnt).unwrap());
        for (row, (before, after)) in before.people.iter().zip(&after.people).enumerate() {
            if row == at {
                prop_assert!(missing(after) <= missing(before) && missing(after) + 1 >= missing(before));
            } else {
                prop_assert_eq!(before, after);
            }
        }
        prop_assert!(after.uncovered.len() <= before.uncovered.len());
    }

    #[test]
    fn a_team_that_has_what_is_asked_for_lacks_nothing(matrix in matrices()) {
        let mut able = matrix.clone();
        for person in &mut able.people {
            person.skills = able.required[&person.role].clone();
        }
        let gaps = skill_gaps(&able).unwrap();
        prop_assert!(gaps.people.iter().all(|person| person.gaps.is_empty()));
        let there: BTreeMap<&str, usize> = able.people.iter().map(|person| (person.role.as_str(), 1)).collect();
        prop_assert!(gaps.uncovered.iter().all(|cover| !there.contains_key(cover.role.as_str())));
    }
}
