//! Functions that come along and that nothing of ours ever calls: what a parser's table, a trait
//! object or a list of SQL functions keeps alive, although no SQL of ours and no screen asks for
//! it. In the web build each becomes a trap, and wasm-opt then drops all that only it needed.
//!
//! A trap stops the app, so each line says why it can't be met. For SQL, `tidy` reads every
//! statement of the phone's store for the words that would lead to one. A name that no longer
//! exists fails the build: a line here is never stale.

use std::collections::BTreeSet;
use std::path::Path;

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

use crate::remarks;
use crate::shell::Result;

/// C functions of SQLite, by their whole name.
const IN_C: &[&str] = &[
    // Left undefined by the SQLITE_OMIT_ flags of .cargo/config.toml: the parser still names them.
    "sqlite3Analyze",
    "sqlite3CreateView",
    "sqlite3Reindex",
    "sqlite3VtabArgExtend",
    "sqlite3VtabArgInit",
    "sqlite3VtabBeginParse",
    "sqlite3VtabFinishParse",
    "sqlite3WindowAlloc",
    "sqlite3WindowAssemble",
    "sqlite3WindowChain",
    "sqlite3WindowListDelete",
    "gmtime",
    "strftime",
    // ATTACH, VACUUM, and changing a file's key, which would run it.
    "sqlite3Attach",
    "sqlite3Detach",
    "attachFunc",
    "detachFunc",
    "sqlite3Vacuum",
    "sqlite3RunVacuum",
    "sqlite3_rekey_v2",
    // ALTER TABLE, but for ADD COLUMN.
    "sqlite3AlterAddConstraint",
    "sqlite3AlterDropColumn",
    "sqlite3AlterDropConstraint",
    "sqlite3AlterRenameColumn",
    "sqlite3AlterRenameTable",
    "sqlite3AlterSetNotNull",
    "addConstraintFunc",
    "dropColumnFunc",
    "dropConstraintFunc",
    "findConstraintFunc",
    "renameColumnFunc",
    "renameQuotefixFunc",
    "renameTableFunc",
    "renameTableTest",
    // CREATE and DROP TRIGGER; those of foreign keys are made elsewhere.
    "sqlite3BeginTrigger",
    "sqlite3FinishTrigger",
    "sqlite3DropTrigger",
    // WITH, RETURNING, RIGHT and FULL JOIN.
    "sqlite3WithAdd",
    "sqlite3CteNew",
    "generateWithRecursiveQuery",
    "sqlite3AddReturning",
    "codeReturningTrigger",
    "sqlite3WhereRightJoinLoop",
    // Sorting on disk: what is temporary is in memory (SQLITE_TEMP_STORE).
    "vdbeSorterListToPMA",
    "vdbeSorterMergeTreeBuild",
    // SQL functions.
    "sqlite3mcConfigParams",
    "charFunc",
    "concatFuncCore",
    "currentTimeFunc",
    "groupConcatStep",
    "likeFunc",
    "quoteFunc",
    "replaceFunc",
    "roundFunc",
    "trimFunc",
    "unhexFunc",
    "unistrFunc",
];

/// Rust functions, by a piece of their name as the demangler writes it.
const IN_RUST: &[&str] = &[
    // How an error of `anyhow` prints for developers, with a backtrace.
    "<anyhow::error::ErrorImpl>::debug",
    "<std::backtrace::Backtrace as core::fmt::Display>::fmt",
    "rustc_demangle::",
    // Events no screen listens to: screens hear clicks, what is typed and chosen, a dialog's
    // cancel, and of a recording that it cannot be played (an image's event, says dioxus). A
    // new kind of listener needs its line here gone.
    "HtmlEventConverter>::convert_animation_data",
    "HtmlEventConverter>::convert_clipboard_data",
    "HtmlEventConverter>::convert_composition_data",
    "HtmlEventConverter>::convert_drag_data",
    "HtmlEventConverter>::convert_focus_data",
    "HtmlEventConverter>::convert_keyboard_data",
    "HtmlEventConverter>::convert_media_data",
    "HtmlEventConverter>::convert_pointer_data",
    "HtmlEventConverter>::convert_resize_data",
    "HtmlEventConverter>::convert_scroll_data",
    "HtmlEventConverter>::convert_selection_data",
    "HtmlEventConverter>::convert_toggle_data",
    "HtmlEventConverter>::convert_touch_data",
    "HtmlEventConverter>::convert_transition_data",
    "HtmlEventConverter>::convert_visible_data",
    "HtmlEventConverter>::convert_wheel_data",
    // Files dropped or chosen, and a form's fields all at once: no screen takes any.
    "as dioxus_html::file_data::HasFileData>::files",
    "as dioxus_html::file_data::NativeFileData>::",
    "as dioxus_html::data_transfer::NativeDataTransfer>::",
    "<dioxus_web::events::form::WebFormData as dioxus_html::events::form::HasFormData>::values",
    // A file system in memory, which comes with SQLite's files in OPFS and is never asked for a
    // file: the database in memory has none.
    "<rsqlite_vfs::memvfs::MemIoMethods as rsqlite_vfs::SQLiteIoMethods>::",
    "<rsqlite_vfs::memvfs::MemVfs as rsqlite_vfs::SQLiteVfs<rsqlite_vfs::memvfs::MemIoMethods>>::xOpen",
    "<rsqlite_vfs::memvfs::MemVfs as rsqlite_vfs::SQLiteVfs<rsqlite_vfs::memvfs::MemIoMethods>>::xDelete",
    "<rsqlite_vfs::memvfs::MemVfs as rsqlite_vfs::SQLiteVfs<rsqlite_vfs::memvfs::MemIoMethods>>::xAccess",
    "<rsqlite_vfs::memvfs::MemVfs as rsqlite_vfs::SQLiteVfs<rsqlite_vfs::memvfs::MemIoMethods>>::xFullPathname",
    // JavaScript run from Rust, which our content security policy forbids, and elements put into
    // <head>: our page has its own.
    "<dioxus_web::document::WebDocument as dioxus_document::document::Document>::eval",
    "<dioxus_web::document::WebDocument as dioxus_document::document::Document>::create_",
    "serde_wasm_bindgen::",
];

/// Writes the wasm file anew, with traps in their place. A build for development keeps what is
/// there and only has traps where SQLite names what it was compiled without.
pub fn trap(wasm: &Path, target: &Path, dev: bool) -> Result {
    let mut module = Module::from_file(wasm).map_err(|error| format!("wasm: {error:#}"))?;
    for id in named(&module, IN_C, IN_RUST, dev)? {
        replace(&mut module, id);
    }
    if !dev {
        remarks::blank(&mut module)?;
    }
    module
        .emit_wasm_file(target)
        .map_err(|error| format!("wasm: {error:#}"))?;
    Ok(())
}

fn named(module: &Module, in_c: &[&str], in_rust: &[&str], dev: bool) -> Result<Vec<FunctionId>> {
    let mut found = Vec::new();
    let mut missing: BTreeSet<&str> = in_c.iter().chain(in_rust).copied().collect();
    for function in module.funcs.iter() {
        let name = match &function.kind {
            FunctionKind::Import(import) => Some(module.imports.get(import.import).name.as_str()),
            _ if dev => None,
            _ => function.name.as_deref(),
        };
        let Some(name) = name else { continue };
        let readable = format!("{:#}", rustc_demangle::demangle(name));
        let line = in_c.iter().find(|line| **line == name).or_else(|| {
            let pieces = in_rust.iter();
            pieces.into_iter().find(|piece| readable.contains(**piece))
        });
        if let Some(line) = line {
            missing.remove(line);
            found.push(function.id());
        }
    }
    if dev || missing.is_empty() {
        return Ok(found);
    }
    let missing: Vec<&str> = missing.into_iter().collect();
    Err(format!(
        "xtask/src/unreached.rs names what the wasm file doesn't have: {}",
        missing.join(", ")
    )
    .into())
}

fn replace(module: &mut Module, id: FunctionId) {
    let kind = module.types.get(module.funcs.get(id).ty());
    let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
    let arguments = parameters
        .iter()
        .map(|kind| module.locals.add(*kind))
        .collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().unreachable();
    let function = builder.local_func(arguments);
    if let FunctionKind::Import(import) = &module.funcs.get(id).kind {
        let import = import.import;
        module.imports.delete(import);
    }
    module.funcs.get_mut(id).kind = FunctionKind::Local(function);
}
