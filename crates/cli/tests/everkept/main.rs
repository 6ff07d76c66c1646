//! The built program, from outside: its words on a terminal, and what it serves.

mod doors;
mod downloads;
mod live;
mod page;
mod terminal;
