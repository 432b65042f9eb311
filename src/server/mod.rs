//! Everything on the server: `api` (what phones talk to), `desk` (the team
//! lead's pages), `store` (the only SQL).
