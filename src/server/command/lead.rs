//! `doorstep-server lead add`

use super::{CommandError, DataDir, say, the_campaign};
use crate::server::auth;
use crate::server::store::accounts::Role;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make an account for a team lead, with a random password shown once; for
    /// an address that has one already, a new password.
    Add(Add),
}

#[derive(Debug, clap::Args)]
pub struct Add {
    #[command(flatten)]
    data: DataDir,
    /// The address they sign in with
    #[arg(long)]
    email: String,
    /// Their name as others see it
    #[arg(long)]
    name: Option<String>,
    /// viewer sees counts, lead works with lists and talks, owner also with accounts
    #[arg(long, value_enum, default_value = "owner")]
    role: AccountRole,
    /// Which campaign, where there are several
    #[arg(long)]
    campaign: Option<String>,
    /// Read the password from standard input (its first line) instead of making one
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum AccountRole {
    Viewer,
    Lead,
    Owner,
}

pub async fn run(command: Command) -> Result<(), CommandError> {
    let Command::Add(add) = command;
    let email = auth::normal_email(&add.email);
    let looks_right = email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if !looks_right || email.contains(char::is_whitespace) {
        return Err(CommandError::Said(format!(
            "“{}” is not an email address",
            add.email
        )));
    }
    let (store, clock) = super::open_to_change(&add.data).await?;
    let campaign = the_campaign(&store, add.campaign.as_deref()).await?;
    let password = if add.password_stdin {
        let mut line = String::new();
        std::io::stdin()
            .read_line(&mut line)
            .map_err(|error| CommandError::File {
                path: "standard input".into(),
                error,
            })?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        auth::random_password(&clock)?
    };
    let there = store
        .leads_by_email(email.clone())
        .await?
        .into_iter()
        .find(|lead| lead.campaign == campaign.id);
    if let Some(lead) = there {
        let hash = auth::hash_password(&clock, &password)?;
        store.set_password(campaign.id, lead.id, hash).await?;
        say(&format!(
            "{email} has a new password; open sessions have ended."
        ));
    } else {
        let role = match add.role {
            AccountRole::Viewer => Role::Viewer,
            AccountRole::Lead => Role::Lead,
            AccountRole::Owner => Role::Owner,
        };
        let name = add.name.unwrap_or_else(|| email.clone());
        let lead = auth::new_lead(&clock, campaign.id, &email, &name, role, &password)?;
        store.add_lead(lead, clock.now_ms()).await?;
        say(&format!("{email} may sign in to “{}”.", campaign.name));
    }
    if !add.password_stdin {
        say(&format!("password: {password}"));
        say("It is shown only now.");
    }
    Ok(())
}
