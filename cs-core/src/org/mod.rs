//! Organisation: how a success team is built, who is needed in it, and what its people can do.
//!
//! | file | concept |
//! |---|---|
//! | [`model`] | the five models as data: traits, fit, merits, risks |
//! | [`profile`] | what a company says about itself |
//! | [`signal`] | what in a profile speaks for a model, against it, or for the next one, with its source |
//! | [`mod@recommend`] | the models ranked for a profile, with the reasons |
//! | [`role`] | roles, and which model needs which |
//! | [`skill`] | skills, and the gaps of a team |

pub mod model;
pub mod profile;
pub mod recommend;
pub mod role;
pub mod signal;
pub mod skill;
