//! `doorstep-server` as a program: what its commands say, and that a server
//! stopped from outside has everything when it comes back.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep-server"));
    command.env_remove("DOORSTEP_DATA_DIR");
    command.env_remove("DOORSTEP_DATABASE");
    command
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    server()
        .args(arguments)
        .arg("--data-dir")
        .arg(folder)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn a_campaign_and_its_lead_are_made_and_everything_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let early = run(&["lead", "add", "--email", "a@example.org"], &data);
    assert_eq!(early.status.code(), Some(1));
    assert!(said(&early).contains("campaign create"), "{}", said(&early));

    let create = [
        "campaign",
        "create",
        "--name",
        "Homes",
        "--organisation",
        "Neighbours",
        "--legal-profile",
        "uk-non-party",
    ];
    let made = run(&create, &data);
    assert!(made.status.success(), "{}", said(&made));
    assert!(
        said(&made).contains("\nAGE-SECRET-KEY-1"),
        "the recovery kit is shown, once"
    );
    let again = run(&create, &data);
    assert!(!said(&again).contains("AGE-SECRET-KEY-1"));
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("already"));

    let added = run(&["lead", "add", "--email", "A@Example.org"], &data);
    assert!(said(&added).contains("password: "), "{}", said(&added));
    let renewed = run(&["lead", "add", "--email", "a@example.org"], &data);
    assert!(
        said(&renewed).contains("new password"),
        "{}",
        said(&renewed)
    );
    let wrong = run(&["lead", "add", "--email", "nobody"], &data);
    assert_eq!(wrong.status.code(), Some(1));

    let checked = run(&["check"], &data);
    assert!(checked.status.success());
    assert!(
        said(&checked).contains("everything agrees"),
        "{}",
        said(&checked)
    );
}

#[test]
fn a_script_with_mistakes_is_answered_with_file_and_line_and_status_1() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, "schema = 1\nnonsense = 3\n").unwrap();
    let output = server()
        .args(["script", "check"])
        .arg(&file)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("mine.toml:2:"), "{}", said(&output));
    let missing = server()
        .args(["script", "check", "/nowhere/at-all.toml"])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(said(&missing).contains("/nowhere/at-all.toml"));
}

#[test]
fn what_cannot_be_served_is_said_in_a_sentence_with_status_1() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (arguments, part) in [
        (vec!["serve", "--app-listen", &address], "in use"),
        (vec!["serve", "--app-listen", "0.0.0.0:9"], "--public-url"),
        (
            vec![
                "serve",
                "--app-listen",
                "127.0.0.1:0",
                "--desk-listen",
                "127.0.0.1:0",
                "--tls-cert",
                "/nowhere.pem",
                "--tls-key",
                "/nowhere.pem",
                "--public-url",
                "https://a.example.org",
                "--desk-url",
                "https://b.example.org",
            ],
            "/nowhere.pem",
        ),
    ] {
        let output = run(&arguments, folder.path());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let said = said(&output);
        assert!(said.contains(part), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
    // In a folder of its own: the log that SQLite keeps beside a database would mend it.
    let folder = tempfile::tempdir().unwrap();
    let nonsense = "not a database ".repeat(1000);
    std::fs::write(folder.path().join("doorstep.sqlite"), nonsense).unwrap();
    let damaged = run(&["check"], folder.path());
    assert_eq!(damaged.status.code(), Some(1));
    assert!(said(&damaged).contains("damaged"), "{}", said(&damaged));
}

/// A demo that runs, and what it printed until it was ready.
struct Demo {
    process: Child,
    printed: String,
    app: u16,
}

impl Demo {
    fn start(folder: &Path) -> Self {
        let (app, desk) = (free_port(), free_port());
        let mut process = server()
            .args(["demo", "--data-dir"])
            .arg(folder)
            .args(["--app-listen", &format!("127.0.0.1:{app}")])
            .args(["--desk-listen", &format!("127.0.0.1:{desk}")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut printed = String::new();
        for line in BufReader::new(process.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            printed.push_str(&line);
            printed.push('\n');
            if line.contains("Ctrl-C ends it") {
                break;
            }
        }
        Self {
            process,
            printed,
            app,
        }
    }

    fn after(&self, before: &str) -> String {
        let (_, rest) = self
            .printed
            .split_once(before)
            .unwrap_or_else(|| panic!("no {before:?} in {}", self.printed));
        rest.split([',', '\n']).next().unwrap().trim().to_owned()
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.app)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn stop(mut self, signal: &str) -> Option<i32> {
        let pid = self.process.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
        self.process.wait().unwrap().code()
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[test]
fn the_demo_comes_back_with_its_code_and_password_however_it_was_ended() {
    let folder = tempfile::tempdir().unwrap();
    let first = Demo::start(folder.path());
    let (code, password) = (first.after("join code "), first.after("password: "));
    assert_eq!(code.len(), 9);
    assert!(first.get("/healthz").contains("200 OK"));
    assert!(first.printed.contains("1845 people"));
    let second = run(
        &[
            "serve",
            "--app-listen",
            "127.0.0.1:0",
            "--desk-listen",
            "127.0.0.1:0",
        ],
        folder.path(),
    );
    assert!(
        said(&second).contains("another doorstep-server"),
        "{}",
        said(&second)
    );
    assert_eq!(first.stop("-KILL"), None);

    let again = Demo::start(folder.path());
    assert_eq!(again.after("join code "), code);
    assert_eq!(again.after("password: "), password);
    assert!(!again.printed.contains("Reading the walk list"));
    assert_eq!(again.stop("-TERM"), Some(0));
    let checked = run(&["check"], folder.path());
    assert!(
        said(&checked).contains("everything agrees"),
        "{}",
        said(&checked)
    );
}

#[test]
fn a_recovery_kit_goes_where_the_administrator_says_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let kit = folder.path().join("kit.txt");
    let made = run(
        &[
            "campaign",
            "create",
            "--name",
            "Homes",
            "--organisation",
            "Neighbours",
            "--legal-profile",
            "us",
            "--recovery-kit",
            kit.to_str().unwrap(),
        ],
        &data,
    );
    assert!(made.status.success(), "{}", said(&made));
    assert!(!said(&made).contains("AGE-SECRET-KEY-1"));
    let text = std::fs::read_to_string(&kit).unwrap();
    let secret = text
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-1"))
        .unwrap();
    let public = doorstep::wire::rescue::Kit::find(&text)
        .unwrap()
        .recipient()
        .to_string();
    let mut found = 0;
    for file in std::fs::read_dir(&data).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let has = |text: &str| bytes.windows(text.len()).any(|at| at == text.as_bytes());
        assert!(!has(secret), "the server keeps the public half only");
        found += usize::from(has(&public));
    }
    assert!(found > 0, "and that half it has");
}
