//! Team leads, their sessions, and the audit log of who looked at or took out
//! what.

use super::{Store, StoreError, sql};
use crate::domain::ids::{CampaignId, LeadId};
use serde::{Deserialize, Serialize};

/// What an account may do. Ordered: a higher one may all a lower one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Counts and lists; no single conversation, no export.
    Viewer,
    /// Imports, lists, shares, single conversations, exports.
    Lead,
    /// Also accounts and the campaign itself.
    Owner,
}

impl Role {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Lead => "lead",
            Self::Owner => "owner",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Viewer, Self::Lead, Self::Owner]
            .into_iter()
            .find(|role| role.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    pub id: LeadId,
    pub campaign: CampaignId,
    /// Lower case, trimmed.
    pub email: String,
    pub name: String,
    pub role: Role,
    /// argon2id in its own notation.
    pub password: String,
}

/// SHA-256 of a session's token; the token itself is only in the cookie.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenHash(pub [u8; 32]);

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditAction {
    SignedIn,
    SignInFailed,
    SignedOut,
    Imported,
    ListMade,
    ListEnded,
    Shared,
    ShareEnded,
    ConversationRead,
    ConversationsExported,
    VisitsExported,
    LeadAdded,
    CampaignSaved,
    ScriptAdded,
    ScriptGiven,
    ExperimentSet,
    ScriptRetired,
    ScriptBackInUse,
    RecoveryKitMade,
    RescueBroughtIn,
    PersonErased,
    WishLifted,
    ConversationSettled,
    RecordTakenIn,
    RecordPutAside,
    RecordExported,
    PhoneRetired,
    PhoneLost,
    PhoneTakenBack,
    ListTakenBack,
}

impl AuditAction {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignedOut => "signed_out",
            Self::Imported => "imported",
            Self::ListMade => "list_made",
            Self::ListEnded => "list_ended",
            Self::Shared => "shared",
            Self::ShareEnded => "share_ended",
            Self::ConversationRead => "conversation_read",
            Self::ConversationsExported => "conversations_exported",
            Self::VisitsExported => "visits_exported",
            Self::LeadAdded => "lead_added",
            Self::CampaignSaved => "campaign_saved",
            Self::ScriptAdded => "script_added",
            Self::ScriptGiven => "script_given",
            Self::ExperimentSet => "experiment_set",
            Self::ScriptRetired => "script_retired",
            Self::ScriptBackInUse => "script_back_in_use",
            Self::RecoveryKitMade => "recovery_kit_made",
            Self::RescueBroughtIn => "rescue_brought_in",
            Self::PersonErased => "person_erased",
            Self::WishLifted => "wish_lifted",
            Self::ConversationSettled => "conversation_settled",
            Self::RecordTakenIn => "record_taken_in",
            Self::RecordPutAside => "record_put_aside",
            Self::RecordExported => "record_exported",
            Self::PhoneRetired => "phone_retired",
            Self::PhoneLost => "phone_lost",
            Self::PhoneTakenBack => "phone_taken_back",
            Self::ListTakenBack => "list_taken_back",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub at_ms: i64,
    /// The lead's name at reading time; empty for the server itself.
    pub lead_name: String,
    /// [`AuditAction::code`].
    pub action: String,
    /// A closed code or an id, never a person's name or view.
    pub subject: String,
}

impl Store {
    pub async fn add_lead(&self, lead: Lead, now_ms: i64) -> Result<(), StoreError> {
        self.write(move |db| sql::accounts::add_lead(db, &lead, now_ms))
            .await
    }

    /// One account per campaign may use the same address.
    pub async fn leads_by_email(&self, email: String) -> Result<Vec<Lead>, StoreError> {
        self.read(move |db| sql::accounts::leads_by_email(db, &email))
            .await
    }

    pub async fn leads(&self, campaign: CampaignId) -> Result<Vec<Lead>, StoreError> {
        self.read(move |db| sql::accounts::leads(db, campaign))
            .await
    }

    /// Sets a new password and ends all sessions opened with the old one.
    pub async fn set_password(
        &self,
        campaign: CampaignId,
        lead: LeadId,
        password: String,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::accounts::set_password(db, campaign, lead, &password))
            .await
    }

    pub async fn open_session(
        &self,
        campaign: CampaignId,
        lead: LeadId,
        token: TokenHash,
        now_ms: i64,
        expires_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            sql::accounts::open_session(db, campaign, lead, token, now_ms, expires_ms)
        })
        .await
    }

    /// The lead of a session that has not expired.
    pub async fn session(
        &self,
        campaign: CampaignId,
        token: TokenHash,
        now_ms: i64,
    ) -> Result<Option<Lead>, StoreError> {
        self.read(move |db| sql::accounts::session(db, campaign, token, now_ms))
            .await
    }

    pub async fn close_session(
        &self,
        campaign: CampaignId,
        token: TokenHash,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::accounts::close_session(db, campaign, token))
            .await
    }

    pub async fn audit(
        &self,
        campaign: CampaignId,
        lead: Option<LeadId>,
        action: AuditAction,
        subject: String,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::accounts::audit(db, campaign, lead, action, &subject, now_ms))
            .await
    }

    /// Newest first.
    pub async fn audit_log(
        &self,
        campaign: CampaignId,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        self.read(move |db| sql::accounts::audit_log(db, campaign, limit))
            .await
    }
}
