//! Device tokens: a signed receipt of an enrolment. What it says can be read
//! without the database, so a server restored from an old backup knows phones
//! that enrolled since; that it is ours is shown by an HMAC with a secret kept
//! in the data folder. Whether it still counts is the database's to say.

use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, ListId};
use crate::server::clock::{Clock, NoChance};
use crate::server::data_dir;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::joining::Enrolment;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::path::Path;
use uuid::Uuid;

/// What a token says. The role is `canvasser`; others would be other forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub enrolment: Enrolment,
    pub name: String,
    /// The lists held when it was signed.
    pub lists: Vec<ListId>,
}

#[derive(Clone)]
pub struct Tokens {
    secret: [u8; 32],
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

/// The first byte: which form the rest has. Tokens of every form ever signed count for ever.
const CANVASSERS_TOKEN: u8 = 2;
/// As it was signed at first, with the whole of the HMAC.
const CANVASSERS_LONG_TOKEN: u8 = 1;
const LONG_MAC: usize = 32;
/// Half of the HMAC: nobody guesses 128 bits, and the token goes with every request.
const MAC: usize = 16;
/// More would make every request long; a phone with more lists is restored by
/// its lead.
const MOST_LISTS: usize = 16;

impl Tokens {
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// What whoever sets up the first campaign must type: only somebody who
    /// sees the server's terminal or its data folder knows it. Four letters in
    /// each of three groups.
    #[must_use]
    pub fn setup_code(&self) -> String {
        use crate::wire::join::CODE_ALPHABET;
        let letters = CODE_ALPHABET.as_bytes();
        // No token begins like this, so no token is the code's proof.
        let bytes = self.mac(b"first campaign").finalize().into_bytes();
        let code: String = bytes
            .iter()
            .take(12)
            .map(|byte| char::from(letters[usize::from(*byte) % letters.len()]))
            .collect();
        super::shown_code(&code)
    }

    /// Reads the secret from the data folder, or makes one there that only the
    /// server's own account can read.
    ///
    /// # Errors
    /// When the file cannot be read or made, or is not what we wrote.
    pub fn open(folder: &Path, clock: &Clock) -> Result<Self, SecretError> {
        let path = folder.join("token-secret");
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let mut secret = [0; 32];
                hex::decode_to_slice(text.trim(), &mut secret).map_err(|_| SecretError::Damaged)?;
                Ok(Self::new(secret))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut secret = [0; 32];
                clock.fill(&mut secret)?;
                data_dir::make(folder)?;
                // Whole from the first moment, and the first one counts: several
                // servers of one campaign may start at once.
                let ours = folder.join(format!("token-secret.{}", clock.new_id()?));
                data_dir::write_new(&ours, hex::encode(secret).as_bytes())?;
                let linked = std::fs::hard_link(&ours, &path);
                std::fs::remove_file(&ours)?;
                match linked {
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::open(folder, clock)
                    }
                    other => Ok(other.map(|()| Self::new(secret))?),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The key of the hashes later imports are compared with.
    #[must_use]
    pub fn suppression_key(&self) -> SuppressionKey {
        // No token begins like this either.
        SuppressionKey(self.mac(b"suppression").finalize().into_bytes().into())
    }

    /// Tells this secret from others without telling it.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        // No token begins like this either.
        self.mac(b"fingerprint").finalize().into_bytes().into()
    }

    #[must_use]
    pub fn sign(&self, receipt: &Receipt) -> String {
        let mut bytes = said(CANVASSERS_TOKEN, receipt);
        let signature = self.mac(&bytes).finalize().into_bytes();
        bytes.extend_from_slice(&signature[..MAC]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What the token says, if it is ours.
    #[must_use]
    pub fn read(&self, token: &str) -> Option<Receipt> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let mac = match *bytes.first()? {
            CANVASSERS_TOKEN => MAC,
            CANVASSERS_LONG_TOKEN => LONG_MAC,
            _ => return None,
        };
        let (said, signature) = bytes.split_at_checked(bytes.len().checked_sub(mac)?)?;
        self.mac(said).verify_truncated_left(signature).ok()?;
        let (_form, rest) = said.split_first()?;
        let (campaign, rest) = id(rest)?;
        let (device, rest) = id(rest)?;
        let (canvasser, rest) = id(rest)?;
        let (count, mut rest) = rest.split_first()?;
        let mut lists = Vec::new();
        for _ in 0..*count {
            let (list, after) = id(rest)?;
            lists.push(ListId(list));
            rest = after;
        }
        Some(Receipt {
            enrolment: Enrolment {
                campaign: CampaignId(campaign),
                device: DeviceId(device),
                canvasser: CanvasserId(canvasser),
            },
            name: String::from_utf8(rest.to_vec()).ok()?,
            lists,
        })
    }

    fn mac(&self, said: &[u8]) -> Hmac<Sha256> {
        // HMAC fills a short key with zeros up to its block; so do we, which
        // leaves no error to handle.
        let mut key = [0; 64];
        key[..32].copy_from_slice(&self.secret);
        let mut mac = Hmac::<Sha256>::new((&key).into());
        mac.update(b"doorstep device token");
        mac.update(said);
        mac
    }
}

/// A receipt in one of the forms, before it is signed.
fn said(form: u8, receipt: &Receipt) -> Vec<u8> {
    let mut bytes = vec![form];
    for id in [
        receipt.enrolment.campaign.0,
        receipt.enrolment.device.0,
        receipt.enrolment.canvasser.0,
    ] {
        bytes.extend_from_slice(id.as_bytes());
    }
    let lists = &receipt.lists[..receipt.lists.len().min(MOST_LISTS)];
    bytes.push(lists.len() as u8);
    for list in lists {
        bytes.extend_from_slice(list.0.as_bytes());
    }
    bytes.extend_from_slice(receipt.name.as_bytes());
    bytes
}

fn id(bytes: &[u8]) -> Option<(Uuid, &[u8])> {
    let (id, rest) = bytes.split_first_chunk::<16>()?;
    Some((Uuid::from_bytes(*id), rest))
}

#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error(
        "the file token-secret in the data folder is damaged; put back the one from your backup, or move it away (then every phone must join again)"
    )]
    Damaged,
    #[error("the file token-secret in the data folder: {0}")]
    File(#[from] std::io::Error),
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn receipt() -> Receipt {
        Receipt {
            enrolment: Enrolment {
                campaign: CampaignId(Uuid::from_u128(1)),
                device: DeviceId(Uuid::from_u128(2)),
                canvasser: CanvasserId(Uuid::from_u128(3)),
            },
            name: "Aino Ä.".into(),
            lists: vec![ListId(Uuid::from_u128(4)), ListId(Uuid::from_u128(5))],
        }
    }

    #[test]
    fn a_token_says_what_was_signed() {
        let tokens = Tokens::new([7; 32]);
        assert_eq!(tokens.read(&tokens.sign(&receipt())), Some(receipt()));
        let mut many = receipt();
        many.lists = vec![ListId(Uuid::nil()); 100];
        assert_eq!(tokens.read(&tokens.sign(&many)).unwrap().lists.len(), 16);
    }

    #[test]
    fn a_token_signed_when_they_were_longer_still_counts() {
        let tokens = Tokens::new([7; 32]);
        let mut long = said(CANVASSERS_LONG_TOKEN, &receipt());
        let signature = tokens.mac(&long).finalize().into_bytes();
        long.extend_from_slice(&signature);
        assert_eq!(tokens.read(&URL_SAFE_NO_PAD.encode(&long)), Some(receipt()));
        // Calling it the shorter form does not make half of its signature enough.
        long[0] = CANVASSERS_TOKEN;
        assert_eq!(tokens.read(&URL_SAFE_NO_PAD.encode(&long)), None);
        assert_eq!(
            tokens.read(&URL_SAFE_NO_PAD.encode(&long[..long.len() - MAC])),
            None
        );
    }

    #[test]
    fn a_token_of_another_server_or_one_changed_anywhere_counts_for_nothing() {
        let tokens = Tokens::new([7; 32]);
        let token = tokens.sign(&receipt());
        assert_eq!(Tokens::new([8; 32]).read(&token), None);
        let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(
                tokens.read(&URL_SAFE_NO_PAD.encode(changed)),
                None,
                "byte {at}"
            );
            assert_eq!(tokens.read(&URL_SAFE_NO_PAD.encode(&bytes[..at])), None);
        }
        for nonsense in ["", "a", "Bearer", "ÄÖ", "====", &"A".repeat(5000)] {
            assert_eq!(tokens.read(nonsense), None);
        }
    }

    #[test]
    fn the_secret_is_made_once_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::system();
        let first = Tokens::open(folder.path(), &clock).unwrap();
        let again = Tokens::open(folder.path(), &clock).unwrap();
        assert_eq!(again.read(&first.sign(&receipt())), Some(receipt()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join("token-secret"))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(folder.path().join("token-secret"), "not hex").unwrap();
        assert!(matches!(
            Tokens::open(folder.path(), &clock),
            Err(SecretError::Damaged)
        ));
    }
}
