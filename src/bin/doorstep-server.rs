//! The server: see `doorstep::server::command`.

use std::process::ExitCode;

fn main() -> ExitCode {
    doorstep::server::command::main()
}
