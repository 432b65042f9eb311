//! Team leads' sign-in: passwords (argon2id), sessions (a random token in a
//! cookie, its SHA-256 in the store), and the slowing down of guesses.

use crate::domain::ids::{CampaignId, LeadId};
use crate::server::Server;
use crate::server::clock::{Clock, NoChance};
use crate::server::store::StoreError;
use crate::server::store::accounts::{AuditAction, Lead, Role, TokenHash};
use crate::server::throttle::TryAgainIn;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// A session ends after this long, used or not.
pub const SESSION_MS: i64 = 14 * 24 * 3600 * 1000;
/// Shorter ones are refused: with argon2id and throttling this is enough.
pub const SHORTEST_PASSWORD: usize = 10;
const LONGEST_PASSWORD: usize = 1024;

/// What came of an attempt to sign in.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// Set the cookie (`Session::cookie`) and go on.
    Welcome(Session),
    /// Which of the two it was is not said.
    WrongEmailOrPassword,
    SlowDown(TryAgainIn),
}

#[derive(Clone)]
pub struct Session {
    pub lead: Lead,
    token: String,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("lead", &self.lead.id)
            .finish_non_exhaustive()
    }
}

/// The cookie's name. With HTTPS browsers hold it to this host and to HTTPS.
fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-desk" } else { "desk" }
}

impl Session {
    /// The value of `Set-Cookie`. Strict: a link from elsewhere leads to the
    /// sign-in page first, which is little to ask beside what the desk holds.
    #[must_use]
    pub fn cookie(&self, https: bool) -> String {
        let seconds = SESSION_MS / 1000;
        let secure = if https { "; Secure" } else { "" };
        format!(
            "{}={}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}",
            cookie_name(https),
            self.token
        )
    }

    /// What a form must bring along, so that another site cannot send it: bound
    /// to the session, worthless without the cookie.
    #[must_use]
    pub fn form_token(&self) -> String {
        form_token(&self.token)
    }
}

fn form_token(token: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"doorstep form");
    hasher.update(token.as_bytes());
    URL_SAFE_NO_PAD.encode(hasher.finalize())
}

/// The value of `Set-Cookie` that takes the session's cookie away.
#[must_use]
pub fn no_cookie(https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!(
        "{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}",
        cookie_name(https)
    )
}

/// The session a request brings, if there is one that still counts.
///
/// # Errors
/// When the store cannot be asked.
pub async fn session(
    server: &Server,
    headers: &HeaderMap,
    https: bool,
) -> Result<Option<Session>, StoreError> {
    let Some((campaign, token)) = token_of(headers, https) else {
        return Ok(None);
    };
    let lead = server
        .store
        .session(campaign, hash(&token), server.clock.now_ms())
        .await?;
    Ok(lead.map(|lead| Session { lead, token }))
}

/// # Errors
/// When the store cannot be asked.
pub async fn sign_out(server: &Server, session: &Session) -> Result<(), StoreError> {
    let campaign = session.lead.campaign;
    server
        .store
        .close_session(campaign, hash(&session.token))
        .await?;
    let now = server.clock.now_ms();
    server
        .store
        .audit(
            campaign,
            Some(session.lead.id),
            AuditAction::SignedOut,
            String::new(),
            now,
        )
        .await
}

/// `address` is who asks, as `throttle::name_of` names it.
///
/// # Errors
/// When the store cannot be asked, or no randomness is to be had.
pub async fn sign_in(
    server: &Server,
    address: &str,
    email: &str,
    password: &str,
) -> Result<SignIn, AuthError> {
    let now = server.clock.now_ms();
    let email = normal_email(email);
    // By address, so that one guesser is slowed; by account, so that many are.
    for who in [address, email.as_str()] {
        if let Err(later) = server.sign_ins.try_now(who, now) {
            return Ok(SignIn::SlowDown(later));
        }
    }
    let leads = server.store.leads_by_email(email).await?;
    let mut found = None;
    if leads.is_empty() {
        // As long as a wrong password takes, so that accounts cannot be found out.
        verify(server, NOBODYS_PASSWORD.to_owned(), password).await?;
    }
    for lead in &leads {
        if verify(server, lead.password.clone(), password).await? {
            found = Some(lead.clone());
            break;
        }
    }
    let Some(lead) = found else {
        for lead in leads {
            server
                .store
                .audit(
                    lead.campaign,
                    Some(lead.id),
                    AuditAction::SignInFailed,
                    String::new(),
                    now,
                )
                .await?;
        }
        return Ok(SignIn::WrongEmailOrPassword);
    };
    let session = open(server, lead).await?;
    Ok(SignIn::Welcome(session))
}

async fn open(server: &Server, lead: Lead) -> Result<Session, AuthError> {
    let now = server.clock.now_ms();
    let mut bytes = [0; 32];
    server.clock.fill(&mut bytes)?;
    let token = format!(
        "{}.{}",
        lead.campaign.0.simple(),
        URL_SAFE_NO_PAD.encode(bytes)
    );
    server
        .store
        .open_session(lead.campaign, lead.id, hash(&token), now, now + SESSION_MS)
        .await?;
    server
        .store
        .audit(
            lead.campaign,
            Some(lead.id),
            AuditAction::SignedIn,
            String::new(),
            now,
        )
        .await?;
    Ok(Session { lead, token })
}

fn token_of(headers: &HeaderMap, https: bool) -> Option<(CampaignId, String)> {
    let name = cookie_name(https);
    let token = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))?;
    let (campaign, _) = token.split_once('.')?;
    let campaign = Uuid::try_parse(campaign).ok()?;
    Some((CampaignId(campaign), token.to_owned()))
}

fn hash(token: &str) -> TokenHash {
    TokenHash(Sha256::digest(token.as_bytes()).into())
}

/// As accounts store an address: trimmed, lower case.
#[must_use]
pub fn normal_email(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// An account ready to be stored.
///
/// # Errors
/// When the password is too short or long, or no randomness is to be had.
pub fn new_lead(
    clock: &Clock,
    campaign: CampaignId,
    email: &str,
    name: &str,
    role: Role,
    password: &str,
) -> Result<Lead, AuthError> {
    Ok(Lead {
        id: LeadId(clock.new_id()?),
        campaign,
        email: normal_email(email),
        name: name.trim().to_owned(),
        role,
        password: hash_password(clock, password)?,
    })
}

/// # Errors
/// When the password is too short or long, or no randomness is to be had.
pub fn hash_password(clock: &Clock, password: &str) -> Result<String, AuthError> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(AuthError::TooShort);
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(AuthError::TooLong);
    }
    let mut salt = [0; 16];
    clock.fill(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(AuthError::Hash)?;
    let hash = hasher()
        .hash_password(password.as_bytes(), &salt)
        .map_err(AuthError::Hash)?;
    Ok(hash.to_string())
}

/// A password for somebody to write down: six groups of letters that cannot
/// be mistaken, about 100 bits.
///
/// # Errors
/// When no randomness is to be had.
pub fn random_password(clock: &Clock) -> Result<String, NoChance> {
    const LETTERS: &[u8; 23] = b"abcdefghjkmnpqrstuvwxyz";
    let mut password = String::new();
    while password.len() < 29 {
        if password.len() % 5 == 4 {
            password.push('-');
        }
        let mut byte = [0];
        clock.fill(&mut byte)?;
        // 253 is the highest multiple of 23 in a byte: every letter is as likely.
        if byte[0] < 253 {
            password.push(char::from(LETTERS[usize::from(byte[0]) % 23]));
        }
    }
    Ok(password)
}

/// argon2id with the parameters OWASP names first: 19 MiB, two passes.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A hash nobody knows the password of, with our parameters.
const NOBODYS_PASSWORD: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm8$3Jo9kN6dS6gJ5s3Kx1q8w0vVQZc0m5YF2b7cH1nE4tA";

async fn verify(server: &Server, stored: String, password: &str) -> Result<bool, AuthError> {
    if password.len() > LONGEST_PASSWORD {
        return Ok(false);
    }
    // Each takes 19 MiB; more at once would let strangers use up our memory.
    let _turn = server
        .hashing
        .acquire()
        .await
        .map_err(|_| StoreError::Stopped)?;
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        PasswordHash::new(&stored)
            .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
    .map_err(|_| AuthError::Store(StoreError::Stopped))
}

#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoChance(#[from] NoChance),
    #[error("a password needs at least {SHORTEST_PASSWORD} characters")]
    TooShort,
    #[error("a password cannot be that long")]
    TooLong,
    #[error("the password could not be hashed: {0}")]
    Hash(argon2::password_hash::Error),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_password_is_kept_as_argon2id_with_the_parameters_we_promise() {
        let clock = Clock::scripted(0, 1);
        let hash = hash_password(&clock, "korvatunturi").unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let parsed = PasswordHash::new(&hash).unwrap();
        assert!(hasher().verify_password(b"korvatunturi", &parsed).is_ok());
        assert!(hasher().verify_password(b"korvatunturj", &parsed).is_err());
        assert_ne!(hash, hash_password(&clock, "korvatunturi").unwrap());
    }

    #[test]
    fn nobodys_password_costs_as_much_to_check_as_a_real_one() {
        let parsed = PasswordHash::new(NOBODYS_PASSWORD).unwrap();
        assert_eq!(parsed.params.get_decimal("m"), Some(19 * 1024));
        assert!(hasher().verify_password(b"anything", &parsed).is_err());
    }

    #[test]
    fn a_short_password_is_refused() {
        let clock = Clock::scripted(0, 1);
        assert!(matches!(
            hash_password(&clock, "123456789"),
            Err(AuthError::TooShort)
        ));
    }

    #[test]
    fn a_random_password_is_long_and_easy_to_copy() {
        let password = random_password(&Clock::scripted(0, 3)).unwrap();
        assert_eq!(password.len(), 29);
        assert_eq!(password.split('-').count(), 6);
        assert!(password.chars().all(|c| c == '-' || c.is_ascii_lowercase()));
    }
}
