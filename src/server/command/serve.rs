//! `doorstep-server serve`

use super::{CommandError, DataDir, say};
use crate::server::clock::Clock;
use crate::server::serve::{self, Listening, Tls};
use crate::server::store::Store;
use crate::server::tokens::Tokens;
use crate::server::{Addresses, Server, web_app};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub struct Serve {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    network: Network,
}

/// Where to listen, and how people reach that.
#[derive(Clone, Debug, clap::Args)]
pub struct Network {
    /// Where to listen for phones [default: 127.0.0.1:7070, or 0.0.0.0:443 with ACME]
    #[arg(long, value_name = "ADDRESS")]
    app_listen: Option<SocketAddr>,
    /// Where to listen for leads; the same as --app-listen tells them apart by
    /// host name [default: 127.0.0.1:7071, or 0.0.0.0:443 with ACME]
    #[arg(long, value_name = "ADDRESS")]
    desk_listen: Option<SocketAddr>,
    /// The phone app's address as people open it: https://doors.example.org
    #[arg(long, value_name = "URL", visible_alias = "app-url")]
    public_url: Option<String>,
    /// The desk's address as leads open it: https://desk.example.org
    #[arg(long, value_name = "URL", visible_alias = "desk-public-url")]
    desk_url: Option<String>,
    /// A certificate chain in PEM; with --tls-key
    #[arg(
        long,
        value_name = "FILE",
        requires = "tls_key",
        conflicts_with = "acme_domain"
    )]
    tls_cert: Option<PathBuf>,
    /// Its private key in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Fetch certificates for this host name; first the phone app's, then the desk's
    #[arg(long, value_name = "NAME")]
    acme_domain: Vec<String>,
    /// Where the certificate authority may write to you
    #[arg(long, value_name = "EMAIL", requires = "acme_domain")]
    acme_email: Option<String>,
    /// Where certificates are kept [default: acme in the data folder]
    #[arg(long, value_name = "DIR", requires = "acme_domain")]
    acme_cache: Option<PathBuf>,
    /// Another certificate authority's directory
    #[arg(long, value_name = "URL", requires = "acme_domain")]
    acme_directory: Option<String>,
}

impl Network {
    /// What this comes to.
    ///
    /// # Errors
    /// When the parts do not fit together.
    pub fn settle(&self, data: &DataDir) -> Result<(Listening, Addresses), CommandError> {
        let acme = !self.acme_domain.is_empty();
        let usual = |port| {
            if acme {
                SocketAddr::from(([0, 0, 0, 0], 443))
            } else {
                SocketAddr::from(([127, 0, 0, 1], port))
            }
        };
        let app = self.app_listen.unwrap_or_else(|| usual(7070));
        let desk = self.desk_listen.unwrap_or_else(|| usual(7071));
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => Tls::Files {
                cert: cert.clone(),
                key: key.clone(),
            },
            _ if acme => Tls::Acme {
                domains: self.acme_domain.clone(),
                email: self.acme_email.clone(),
                cache: self
                    .acme_cache
                    .clone()
                    .unwrap_or_else(|| data.data_dir.join("acme")),
                directory: self.acme_directory.clone(),
            },
            _ => Tls::None,
        };
        let plain = matches!(tls, Tls::None);
        let address_of = |given: &Option<String>,
                          domain: usize,
                          listen: SocketAddr,
                          host: &str,
                          flag: &str| {
            if let Some(url) = given {
                return checked(url, flag);
            }
            if let Some(domain) = self.acme_domain.get(domain) {
                return Ok(https(domain, listen.port()));
            }
            if plain && listen.ip().is_loopback() {
                return Ok(format!("http://{host}:{}", listen.port()));
            }
            Err(CommandError::Said(format!(
                "say with {flag} https://… how people reach {listen}: it stands in links and QR codes"
            )))
        };
        // Two names for this machine, so that the two origins do not even share cookies.
        let addresses = Addresses {
            app: address_of(&self.public_url, 0, app, "localhost", "--public-url")?,
            desk: address_of(&self.desk_url, 1, desk, "127.0.0.1", "--desk-url")?,
            behind_proxy: plain && (self.public_url.is_some() || self.desk_url.is_some()),
        };
        let listening = Listening { app, desk, tls };
        listening.check(&addresses)?;
        Ok((listening, addresses))
    }
}

fn https(host: &str, port: u16) -> String {
    if port == 443 {
        format!("https://{host}")
    } else {
        format!("https://{host}:{port}")
    }
}

fn checked(url: &str, flag: &str) -> Result<String, CommandError> {
    let url = url.trim_end_matches('/');
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => {
            Ok(url.to_owned())
        }
        _ => Err(CommandError::Said(format!(
            "{flag} takes an address like https://doors.example.org, without a path"
        ))),
    }
}

impl Serve {
    pub async fn run(self) -> Result<(), CommandError> {
        super::log();
        let (listening, addresses) = self.network.settle(&self.data)?;
        let bound = serve::bind(&listening)?;
        let _serving = super::serving(&self.data)?;
        let (store, clock) = super::open_to_change(&self.data).await?;
        let is_new = store.campaigns().await?.is_empty();
        let server = server(&self.data, store, clock, addresses).await?;
        let stop = serve::asked_to_stop();
        say(&format!("Phones: {}", server.addresses.app));
        say(&format!("Desk:   {}", server.addresses.desk));
        if is_new {
            say(&format!(
                "There is no campaign yet. Open the desk and set one up with the code {}, \
                 or use `doorstep-server campaign create` and `doorstep-server lead add`.",
                server.tokens.setup_code()
            ));
        }
        warn(&server.addresses);
        serve::serve(server, bound, stop).await?;
        say("Stopped. Everything handed in is stored.");
        Ok(())
    }
}

/// What would surprise later.
pub fn warn(addresses: &Addresses) {
    if !web_app::is_built() {
        say("The phone app is not built into this server: run `cargo xtask web`.");
    }
    let host = crate::server::origins::host_of(&addresses.app);
    let here = host.starts_with("localhost") || host.starts_with("127.");
    if addresses.app.starts_with("http://") && !here {
        say(
            "Phones keep nothing offline without HTTPS: this address works only while they have a signal.",
        );
    }
}

/// What an older server held, because it did not know it, and this one knows.
pub fn say_taken_up(taken: u32) {
    if taken > 0 {
        say(&format!(
            "{taken} {} taken in that an older doorstep-server had held.",
            if taken == 1 {
                "record was"
            } else {
                "records were"
            }
        ));
    }
}

pub async fn server(
    data: &DataDir,
    store: Store,
    clock: Clock,
    addresses: Addresses,
) -> Result<Arc<Server>, CommandError> {
    let tokens = Tokens::open(&data.data_dir, &clock)?;
    if let Some(database) = store.shared() {
        database.agree_on_secret(tokens.fingerprint()).await?;
    }
    let server = Server::new(store, clock, tokens, addresses);
    let now_ms = server.clock.now_ms();
    let again = server.store.keep_ledger_in(&data.data_dir, now_ms).await?;
    if again > 0 {
        say(&format!(
            "{again} erasures were carried out that this database did not know of."
        ));
    }
    say_taken_up(server.store.take_up_held(now_ms).await?);
    Ok(server)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::super::{Arguments, Command};
    use super::*;
    use clap::Parser as _;

    fn settle(line: &str) -> Result<(Listening, Addresses), String> {
        let line = format!("doorstep-server serve --data-dir d {line}");
        let arguments = Arguments::try_parse_from(line.split_whitespace())
            .map_err(|error| error.to_string())?;
        let Command::Serve(serve) = arguments.command else {
            return Err("not serve".into());
        };
        serve
            .network
            .settle(&serve.data)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn without_anything_said_it_serves_this_machine_on_two_names() {
        let (listening, addresses) = settle("").unwrap();
        assert_eq!(addresses.app, "http://localhost:7070");
        assert_eq!(addresses.desk, "http://127.0.0.1:7071");
        assert!(listening.app.ip().is_loopback());
        assert!(!addresses.behind_proxy);
    }

    #[test]
    fn acme_takes_its_addresses_from_the_names() {
        let (listening, addresses) =
            settle("--acme-domain doors.example.org --acme-domain desk.example.org --acme-email a@example.org").unwrap();
        assert_eq!(addresses.app, "https://doors.example.org");
        assert_eq!(addresses.desk, "https://desk.example.org");
        assert_eq!(listening.app, listening.desk);
        assert_eq!(listening.app.port(), 443);
    }

    #[test]
    fn behind_a_proxy_it_listens_on_this_machine_and_believes_it() {
        let (_, addresses) = settle(
            "--app-listen 127.0.0.1:8080 --public-url https://doors.example.org/ --desk-listen 127.0.0.1:8081 --desk-url https://desk.example.org",
        )
        .unwrap();
        assert_eq!(addresses.app, "https://doors.example.org");
        assert!(addresses.behind_proxy);
    }

    #[test]
    fn what_does_not_fit_is_said_before_anything_starts() {
        for (line, part) in [
            ("--app-listen 0.0.0.0:80", "--public-url"),
            (
                "--app-listen 0.0.0.0:80 --public-url http://doors.example.org",
                "--tls-cert",
            ),
            ("--tls-cert a.pem", "--tls-key"),
            ("--public-url doors.example.org", "--public-url"),
            (
                "--public-url https://doors.example.org/path",
                "without a path",
            ),
            ("--acme-domain doors.example.org", "--desk-url"),
            ("--app-listen nonsense", "--app-listen"),
        ] {
            let error = settle(line).unwrap_err();
            assert!(error.contains(part), "{line}: {error}");
        }
    }

    #[test]
    fn certificate_files_need_the_addresses_people_use() {
        let files =
            "--tls-cert a.pem --tls-key b.pem --app-listen 0.0.0.0:443 --desk-listen 0.0.0.0:8443";
        assert!(settle(files).unwrap_err().contains("--public-url"));
        settle(&format!(
            "{files} --app-url https://doors.example.org --desk-url https://desk.example.org:8443"
        ))
        .unwrap();
    }
}
