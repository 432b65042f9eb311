//! `cargo xtask check --android`: does the phone app type-check for Android?
//!
//! Without Google's kit nothing can be compiled or linked for it, but rustc doesn't need to:
//! it only has to believe that the C parts were built. So the C compiler is a stub that writes
//! empty objects. Nothing runs here; README.md says how a real APK is made.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::install::{self, Package};
use crate::shell::{self, Result, cargo, exists, program, quiet, say, target_dir};

const TARGET: &str = "aarch64-linux-android";

/// For `-c` an empty object; for everything else (preprocessing, questions) the real clang.
const STUB: &str = r#"#!/bin/sh
out=
compile=no
previous=
for word in "$@"; do
  [ "$previous" = -o ] && out=$word
  [ "$word" = -c ] && compile=yes
  previous=$word
done
if [ "$compile" = yes ] && [ -n "$out" ]; then
  : | clang --target=aarch64-linux-android24 -x c -c -o "$out" -
  exit
fi
exec clang --target=aarch64-linux-android24 "$@"
"#;

pub fn check() -> Result {
    install::packages(&[
        install::CLANG,
        Package {
            name: "llvm",
            present: || exists("llvm-ar"),
        },
    ])?;
    let sysroot = quiet(program("rustc").args(["--print", "sysroot"]))?;
    if !std::path::Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir()
    {
        say(format!("Adding the Rust target {TARGET}"));
        shell::run(program("rustup").args(["target", "add", TARGET]))?;
    }
    let stub = target_dir().join("android-stub/cc");
    if let Some(folder) = stub.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&stub, STUB)?;
    fs::set_permissions(&stub, fs::Permissions::from_mode(0o755))?;

    say("Type-checking the phone app for Android");
    shell::run(
        cargo()
            .args(["check", "--target", TARGET, "--no-default-features"])
            .args(["--features", "mobile", "--lib", "--bin", "doorstep"])
            .env("CC_aarch64_linux_android", &stub)
            .env("AR_aarch64_linux_android", "llvm-ar"),
    )
}
