//! Statements for leads, sessions and the audit log.

use super::campaigns::take_seqs;
use super::rows::{Id, id, signed};
use super::{Db, Row, params};
use crate::domain::ids::{CampaignId, LeadId};
use crate::server::store::StoreError;
use crate::server::store::accounts::{AuditAction, AuditEntry, Lead, Role, TokenHash};

const LEAD: &str = "lead.lead, lead.campaign, lead.email, lead.name, lead.role, lead.password";

fn lead_row(row: &Row<'_>) -> Result<Lead, StoreError> {
    let role: String = row.get(4)?;
    Ok(Lead {
        id: id(row, 0)?,
        campaign: id(row, 1)?,
        email: row.get(2)?,
        name: row.get(3)?,
        // The column's CHECK allows no other; the least is the safe reading.
        role: Role::from_code(&role).unwrap_or(Role::Viewer),
        password: row.get(5)?,
    })
}

pub fn add_lead(db: &Db<'_>, lead: &Lead, now_ms: i64) -> Result<(), StoreError> {
    let added = db.execute(
        "INSERT INTO lead (campaign, lead, email, name, role, password, created_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        params![
            Id::from(lead.campaign),
            Id::from(lead.id),
            lead.email,
            lead.name,
            lead.role.code(),
            lead.password,
            now_ms
        ],
    )?;
    if added == 0 {
        return Err(StoreError::Refused(
            "this campaign has an account with this address already",
        ));
    }
    audit(
        db,
        lead.campaign,
        None,
        AuditAction::LeadAdded,
        &lead.id.to_string(),
        now_ms,
    )
}

pub fn leads_by_email(db: &Db<'_>, email: &str) -> Result<Vec<Lead>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {LEAD} FROM lead WHERE email = ?1 AND ended_ms IS NULL ORDER BY created_ms"
    ))?
    .query_map(params![email], lead_row)?
    .collect::<Result<_, _>>()
}

pub fn leads(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<Lead>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {LEAD} FROM lead WHERE campaign = ?1 AND ended_ms IS NULL ORDER BY name, lead"
    ))?
    .query_map(params![Id::from(campaign)], lead_row)?
    .collect::<Result<_, _>>()
}

pub fn set_password(
    db: &Db<'_>,
    campaign: CampaignId,
    lead: LeadId,
    password: &str,
) -> Result<(), StoreError> {
    let key = params![Id::from(campaign), Id::from(lead), password];
    if db.execute(
        "UPDATE lead SET password = ?3 WHERE campaign = ?1 AND lead = ?2",
        key,
    )? == 0
    {
        return Err(StoreError::NotFound("account"));
    }
    db.execute(
        "DELETE FROM session WHERE campaign = ?1 AND lead = ?2",
        params![Id::from(campaign), Id::from(lead)],
    )?;
    Ok(())
}

pub fn open_session(
    db: &Db<'_>,
    campaign: CampaignId,
    lead: LeadId,
    token: TokenHash,
    now_ms: i64,
    expires_ms: i64,
) -> Result<(), StoreError> {
    // Sign-ins are rare: a good moment to clear away what has expired.
    db.execute(
        "DELETE FROM session WHERE campaign = ?1 AND expires_ms <= ?2",
        params![Id::from(campaign), now_ms],
    )?;
    db.execute(
        "INSERT INTO session (campaign, token_hash, lead, created_ms, expires_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            Id::from(campaign),
            token.0,
            Id::from(lead),
            now_ms,
            expires_ms
        ],
    )?;
    Ok(())
}

pub fn session(
    db: &Db<'_>,
    campaign: CampaignId,
    token: TokenHash,
    now_ms: i64,
) -> Result<Option<Lead>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {LEAD} FROM session \
             JOIN lead ON lead.campaign = session.campaign AND lead.lead = session.lead \
             WHERE session.campaign = ?1 AND session.token_hash = ?2 \
             AND session.expires_ms > ?3 AND lead.ended_ms IS NULL"
    ))?
    .query_opt(params![Id::from(campaign), token.0, now_ms], lead_row)
}

pub fn close_session(
    db: &Db<'_>,
    campaign: CampaignId,
    token: TokenHash,
) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM session WHERE campaign = ?1 AND token_hash = ?2",
        params![Id::from(campaign), token.0],
    )?;
    Ok(())
}

pub fn audit(
    db: &Db<'_>,
    campaign: CampaignId,
    lead: Option<LeadId>,
    action: AuditAction,
    subject: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    let seq = take_seqs(db, campaign, 1)?;
    db.prepare_cached(
        "INSERT INTO audit (campaign, seq, at_ms, lead, action, subject) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        Id::from(campaign),
        signed(seq),
        now_ms,
        lead.map(Id::from),
        action.code(),
        subject
    ])?;
    Ok(())
}

pub fn audit_log(
    db: &Db<'_>,
    campaign: CampaignId,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    db.prepare_cached(
        "SELECT at_ms, coalesce(lead.name, ''), action, subject FROM audit \
             LEFT JOIN lead ON lead.campaign = audit.campaign AND lead.lead = audit.lead \
             WHERE audit.campaign = ?1 ORDER BY seq DESC LIMIT ?2",
    )?
    .query_map(params![Id::from(campaign), limit], |row| {
        Ok(AuditEntry {
            at_ms: row.get(0)?,
            lead_name: row.get(1)?,
            action: row.get(2)?,
            subject: row.get(3)?,
        })
    })?
    .collect::<Result<_, _>>()
}
