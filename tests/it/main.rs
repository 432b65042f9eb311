//! The one integration binary: server and phone from outside, the router by
//! `oneshot`, no sockets. One binary, because linking is what costs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

mod api_campaigns;
mod api_devices;
mod api_hostile;
mod api_input;
mod api_join;
mod api_pull;
mod api_pull_short;
mod api_push;
mod api_renew;
mod api_rest;
mod api_unlinked;
mod bad_network;
mod calls;
mod cluster;
mod command;
mod desk_conflicts;
mod desk_erasures;
mod desk_guard;
mod desk_import;
mod desk_pages;
mod desk_quarantine;
mod desk_results;
mod desk_scripts;
mod desk_world;
mod erasure;
mod erasure_story;
mod experiment;
mod held;
mod log_contract;
mod log_erasure;
mod never_again;
mod phone_afterwards;
mod phone_clock;
mod phone_damaged;
mod phone_disk;
mod phone_ends;
mod phone_practice;
mod phone_story;
mod phone_wishes;
mod phone_world;
mod postgres;
mod postgres_servers;
#[path = "../proxy/mod.rs"]
mod proxy;
mod recordings;
mod rescue_desk;
mod rescue_hostile;
mod rescue_phone;
mod rescue_world;
mod server_killed;
#[path = "../sim/mod.rs"]
mod sim;
mod twins;
mod world;
