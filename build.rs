//! Puts the phone's words into the form in which the phone carries them, and the phone's web app
//! inside the server.
//!
//! The words: `say!("undo")` becomes a place in a list while it is compiled, so that no phone
//! downloads six hundred names of messages, once in each language and once where they are said.
//! What stands in `assets/wording` and is for translators (names, remarks, blanks) stays there.
//!
//! The web app only for the server, and only in release: then `cargo build --release` gives one file that
//! serves everything. In a debug build the server reads the folder at run time, so the web app
//! can be rebuilt (`cargo xtask web`) without rebuilding the server.
//!
//! `DOORSTEP_WEB_DIST` names a web app that is already built; `xtask` sets it, so as to build
//! it once. The same variable tells `src/server` which folder to embed.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_PHONE").is_some() {
        words()?;
    }
    println!("cargo:rerun-if-env-changed=DOORSTEP_WEB_DIST");
    if std::env::var_os("CARGO_FEATURE_SERVER").is_none() {
        return Ok(());
    }
    let target = target_dir()?;
    let release = std::env::var("PROFILE")? == "release";
    let dist = match std::env::var_os("DOORSTEP_WEB_DIST") {
        Some(given) => {
            println!("cargo:rerun-if-changed={}", Path::new(&given).display());
            PathBuf::from(given)
        }
        None if release => {
            for source in [
                "src",
                "assets",
                "migrations",
                "xtask/src",
                "Cargo.toml",
                "Cargo.lock",
            ] {
                println!("cargo:rerun-if-changed={source}");
            }
            let dist = target.join("web-build/web/dist");
            build_web_app(&target.join("web-build"), &dist)?;
            dist
        }
        None => target.join("web/dist"),
    };
    fs::create_dir_all(&dist)?;
    if release && !dist.join("index.html").is_file() {
        return Err(format!(
            "{} has no index.html: is it a built web app?",
            dist.display()
        )
        .into());
    }
    println!("cargo:rustc-env=DOORSTEP_WEB_DIST={}", dist.display());
    Ok(())
}

/// `ids.rs` with the messages' names in order, and for each language a file with their texts in
/// the same order, a NUL after each; a text that is not there is empty.
fn words() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=assets/wording");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let english = messages("en", &FILES)?;
    let ids: Vec<&String> = english.keys().collect();
    fs::write(
        out.join("ids.rs"),
        format!("const IDS: [&str; {}] = {ids:?};", ids.len()),
    )?;
    // The web app in its first size has no screen that says them.
    let round_only = std::env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32"
        && std::env::var_os("CARGO_FEATURE_WHOLE").is_none();
    for language in ["en", "fi"] {
        let mut texts = messages(language, &FILES)?;
        if language == "en" && round_only {
            for id in messages(language, &["practice.ftl"])?.keys() {
                texts.remove(id);
            }
        }
        let in_order = ids
            .iter()
            .map(|id| texts.get(*id).map_or("", String::as_str));
        let whole: String = in_order.flat_map(|text| [text, "\0"]).collect();
        fs::write(out.join(format!("words-{language}")), whole)?;
    }
    Ok(())
}

const FILES: [&str; 3] = ["app.ftl", "practice.ftl", "talk.ftl"];

/// The messages of some of a language's files for the phone. A message goes on over lines that are
/// indented or close a brace.
fn messages(language: &str, files: &[&str]) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut messages = BTreeMap::new();
    let mut last: Option<String> = None;
    for file in files {
        for line in fs::read_to_string(format!("assets/wording/{language}/{file}"))?.lines() {
            let goes_on = line.starts_with([' ', '}']);
            match (line.split_once('='), &last) {
                (_, Some(id)) if goes_on => {
                    let text: &mut String = messages.entry(id.clone()).or_default();
                    text.push('\n');
                    text.push_str(line.trim());
                }
                (Some((id, text)), _) if !goes_on && !line.starts_with('#') => {
                    messages.insert(id.trim().to_owned(), text.trim().to_owned());
                    last = Some(id.trim().to_owned());
                }
                _ => {}
            }
        }
    }
    Ok(messages)
}

/// A cargo inside a cargo: in a target directory of its own, because the outer one holds the
/// lock on ours, and without the settings of the outer build.
fn build_web_app(own_target: &Path, dist: &Path) -> Result<(), Box<dyn Error>> {
    let mut command = Command::new("cargo");
    command
        .args(["run", "--quiet", "--package", "xtask", "--", "web", "--out"])
        .arg(dist);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let kept = [
            "CARGO_HOME",
            "CARGO_NET_",
            "CARGO_HTTP_",
            "CARGO_REGISTRIES_",
            "CARGO_TERM_",
        ]
        .iter()
        .any(|prefix| name.starts_with(prefix));
        let ours = name.starts_with("CARGO")
            || name.starts_with("DEP_")
            || matches!(
                &*name,
                "RUSTFLAGS"
                    | "RUSTC"
                    | "RUSTDOC"
                    | "RUSTC_LINKER"
                    | "RUSTC_WORKSPACE_WRAPPER"
                    | "TARGET"
                    | "HOST"
                    | "OUT_DIR"
                    | "PROFILE"
                    | "OPT_LEVEL"
                    | "DEBUG"
                    | "NUM_JOBS"
                    | "MAKEFLAGS"
                    | "LD_LIBRARY_PATH"
            );
        if ours && !kept {
            command.env_remove(&*name);
        }
    }
    command
        .env("CARGO_TARGET_DIR", own_target)
        .stdin(Stdio::null());
    // Cargo hides what a build script says until it fails; this takes minutes, so it is shown
    // on the terminal itself when there is one.
    if let Ok(terminal) = OpenOptions::new().write(true).open("/dev/tty") {
        command.stdout(terminal.try_clone()?).stderr(terminal);
    }
    let status = command
        .status()
        .map_err(|error| format!("cargo did not start: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the web app could not be built; `cargo xtask web` shows why".into())
    }
}

/// `OUT_DIR` lies somewhere below it, how deep depends on `--target`; cargo marks its top.
fn target_dir() -> Result<PathBuf, Box<dyn Error>> {
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let top = out
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").is_file());
    match top.or_else(|| out.ancestors().nth(4)) {
        Some(folder) => Ok(folder.to_path_buf()),
        None => Err("no target directory above OUT_DIR".into()),
    }
}
