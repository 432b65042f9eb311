//! The phone app. One program for page and worker in the browser: where there
//! is no window, it is the worker. On desktop, Android and iOS the back room is
//! a thread.

#[cfg(target_arch = "wasm32")]
fn main() {
    if web_sys::window().is_some() {
        open(doorstep::phone::room::Room::in_worker());
    } else {
        doorstep::phone::room::run_worker();
    }
}

#[cfg(all(
    not(target_arch = "wasm32"),
    any(feature = "desktop", feature = "mobile")
))]
fn main() {
    use doorstep::phone::platform;
    let room = doorstep::phone::room::Room::on_disk(
        platform::storage_folder(),
        &platform::server_address(),
    );
    open(room);
}

/// Built without a window, as tests build it.
#[cfg(all(
    not(target_arch = "wasm32"),
    not(any(feature = "desktop", feature = "mobile"))
))]
fn main() {
    use std::io::Write as _;
    // Nobody to tell when even that cannot be written.
    let _ = writeln!(
        std::io::stderr(),
        "The phone app needs a window: build it with `--features desktop`, or `cargo xtask web`."
    );
}

#[cfg(any(target_arch = "wasm32", feature = "desktop", feature = "mobile"))]
fn open(room: doorstep::phone::room::Room) {
    let app = dioxus::LaunchBuilder::new().with_context(room);
    #[cfg(all(
        not(target_arch = "wasm32"),
        any(feature = "desktop", feature = "mobile")
    ))]
    let app = app.with_cfg(window());
    #[cfg(all(target_arch = "wasm32", feature = "web"))]
    let app = app.with_cfg(doorstep::phone::ui::page::config());
    app.launch(doorstep::phone::ui::App);
}

// One crate, which Dioxus calls by what the build is for.
#[cfg(all(not(target_arch = "wasm32"), feature = "desktop"))]
use dioxus::desktop as shell;
#[cfg(all(
    not(target_arch = "wasm32"),
    feature = "mobile",
    not(feature = "desktop")
))]
use dioxus::mobile as shell;

/// The page around the screens, which in the browser is `index.html`.
#[cfg(all(
    not(target_arch = "wasm32"),
    any(feature = "desktop", feature = "mobile")
))]
fn window() -> shell::Config {
    let styles = [
        include_str!("../assets/tokens.css"),
        include_str!("../assets/app.css"),
        include_str!("../assets/talk.css"),
    ];
    let head = format!(
        "<meta name=\"color-scheme\" content=\"light dark\"><style>{}</style>",
        styles.join("\n")
    );
    let size = shell::LogicalSize::new(390.0, 844.0);
    let window = shell::WindowBuilder::new()
        .with_title("Doorstep")
        .with_inner_size(size);
    shell::Config::new()
        .with_window(window)
        .with_menu(None)
        .with_data_directory(doorstep::phone::platform::storage_folder().join("window"))
        .with_custom_head(head)
}
