//! What a fresh machine lacks: the wasm target, a clang, system libraries, npm packages. As
//! root on a system with apt it is installed; otherwise one line says what to install.

use crate::shell::{self, Result, exists, program, quiet, root, say};

/// A Debian package (or two that belong together), and a way to see that it is there.
pub struct Package {
    pub name: &'static str,
    pub present: fn() -> bool,
}

/// Does pkg-config know this library, so that one can build against it?
pub fn library(name: &str) -> bool {
    program("pkg-config")
        .args(["--exists", name])
        .status()
        .is_ok_and(|status| status.success())
}

/// The C inside the wasm file (SQLite) needs a compiler that knows wasm; gcc doesn't.
pub const CLANG: Package = Package {
    name: "clang",
    present: || exists("clang"),
};
pub const CHROMIUM: Package = Package {
    name: "chromium",
    present: || exists("chromium"),
};
/// The phone's database on a computer (SQLCipher) links against it; for tests and the desktop
/// shell, not for the server.
/// The server's other database; tests start one of their own from it.
pub const POSTGRESQL: Package = Package {
    name: "postgresql",
    present: || {
        let versions = std::fs::read_dir("/usr/lib/postgresql");
        versions.is_ok_and(|versions| {
            versions
                .flatten()
                .any(|version| version.path().join("bin/initdb").is_file())
        })
    },
};
pub const PKG_CONFIG: Package = Package {
    name: "pkg-config",
    present: || exists("pkg-config"),
};
pub const OPENSSL: Package = Package {
    name: "libssl-dev",
    present: || library("openssl"),
};

pub fn wasm_target() -> Result {
    let installed = quiet(program("rustc").args(["--print", "sysroot"]))?;
    let library = std::path::Path::new(installed.trim()).join("lib/rustlib/wasm32-unknown-unknown");
    if library.is_dir() {
        return Ok(());
    }
    if !exists("rustup") {
        return Err("the Rust target wasm32-unknown-unknown is missing, and so is rustup, which would add it".into());
    }
    say("Adding the Rust target wasm32-unknown-unknown");
    shell::run(program("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
}

/// The standard library's source, to compile it for size along with the app.
pub fn rust_source() -> Result {
    let installed = quiet(program("rustc").args(["--print", "sysroot"]))?;
    let source = std::path::Path::new(installed.trim()).join("lib/rustlib/src/rust/library");
    if source.is_dir() {
        return Ok(());
    }
    if !exists("rustup") {
        return Err("the source of Rust's standard library is missing, and so is rustup, which would add it".into());
    }
    say("Adding the source of Rust's standard library");
    shell::run(program("rustup").args(["component", "add", "rust-src"]))
}

/// Installs those that are missing.
pub fn packages(wanted: &[Package]) -> Result {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|package| !(package.present)())
        .flat_map(|package| package.name.split(' '))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    if !exists("apt-get") || !is_root()? {
        return Err(format!("something is missing here; please install it: {line}").into());
    }
    say(&line);
    let apt = || {
        let mut command = program("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        command
    };
    shell::run(apt().arg("update"))?;
    shell::run(
        apt()
            .args(["install", "-y", "--no-install-recommends"])
            .args(&missing),
    )?;
    match wanted.iter().find(|package| !(package.present)()) {
        None => Ok(()),
        Some(package) => {
            Err(format!("{} was installed and still isn't found", package.name).into())
        }
    }
}

fn is_root() -> Result<bool> {
    Ok(quiet(program("id").arg("-u"))?.trim() == "0")
}

/// The npm packages of tests/browser, exactly as its lock file has them.
pub fn npm_packages() -> Result {
    for name in ["node", "npm"] {
        if !exists(name) {
            return Err(format!("{name} is missing: please install Node.js 20 or newer").into());
        }
    }
    let folder = root().join("tests/browser");
    let wanted = std::fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-from");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say("npm ci in tests/browser (wasm-opt, and the drivers for the browser tests)");
    shell::run(
        program("npm")
            .current_dir(&folder)
            // No package here needs to run anything of its own on our machine.
            .args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]),
    )?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}
