//! The desk to try: the world's server, its desk's router without a socket,
//! and a browser that keeps cookies, fills forms and can be told to lie.

use crate::world::{NOW_MS, World};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use doorstep::domain::ids::LeadId;
use doorstep::domain::script::Script;
use doorstep::domain::walk_list::ScriptRef;
use doorstep::server::origins;
use doorstep::server::store::accounts::{Lead, Role, TokenHash};
use doorstep::server::store::campaigns::StoredScript;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tower::ServiceExt as _;
use uuid::Uuid;

pub const DESK: &str = "http://127.0.0.1:7071";

pub struct Desk {
    pub world: World,
    router: Router,
}

impl Desk {
    /// The small world with the built-in script, so that pages have words for
    /// its scale, bands and tags.
    pub async fn new() -> Self {
        Self::of(World::new().await).await
    }

    pub async fn of(world: World) -> Self {
        let text = include_str!("../../assets/scripts/issue-conversation.toml");
        let mut script = Script::from_toml(text, "issue-conversation.toml").unwrap();
        script.script.version = 2;
        let stored = StoredScript {
            reference: ScriptRef {
                id: script.script.id.clone(),
                version: 2,
            },
            source: text.into(),
            json: serde_json::to_string(&script).unwrap(),
            added_ms: NOW_MS,
        };
        world
            .server
            .store
            .add_script(world.campaign, stored)
            .await
            .unwrap();
        let router = origins::desk(Arc::clone(&world.server));
        Self { world, router }
    }

    /// A browser nobody is signed in with.
    pub fn stranger(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookie: String::new(),
            language: "en",
        }
    }

    /// A browser with an account of that role, its session opened behind the
    /// password check, which takes long on purpose.
    pub async fn signed_in(&self, role: Role) -> Browser {
        let n = match role {
            Role::Viewer => 1,
            Role::Lead => 2,
            Role::Owner => 3,
        };
        let lead = Lead {
            id: LeadId(Uuid::from_u128(n)),
            campaign: self.world.campaign,
            email: format!("{}@example.org", role.code()),
            name: format!("Leena the {}", role.code()),
            role,
            password: "not a hash: nobody signs in with it".into(),
        };
        let (id, store) = (lead.id, &self.world.server.store);
        store.add_lead(lead, NOW_MS).await.unwrap();
        let token = format!("{}.session-{n}", self.world.campaign.0.simple());
        let hash = TokenHash(Sha256::digest(token.as_bytes()).into());
        store
            .open_session(self.world.campaign, id, hash, NOW_MS, NOW_MS + 86_400_000)
            .await
            .unwrap();
        Browser {
            cookie: format!("desk={token}"),
            ..self.stranger()
        }
    }
}

#[derive(Clone)]
pub struct Browser {
    pub router: Router,
    pub cookie: String,
    pub language: &'static str,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Browser {
    pub async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Page {
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:7071")
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT_LANGUAGE, self.language)
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request("GET", path).body(Body::empty()).unwrap())
            .await
    }

    /// Follows where an answer leads.
    pub async fn follow(&self, page: &Page) -> Page {
        assert!(
            page.status.is_redirection(),
            "{}\n{}",
            page.status,
            page.text()
        );
        self.get(&page.leads_to()).await
    }

    /// Sends a form as one of our own pages would, with its token.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token().await;
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        self.post(path, &all, &[("sec-fetch-site", "same-origin")])
            .await
    }

    pub async fn post(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        let mut request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(encoded(fields))).unwrap())
            .await
    }

    /// The token of this session's forms, from a page that has one.
    pub async fn token(&self) -> String {
        self.get("/lists").await.field("token")
    }

    /// Sends a file to the import, with the form's own token or another.
    pub async fn upload(&self, name: &str, bytes: &[u8], token: &str) -> Page {
        self.upload_to("/import", name, bytes, token).await
    }

    /// Sends a file to whatever takes one, with the form's own token or another.
    pub async fn upload_to(&self, path: &str, name: &str, bytes: &[u8], token: &str) -> Page {
        self.upload_all(path, &[(name, bytes)], token).await
    }

    /// Sends several files, chosen together.
    pub async fn upload_all(&self, path: &str, files: &[(&str, &[u8])], token: &str) -> Page {
        let mut body = Vec::new();
        let mut part = |head: &str, content: &[u8]| {
            body.extend_from_slice(b"--boundary\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        part(
            "Content-Disposition: form-data; name=\"token\"",
            token.as_bytes(),
        );
        for (name, bytes) in files {
            part(
                &format!(
                    "Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv"
                ),
                bytes,
            );
        }
        body.extend_from_slice(b"--boundary--\r\n");
        let request = self
            .request("POST", path)
            .header(
                header::CONTENT_TYPE,
                "multipart/form-data; boundary=boundary",
            )
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Uploads and goes on to what is shown then.
    pub async fn look_at(&self, bytes: &[u8]) -> (String, Page) {
        let sent = self.upload("list.csv", bytes, &self.token().await).await;
        assert!(sent.status.is_redirection(), "{}", sent.text());
        let address = sent.leads_to();
        let page = self.get(&address).await;
        (address, page)
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}

impl Page {
    #[track_caller]
    pub fn leads_to(&self) -> String {
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// What a reader sees: the tags taken out, entities read, blanks as one.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for c in self.html.chars() {
            match c {
                '<' => {
                    inside = true;
                    text.push(' ');
                }
                '>' if inside => inside = false,
                c if !inside => text.push(c),
                _ => {}
            }
        }
        for (entity, c) in [
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&#38;", "&"),
            ("&quot;", "\""),
            ("&#x27;", "'"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ] {
            text = text.replace(entity, c);
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    pub fn shows(&self, words: &str) {
        assert!(
            self.text().contains(words),
            "no {words:?} in\n{}",
            self.text()
        );
    }

    #[track_caller]
    pub fn hides(&self, words: &str) {
        assert!(
            !self.text().contains(words),
            "{words:?} in\n{}",
            self.text()
        );
    }

    /// Everything between `<name …>` and its `>`, for each such tag.
    pub fn tags<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let opening = format!("<{name}");
        self.html.match_indices('<').filter_map(move |(at, _)| {
            let rest = self.html[at..].strip_prefix(opening.as_str())?;
            let ends = rest.starts_with([' ', '>', '/']);
            ends.then(|| rest.split('>').next().unwrap_or(""))
        })
    }

    /// The value of a hidden or filled field.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        self.tags("input")
            .find(|tag| attribute(tag, "name").as_deref() == Some(name))
            .and_then(|tag| attribute(tag, "value"))
            .unwrap_or_else(|| panic!("no field {name} in\n{}", self.html))
    }
}

/// An attribute of a tag, whether quoted or not.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(&format!(" {name}="))? + name.len() + 2;
    let rest = &tag[at..];
    Some(match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or("").to_owned(),
        None => rest.split([' ', '/']).next().unwrap_or("").to_owned(),
    })
}
