//! `cargo xtask web`: from Rust to a folder that the server serves as it is.
//!
//! The app's wasm is compiled, bound to JavaScript (wasm-bindgen, as a library: no tool to
//! install, its version held by Cargo.lock), made small (wasm-opt, from npm), and put with
//! the files of `assets/` into `target/web/dist`:
//!
//! ```text
//! index.html  manifest.webmanifest  service-worker.js      ask the server each time
//! app/DIGEST/   boot.js worker.js doorstep.js doorstep_bg.packed snippets/  never change
//!               words-LANGUAGE.txt, and in whole/ the app in its second size
//! assets/NAME.DIGEST.EXT                                                     never change
//! ```
//!
//! Each file has its `.br` and `.gz` beside it where that is smaller. The service worker gets
//! the list of what it must store, each with its SHA-256.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha256};

use crate::install;
use crate::shell::{self, Result, cargo, program, root, say, target_dir};
use crate::{bare, short_names, sqlite, unreached};

/// What a first visit may cost, everything it fetches, in brotli.
pub const BUDGET_KB: f64 = 650.0;

/// Needed at installation to the home screen, not to work: left out of the phone's store.
const NOT_STORED: [&str; 3] = ["icon-512", "maskable-512", "apple-touch-180"];

/// The standard library comes compiled for speed, with the words for every panic. Compiled along
/// with the app, for size, it is a twelfth of the whole less to download. The compiler calls this
/// unstable; we take the released compiler all the same and ask it with `RUSTC_BOOTSTRAP`, as the
/// Linux kernel does, so that what we ship is compiled by the compiler we test with. An option
/// that a later release renames fails the build, it doesn't change the app.
const SMALL_STD: [&str; 2] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];

/// A panic stops the program at once, without words: on the page `boot.js` says that the app
/// could not be opened, and in the worker `worker.js` tells the page. `--dev` has the words.
/// Nor are there words for developers (`{:?}`): the phone must not need them, see `tidy`.
const WITHOUT_WORDS: [&str; 4] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];

pub fn run(args: &[String]) -> Result {
    let mut dev = false;
    let mut out = dist();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.len()) {
            ("--dev", _) => dev = true,
            ("--out", 1..) => out = args.next().map(|dir| root().join(dir)).unwrap_or(out),
            (other, _) => return Err(format!("`web` doesn't know `{other}`").into()),
        }
    }
    build(dev, &out).map(|_| ())
}

/// Where the web app is put when nobody says otherwise.
pub fn dist() -> PathBuf {
    target_dir().join("web/dist")
}

/// Builds the web app into `out`, and gives back what a first visit costs in bytes.
pub fn build(dev: bool, out: &Path) -> Result<usize> {
    let started = Instant::now();
    install::wasm_target()?;
    if !dev {
        install::rust_source()?;
    }
    install::packages(&[install::CLANG])?;
    install::npm_packages()?;

    // The folder is put in place whole at the end, so that a server in development never
    // reads half of it.
    let stage = out.with_extension("stage");
    remove_folder(&stage)?;
    let app = stage.join("app");
    // In development there is one size.
    let said = one_size(if dev { "whole" } else { "web" }, &app, dev)?;
    if !dev {
        one_size("whole", &app.join(WHOLE), dev)?;
    }
    let words = build_folder(&said)?;
    for language in LATER_LANGUAGES {
        fs::copy(
            words.join(format!("words-{language}")),
            app.join(words_file(language)),
        )?;
    }

    say("Web app 4/4: digests, service worker, compression");
    let first_visit = assemble(&stage, dev)?;
    remove_folder(out)?;
    fs::create_dir_all(out.parent().unwrap_or(out))?;
    fs::rename(&stage, out)?;

    report(first_visit, dev);
    println!(
        "  {} in {:.0} s",
        out.display(),
        started.elapsed().as_secs_f64()
    );
    Ok(first_visit)
}

/// The folder of the app in its second size, with practice and the story workshop.
const WHOLE: &str = "whole";

/// Compiles the app with these features into a folder, and gives back what cargo said.
fn one_size(features: &str, app: &Path, dev: bool) -> Result<String> {
    let profile = if dev { "web-dev" } else { "web-release" };
    say(format!(
        "Web app 1/4: compiling for the browser ({profile}, {features})"
    ));
    let mut compile = cargo();
    compile
        .args([
            "build",
            "--target",
            "wasm32-unknown-unknown",
            "--no-default-features",
        ])
        .args(["--features", features])
        .args(["--bin", "doorstep", "--profile", profile])
        .env_remove("RUSTFLAGS")
        .env("SQLITE_WASM_RS_SOURCE_DIR", sqlite::source()?)
        .env("SQLITE_WASM_RS_FLAGS", sqlite::flags()?);
    // Nobody's phone needs to know how our folders are called.
    let mut flags = without_our_folders();
    if !dev {
        compile.args(SMALL_STD).env("RUSTC_BOOTSTRAP", "1");
        flags.extend(WITHOUT_WORDS.map(str::to_owned));
    }
    compile.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    let said = shell::messages(&mut compile)?;
    let wasm = target_dir()
        .join("wasm32-unknown-unknown")
        .join(profile)
        .join("doorstep.wasm");

    say("Web app 2/4: binding to JavaScript");
    fs::create_dir_all(app)?;
    let needed = app.join("needed.wasm");
    unreached::trap(&wasm, &needed, dev)?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&needed)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .out_name("doorstep")
                .typescript(false)
                .keep_debug(dev)
                .omit_default_module_path(true)
                .remove_producers_section(true)
                .generate(app)
        })
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    fs::remove_file(needed)?;
    nothing_missing(&fs::read_to_string(app.join("doorstep.js"))?)?;

    let bound = app.join("doorstep_bg.wasm");
    if dev {
        say("Web app 3/4: left as it is (--dev)");
    } else {
        say("Web app 3/4: making it small (wasm-opt -Oz, packing)");
        short_names::shorten(&bound, &app.join("doorstep.js"))?;
        make_small(&bound)?;
    }
    pack(&bound, dev)?;
    fs::copy(root().join("assets/web/worker.js"), app.join("worker.js"))?;
    Ok(said)
}

/// Languages whose words are fetched by those who want them. (`src/phone/ui/wording.rs` has
/// English in the program, because it stands in for what others lack.)
const LATER_LANGUAGES: [&str; 1] = ["fi"];

fn words_file(language: &str) -> String {
    format!("words-{language}.txt")
}

/// Where the app's own build script put what it made, from what cargo said.
fn build_folder(messages: &str) -> Result<PathBuf> {
    for line in messages.lines() {
        let message: serde_json::Value = serde_json::from_str(line)?;
        let ours = message["reason"] == "build-script-executed"
            && message["package_id"]
                .as_str()
                .is_some_and(|id| id.contains("doorstep@") || id.contains("/doorstep#"));
        if let (true, Some(folder)) = (ours, message["out_dir"].as_str()) {
            return Ok(folder.into());
        }
    }
    Err("cargo did not say where the words are".into())
}

/// A C function that nobody defines becomes an import of "env", which no browser has: the app
/// would build and never start.
fn nothing_missing(javascript: &str) -> Result {
    let foreign = javascript
        .lines()
        .filter(|line| line.starts_with("import "))
        .find(|line| !line.contains("\"./") && !line.contains("'./"));
    match foreign {
        None => Ok(()),
        Some(line) => Err(format!(
            "the wasm file wants something that no browser has (an undefined C function?): {line}"
        )
        .into()),
    }
}

/// Panic messages name source files; they are named from the crate on, the same on every machine.
fn without_our_folders() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registry = cargo.map(|home| format!("{}/registry/src/", home.display()));
    let ours = format!("{}/", root().display());
    let flags = registry.into_iter().chain([ours]);
    flags
        .map(|folder| format!("--remap-path-prefix={folder}="))
        .collect()
}

/// Builds the server as it ships, with a finished web app inside.
pub fn server(dist: &Path) -> Result {
    shell::run(
        cargo()
            .args(["build", "--release", "--bin", "doorstep-server"])
            .env("DOORSTEP_WEB_DIST", dist),
    )
}

fn make_small(wasm: &Path) -> Result {
    let small = wasm.with_extension("small");
    shell::run(
        program("node")
            .arg(root().join("tests/browser/node_modules/binaryen/bin/wasm-opt"))
            .args([
                "-Oz",
                // It would cut the data at every run of zeros, which compression does better.
                "--skip-pass=memory-packing",
                "--strip-debug",
                "--strip-producers",
                "--strip-target-features",
            ])
            // What rustc's wasm32 target uses since 1.87, and no more: browsers of 2023 have it.
            .args([
                "--enable-bulk-memory",
                "--enable-bulk-memory-opt",
                "--enable-call-indirect-overlong",
                "--enable-multivalue",
                "--enable-mutable-globals",
                "--enable-nontrapping-float-to-int",
                "--enable-reference-types",
                "--enable-sign-ext",
            ])
            .arg(wasm)
            .arg("-o")
            .arg(&small),
    )?;
    fs::rename(small, wasm)?;
    Ok(())
}

fn small_scripts(files: &[PathBuf]) -> Result {
    shell::run(
        program("node")
            .arg(root().join("xtask/src/small_scripts.mjs"))
            .arg(root().join("tests/browser"))
            .args(files),
    )
}

/// Into the form in which it travels; the page and the service worker unpack it.
fn pack(wasm: &Path, dev: bool) -> Result {
    shell::run(
        program("node")
            .arg(root().join("xtask/src/pack.mjs"))
            .arg(wasm)
            .arg(wasm.with_extension("packed"))
            .args(dev.then_some("--as-it-is")),
    )?;
    fs::remove_file(wasm)?;
    Ok(())
}

/// A file of the finished app: its address, and where it lies.
struct Served {
    address: String,
    file: PathBuf,
}

impl Served {
    /// Prints its line; how many bytes are sent.
    fn show(&self, remark: &str) -> Result<usize> {
        let plain = fs::metadata(&self.file)?.len();
        let sent = fs::metadata(beside(&self.file, "br")).map_or(plain, |meta| meta.len());
        println!("  {plain:>9} {sent:>9}  {}{remark}", self.address);
        Ok(usize::try_from(sent)?)
    }
}

/// From wasm-bindgen's output and `assets/` to the folder as it is served.
fn assemble(stage: &Path, dev: bool) -> Result<usize> {
    let sources = root().join("assets");
    let web = sources.join("web");

    // The app's code changes together, so it has one digest for all and keeps its own names,
    // which refer to each other.
    for name in ["boot.js", "unpack.js"] {
        fs::copy(web.join(name), stage.join("app").join(name))?;
    }
    if !dev {
        let mut scripts = files(&stage.join("app"))?;
        scripts.retain(|file| file.extension().is_some_and(|extension| extension == "js"));
        small_scripts(&scripts)?;
    }
    let mut code = Sha256::new();
    for file in files(&stage.join("app"))? {
        code.update(file.strip_prefix(stage)?.to_string_lossy().as_bytes());
        code.update(fs::read(&file)?);
    }
    let app = format!("/app/{}", short(&code.finalize()));
    fs::rename(stage.join("app"), stage.join("app-code"))?;
    fs::create_dir(stage.join("app"))?;
    fs::rename(
        stage.join("app-code"),
        stage.join(app.trim_start_matches('/')),
    )?;

    // Everything the page names under /assets/, under a name with its digest.
    let mut assets = Assets {
        sources,
        stage: stage.to_path_buf(),
        done: BTreeMap::new(),
    };
    let mut page = assets.rename_in(&fs::read_to_string(web.join("index.html"))?)?;
    page = page.replace("\"/app/", &format!("\"{app}/"));
    fs::write(stage.join("index.html"), &page)?;
    let manifest = assets.rename_in(&fs::read_to_string(web.join("manifest.webmanifest"))?)?;
    fs::write(stage.join("manifest.webmanifest"), manifest)?;

    // The page is stored under the address people open.
    let mut stored = vec![Served {
        address: "/".into(),
        file: stage.join("index.html"),
    }];
    for file in files(stage)? {
        let address = format!("/{}", file.strip_prefix(stage)?.to_string_lossy());
        let skip = address == "/index.html" || NOT_STORED.iter().any(|name| address.contains(name));
        if !skip {
            stored.push(Served { address, file });
        }
    }
    let worker = stage.join("service-worker.js");
    fs::copy(web.join("service-worker.js"), &worker)?;
    if !dev {
        small_scripts(std::slice::from_ref(&worker))?;
    }
    let code = fs::read_to_string(&worker)?;
    let (later, mut stored): (Vec<Served>, Vec<Served>) = stored
        .into_iter()
        .partition(|served| is_for_later(&app, &served.address));
    let about = about_this_build(&app, &code, &stored, &later, dev)?;
    fs::write(&worker, format!("{about}\n{code}"))?;
    stored.push(Served {
        address: "/service-worker.js".into(),
        file: worker,
    });

    if dev {
        return Ok(0);
    }
    compress(stage)?;
    let mut sum = 0;
    println!("\n  {:>9} {:>9}", "bytes", "brotli");
    for served in &stored {
        sum += served.show("")?;
    }
    for served in &later {
        served.show(" (for those who want it)")?;
    }
    Ok(sum)
}

/// What only those fetch who want it: other languages' words, and the whole app.
fn is_for_later(app: &str, address: &str) -> bool {
    let Some(below) = address.strip_prefix(app) else {
        return false;
    };
    let is_words = |language: &str| below == format!("/{}", words_file(language));
    below.starts_with(&format!("/{WHOLE}/")) || LATER_LANGUAGES.into_iter().any(is_words)
}

/// What the build puts before the service worker's code, each in a line of its own.
fn about_this_build(
    app: &str,
    code: &str,
    stored: &[Served],
    later: &[Served],
    dev: bool,
) -> Result<String> {
    let mut version = Sha256::new();
    version.update(code);
    let mut listed = |files: &[Served]| -> Result<Vec<serde_json::Value>> {
        let mut list = Vec::new();
        for Served { address, file } in files {
            let digest = Sha256::digest(fs::read(file)?);
            version.update(address);
            version.update(digest);
            list.push(serde_json::json!([
                address,
                format!("sha256-{}", BASE64.encode(digest))
            ]));
        }
        Ok(list)
    };
    let (list, later) = (listed(stored)?, listed(later)?);
    let build = serde_json::json!({
        "version": short(&version.finalize()),
        "dev": dev,
        "files": list,
        "later": later,
    });
    Ok(format!(
        "importScripts(\"{app}/unpack.js\");\nconst build = {build};"
    ))
}

/// The files of `assets/` that the page asks for, found by following what names them.
struct Assets {
    sources: PathBuf,
    stage: PathBuf,
    done: BTreeMap<String, String>,
}

impl Assets {
    /// Replaces each `"/assets/…"` in a text by its name with digest.
    fn rename_in(&mut self, text: &str) -> Result<String> {
        let mut result = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("\"/assets/") {
            let (before, from) = rest.split_at(at + 1);
            let end = from
                .find('"')
                .ok_or("an address without its closing quote")?;
            let (address, after) = from.split_at(end);
            result.push_str(before);
            result.push_str(&self.take(address)?);
            rest = after;
        }
        result.push_str(rest);
        Ok(result)
    }

    fn take(&mut self, address: &str) -> Result<String> {
        if let Some(known) = self.done.get(address) {
            return Ok(known.clone());
        }
        let source = self.sources.join(address.trim_start_matches("/assets/"));
        let mut bytes = fs::read(&source).map_err(|error| {
            format!(
                "{address} is named by the page: {}: {error}",
                source.display()
            )
        })?;
        if source
            .extension()
            .is_some_and(|extension| extension == "css")
        {
            bytes = bare::css(&self.rename_in(&String::from_utf8(bytes)?)?).into_bytes();
        }
        let stem = source.file_stem().unwrap_or_default().to_string_lossy();
        let extension = source.extension().unwrap_or_default().to_string_lossy();
        let name = format!(
            "/assets/{stem}.{}.{extension}",
            short(&Sha256::digest(&bytes))
        );
        fs::create_dir_all(self.stage.join("assets"))?;
        fs::write(self.stage.join(name.trim_start_matches('/')), bytes)?;
        self.done.insert(address.to_owned(), name.clone());
        Ok(name)
    }
}

/// Twelve hex digits: enough to tell two builds apart, short enough to read.
fn short(digest: &[u8]) -> String {
    let mut text = hex::encode(digest);
    text.truncate(12);
    text
}

fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn compress(stage: &Path) -> Result {
    let mut list = String::new();
    for file in files(stage)? {
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        if !matches!(&*extension, "png" | "woff2") {
            list.push_str(&file.to_string_lossy());
            list.push('\n');
        }
    }
    let mut node = program("node")
        .arg(root().join("xtask/src/compress.mjs"))
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node did not start: {error}"))?;
    if let Some(mut input) = node.stdin.take() {
        input.write_all(list.as_bytes())?;
    }
    if node.wait()?.success() {
        Ok(())
    } else {
        Err("compressing failed".into())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a size in kilobytes, for reading"
)]
pub fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

fn report(first_visit: usize, dev: bool) {
    if dev {
        return;
    }
    let kb = kilobytes(first_visit);
    let verdict = if kb <= BUDGET_KB { "within" } else { "OVER" };
    println!("\n  first visit: {kb:.0} KB brotli, {verdict} the budget of {BUDGET_KB:.0} KB");
}

/// All files below a folder, in the order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn remove_folder(folder: &Path) -> Result {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_that_is_not_a_file_of_ours_fails_the_build() {
        let ours = "import { keep } from './snippets/keys.js';\nimport * as a from \"./b.js\";\n";
        assert!(nothing_missing(ours).is_ok());
        let undefined = format!("{ours}import * as __wbg_star0 from 'env';\n");
        assert!(nothing_missing(&undefined).is_err());
    }
}
