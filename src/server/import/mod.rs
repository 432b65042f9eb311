//! Importing a walk list from a CSV file: from the bytes a lead chose to a
//! `Preview` that says which rows are good and what is wrong with the others,
//! and from there to doors in walking order. Pure: nothing is stored here, and
//! nothing is imported unless the lead has seen the preview and goes on with
//! the good rows.
//!
//! Only what a canvasser needs is kept: name, address, position, language. Ages
//! and the like are dropped here and the preview says so; telephone numbers too,
//! unless the people of the file are to be called. Of these the number is what is
//! needed, and an address is not.
//!
//! The way: `encoding` (bytes to text), `table` (text to rows, with the line
//! each starts in), `columns` (what each column means), `rows` (a row to a
//! resident, or what is wrong with it), `telephone` (what is a number to call, and
//! the order to call in), `problem` (what can be wrong).

mod columns;
mod encoding;
mod problem;
mod rows;
mod table;
mod telephone;

pub use columns::{Column, Meaning};
pub use encoding::Encoding;
pub use problem::{BadPosition, Note, Problem, Unreadable, Wrong};
pub use table::Separator;

pub use crate::domain::walking_order::Size;

use crate::domain::ids::DoorId;
use crate::domain::script::Channel;
use crate::domain::walk_list::Door;
use crate::domain::walking_order::{self, Resident};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the lead decided about a file, beyond what was guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Whether these people are visited or called.
    pub channel: Channel,
    /// By column, from 0: what it means, where the guess was wrong.
    pub columns: BTreeMap<usize, Meaning>,
    /// Take rows with a bad position all the same, without the position. They
    /// are walked where their street and number put them.
    pub drop_bad_positions: bool,
}

/// What a file holds, before anything is imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub channel: Channel,
    pub encoding: Encoding,
    pub separator: Separator,
    pub columns: Vec<Column>,
    /// Columns without which nothing can be imported. Then there are no good rows.
    pub missing: Vec<Meaning>,
    /// Rows below the header that hold anything.
    pub rows_read: usize,
    /// Rows that cannot be imported.
    pub rows_left_out: usize,
    /// Good rows of people who asked for erasure: taken out of `good` by whoever
    /// knows them.
    pub rows_erased: u32,
    /// Good rows of people who asked never to be called on again, by whoever knows them:
    /// brought in marked.
    pub rows_objected: u32,
    pub good: Vec<Resident>,
    /// By line.
    pub problems: Vec<Problem>,
    pub notes: Vec<Note>,
}

/// Reads a file.
///
/// # Errors
/// When there is nothing in it that could be a table of people.
pub fn read(bytes: &[u8], choices: &Choices) -> Result<Preview, Unreadable> {
    let decoded = encoding::decode(bytes)?;
    let mut notes = decoded.notes;
    let text = decoded.text.as_ref();
    let (separator, text, first_line) = table::separator(text);
    let mut table = table::Rows::new(text, separator, first_line);
    let header = table.next().ok_or(Unreadable::Empty)?;
    if header.broken.is_some() {
        return Err(Unreadable::BrokenHeader { line: header.line });
    }
    let by = choices.channel;
    let mut columns = columns::guess(&header.fields, &choices.columns, by);
    let missing = columns::missing(&columns, by);
    let read = rows::read(table, &mut columns, choices, missing.is_empty());
    if read.rows_read == 0 {
        return Err(Unreadable::HeaderOnly);
    }
    notes.extend(columns::notes(&columns, by));
    notes.extend(read.notes);
    Ok(Preview {
        channel: by,
        encoding: decoded.encoding,
        separator,
        columns,
        missing,
        rows_read: read.rows_read,
        rows_left_out: read.rows_left_out,
        rows_erased: 0,
        rows_objected: 0,
        good: read.good,
        problems: read.problems,
        notes,
    })
}

impl Preview {
    /// Whether there is anything to go on with.
    #[must_use]
    pub fn can_go_on(&self) -> bool {
        self.missing.is_empty() && !self.good.is_empty()
    }

    /// What the good rows would bring.
    #[must_use]
    pub fn size(&self) -> Size {
        if self.channel == Channel::Phone {
            return Size {
                people: self.good.len(),
                doors: telephone::numbers(&self.good).len(),
                ..Size::default()
            };
        }
        walking_order::size(&self.good)
    }
}

/// The good rows as doors in walking order, people under their doors; of people to
/// call as numbers in the file's order, people under theirs. `ids` gives a fresh random id
/// at each call.
pub fn into_doors(preview: &Preview, now_ms: i64, ids: &mut impl FnMut() -> Uuid) -> Vec<Door> {
    let mut doors = if preview.channel == Channel::Phone {
        telephone::arrange(&preview.good, ids)
    } else {
        walking_order::arrange(&preview.good, ids)
    };
    let at_ms = u64::try_from(now_ms).unwrap_or_default();
    for door in &mut doors {
        door.id = DoorId::in_order(at_ms, door.order, door.id.0);
    }
    doors
}

#[cfg(test)]
mod tests;
