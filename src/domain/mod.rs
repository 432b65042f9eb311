//! What canvassing is: campaigns, walk lists, doors and people, scripts, what
//! happened at a door and what somebody said there. Pure rules: nothing here
//! reads a clock, draws a random number, touches a file or waits. Whoever calls
//! passes in `now` and fresh ids, so every rule can be tried in a plain test.

pub mod call;
pub mod campaign;
pub mod conversation;
pub mod disposition;
pub mod door_fact;
pub mod draft;
pub mod erasure;
pub mod few;
pub mod finish;
pub mod fold;
pub mod guide;
pub mod ids;
pub mod measure;
pub mod record;
pub mod script;
pub mod stored_json;
pub mod street;
mod text_or_bytes;
pub mod time;
pub mod trial;
pub mod visit;
pub mod walk_list;
pub mod walking_order;
pub mod wish;
