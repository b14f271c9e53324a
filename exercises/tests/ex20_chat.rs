//! The checks of exercise 20, in five stages. Each stage is a server that does more
//! than the one before:
//!
//! ```console
//! cargo test -p exercises --test ex20_chat stage_1
//! ```

#[path = "ex20_chat/people.rs"]
mod people;
#[path = "ex20_chat/stage_1_connects.rs"]
mod stage_1_connects;
#[path = "ex20_chat/stage_2_lines.rs"]
mod stage_2_lines;
#[path = "ex20_chat/stage_3_chat.rs"]
mod stage_3_chat;
#[path = "ex20_chat/stage_4_slow_readers.rs"]
mod stage_4_slow_readers;
#[path = "ex20_chat/stage_5_comings_and_goings.rs"]
mod stage_5_comings_and_goings;
#[path = "ex20_chat/stage_5_hostile_clients.rs"]
mod stage_5_hostile_clients;
