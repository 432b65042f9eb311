//! Listens on two addresses until told to stop: with certificates of its own
//! (files or ACME), or in plain HTTP behind a proxy or on this machine.

use super::{Addresses, Server, origins};
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, AcmeState};
use std::fmt::Debug;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_stream::StreamExt as _;

/// How long open requests may finish after we were told to stop. Pushes take
/// milliseconds; live pages would stay for ever.
const GRACE: Duration = Duration::from_secs(3);

#[derive(Clone, Debug)]
pub struct Listening {
    pub app: SocketAddr,
    /// The same as `app` when both are told apart by host name.
    pub desk: SocketAddr,
    pub tls: Tls,
}

#[derive(Clone, Debug)]
pub enum Tls {
    /// Behind a proxy, or on this machine only.
    None,
    Files {
        cert: PathBuf,
        key: PathBuf,
    },
    Acme {
        domains: Vec<String>,
        email: Option<String>,
        cache: PathBuf,
        /// An address other than the usual one, for trying out.
        directory: Option<String>,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{address} is in use by another program; stop it, or choose another with {flag}")]
    InUse {
        address: SocketAddr,
        flag: &'static str,
    },
    #[error(
        "this account may not listen on {address}; choose a port above 1023 with {flag}, or run as an account that may"
    )]
    NotAllowed {
        address: SocketAddr,
        flag: &'static str,
    },
    #[error("cannot listen on {address}: {error}")]
    Listen {
        address: SocketAddr,
        error: std::io::Error,
    },
    #[error(
        "{address} can be reached by others, and without HTTPS anyone on the way could read what people said. \
         Give --tls-cert and --tls-key, or --acme-domain; or, behind a proxy that speaks HTTPS, \
         say its address with {flag} https://…"
    )]
    NotSecret {
        address: SocketAddr,
        flag: &'static str,
    },
    #[error("the phone app and the desk need an origin each: two ports, or two host names")]
    OneOrigin,
    #[error("the certificate or its key cannot be used ({cert}, {key}): {error}")]
    Certificate {
        cert: String,
        key: String,
        error: std::io::Error,
    },
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

impl Listening {
    /// Whether these addresses keep what passes secret.
    ///
    /// # Errors
    /// With what to do about it.
    pub fn check(&self, addresses: &Addresses) -> Result<(), ServeError> {
        if origins::host_of(&addresses.app) == origins::host_of(&addresses.desk) {
            return Err(ServeError::OneOrigin);
        }
        if !matches!(self.tls, Tls::None) {
            return Ok(());
        }
        for (address, said, flag) in [
            (self.app, &addresses.app, "--public-url"),
            (self.desk, &addresses.desk, "--desk-url"),
        ] {
            if !address.ip().is_loopback() && !said.starts_with("https://") {
                return Err(ServeError::NotSecret { address, flag });
            }
        }
        Ok(())
    }
}

/// Both listeners, bound but not yet served: what can go wrong with addresses
/// goes wrong before anything is said to be ready.
#[derive(Debug)]
pub struct Bound {
    listeners: Vec<(TcpListener, Origin)>,
    tls: Tls,
}

#[derive(Clone, Copy, Debug)]
enum Origin {
    App,
    Desk,
    Both,
}

/// # Errors
/// When an address cannot be had, in words.
pub fn bind(listening: &Listening) -> Result<Bound, ServeError> {
    // Port 0 asks for any free one, so twice 0 are two.
    let shared = listening.app == listening.desk && listening.app.port() != 0;
    let listeners = if shared {
        vec![(listen(listening.app, "--app-listen")?, Origin::Both)]
    } else {
        vec![
            (listen(listening.app, "--app-listen")?, Origin::App),
            (listen(listening.desk, "--desk-listen")?, Origin::Desk),
        ]
    };
    Ok(Bound {
        listeners,
        tls: listening.tls.clone(),
    })
}

fn listen(address: SocketAddr, flag: &'static str) -> Result<TcpListener, ServeError> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::InUse { address, flag },
        std::io::ErrorKind::PermissionDenied => ServeError::NotAllowed { address, flag },
        _ => ServeError::Listen { address, error },
    };
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

/// Serves until `stop` ends, then lets open requests finish.
///
/// # Errors
/// When certificates cannot be used or a listener fails.
pub async fn serve(
    server: Arc<Server>,
    bound: Bound,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let tls = tls(&bound.tls).await?;
    let handle = Handle::new();
    let mut serving = JoinSet::new();
    for (listener, origin) in bound.listeners {
        let router = match origin {
            Origin::App => origins::app(Arc::clone(&server)),
            Origin::Desk => origins::desk(Arc::clone(&server)),
            Origin::Both => origins::by_host(Arc::clone(&server)),
        };
        serving.spawn(run(listener, router, tls.clone(), handle.clone()));
    }
    let stopping = handle.clone();
    let waiting = tokio::spawn(async move {
        stop.await;
        stopping.graceful_shutdown(Some(GRACE));
    });
    let _beside = server.keep_up();
    let mut ended = Ok(());
    while let Some(one) = serving.join_next().await {
        if let Ok(Err(error)) = one {
            // One origin without the other helps nobody.
            handle.shutdown();
            ended = Err(ServeError::Stopped(error));
        }
    }
    waiting.abort();
    ended
}

async fn run(
    listener: TcpListener,
    router: Router,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        None => {
            axum_server::from_tcp(listener)?
                .handle(handle)
                .serve(service)
                .await
        }
        Some(tls) => {
            axum_server::from_tcp_rustls(listener, tls)?
                .handle(handle)
                .serve(service)
                .await
        }
    }
}

async fn tls(tls: &Tls) -> Result<Option<RustlsConfig>, ServeError> {
    if !matches!(tls, Tls::None) {
        // Both libraries we use for TLS ask for it; a second call changes nothing.
        let _set_already = rustls::crypto::ring::default_provider().install_default();
    }
    match tls {
        Tls::None => Ok(None),
        Tls::Files { cert, key } => RustlsConfig::from_pem_file(cert, key)
            .await
            .map(Some)
            .map_err(|error| ServeError::Certificate {
                cert: cert.display().to_string(),
                key: key.display().to_string(),
                error,
            }),
        Tls::Acme {
            domains,
            email,
            cache,
            directory,
        } => {
            let mut config = AcmeConfig::new(domains)
                .contact(email.iter().map(|email| format!("mailto:{email}")))
                .cache(DirCache::new(cache.clone()))
                .directory_lets_encrypt(true);
            if let Some(directory) = directory {
                config = config.directory(directory);
            }
            let state = config.state();
            let mut server = rustls::ServerConfig::builder()
                .with_no_client_auth()
                .with_cert_resolver(state.resolver());
            // The last is how the certificate authority sees that the name is ours.
            server.alpn_protocols =
                vec![b"h2".to_vec(), b"http/1.1".to_vec(), b"acme-tls/1".to_vec()];
            tokio::spawn(keep_certificates(state));
            Ok(Some(RustlsConfig::from_config(Arc::new(server))))
        }
    }
}

async fn keep_certificates<EC, EA>(mut state: AcmeState<EC, EA>)
where
    EC: Debug + Send + 'static,
    EA: Debug + Send + 'static,
{
    while let Some(event) = state.next().await {
        match event {
            Ok(event) => tracing::info!(?event, "certificate"),
            Err(error) => tracing::error!(?error, "certificate"),
        }
    }
}

/// Ends when the process is asked to stop (Ctrl-C, or SIGTERM). It listens from
/// now on, not only when somebody waits: whoever reads that we serve may ask at
/// once.
pub fn asked_to_stop() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{Signal, SignalKind, signal};
        async fn heard(signal: std::io::Result<Signal>) {
            match signal {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending::<()>().await,
            }
        }
        let interrupted = heard(signal(SignalKind::interrupt()));
        let terminated = heard(signal(SignalKind::terminate()));
        async move {
            tokio::select! {
                () = interrupted => {}
                () = terminated => {}
            }
        }
    }
    #[cfg(not(unix))]
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn addresses(app: &str, desk: &str) -> Addresses {
        Addresses {
            app: app.into(),
            desk: desk.into(),
            behind_proxy: false,
        }
    }

    fn listening(app: &str, desk: &str) -> Listening {
        Listening {
            app: app.parse().unwrap(),
            desk: desk.parse().unwrap(),
            tls: Tls::None,
        }
    }

    #[test]
    fn a_public_address_without_https_is_refused_with_what_to_do() {
        let error = listening("0.0.0.0:80", "127.0.0.1:81")
            .check(&addresses(
                "http://doors.example.org",
                "http://127.0.0.1:81",
            ))
            .unwrap_err();
        let words = error.to_string();
        assert!(
            words.contains("--tls-cert") && words.contains("--public-url"),
            "{words}"
        );
    }

    #[test]
    fn a_proxy_that_speaks_https_may_reach_us_in_plain_http() {
        listening("0.0.0.0:80", "0.0.0.0:81")
            .check(&addresses(
                "https://doors.example.org",
                "https://desk.example.org",
            ))
            .unwrap();
        assert!(
            listening("127.0.0.1:80", "0.0.0.0:81")
                .check(&addresses(
                    "https://doors.example.org",
                    "http://desk.example.org"
                ))
                .is_err()
        );
    }

    #[test]
    fn one_origin_for_both_is_refused() {
        assert!(matches!(
            listening("127.0.0.1:80", "127.0.0.1:80").check(&addresses(
                "https://doors.example.org",
                "https://doors.example.org"
            )),
            Err(ServeError::OneOrigin)
        ));
    }

    #[test]
    fn a_port_in_use_is_said_in_words() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let error = listen(address, "--app-listen").unwrap_err().to_string();
        assert!(
            error.contains("in use") && error.contains("--app-listen"),
            "{error}"
        );
    }
}
