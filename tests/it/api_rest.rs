//! What holds for the whole API: its description, its headers, and that
//! nothing anybody sends takes it down.

use crate::world::World;
use axum::body::Body;
use axum::http::{Method, Request};
use doorstep::wire::PROTOCOL_HEADER;
use proptest::prelude::*;
use serde_json::Value;

#[tokio::test]
async fn the_description_names_every_route_there_is() {
    let world = World::new().await;
    let request = Request::get("/api/openapi.json")
        .body(Body::empty())
        .unwrap();
    let description: Value = world.send(request).await.read();
    assert_eq!(description["openapi"], "3.1.0");
    let paths: Vec<&String> = description["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        [
            "/api/openapi.json",
            "/api/v1/join",
            "/api/v1/pull",
            "/api/v1/push",
            "/api/v1/renew",
            "/healthz"
        ]
    );
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let request = Request::builder()
                .method(Method::from_bytes(method.to_uppercase().as_bytes()).unwrap())
                .uri(path)
                .body(Body::empty())
                .unwrap();
            let status = world.send(request).await.status;
            assert!(status != 404 && status != 405, "{method} {path}: {status}");
        }
    }
    // What is referred to is there.
    let text = description.to_string();
    let schemas = description["components"]["schemas"].as_object().unwrap();
    for name in text.split("#/components/schemas/").skip(1) {
        let name = name.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn every_page_of_the_app_keeps_the_browser_on_a_short_leash() {
    let world = World::new().await;
    for path in ["/", "/list/1", "/no/such/place"] {
        let answer = world
            .send(Request::get(path).body(Body::empty()).unwrap())
            .await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("'wasm-unsafe-eval'"), "{path}");
        assert!(policy.contains("worker-src 'self'"), "{path}");
        assert!(policy.contains("default-src 'none'"), "{path}");
        let scripts = policy
            .split(';')
            .find(|part| part.trim().starts_with("script-src "))
            .unwrap();
        assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
        assert!(answer.headers.contains_key("cache-control"));
    }
}

#[tokio::test]
async fn the_apis_answers_are_never_a_page_and_never_kept() {
    let world = World::new().await;
    for path in [
        "/healthz",
        "/api/openapi.json",
        "/api/nothing",
        "/api/v1/push",
        "/api/v1/renew",
    ] {
        let answer = world
            .send(Request::get(path).body(Body::empty()).unwrap())
            .await;
        assert_eq!(
            answer.headers["content-security-policy"],
            "default-src 'none'"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn a_wrong_address_or_method_is_answered_in_the_apis_own_form() {
    let world = World::new().await;
    let nothing = Request::post("/api/v2/push").body(Body::empty()).unwrap();
    assert_eq!(world.send(nothing).await.problem().0, 404);
    let get = Request::get("/api/v1/push").body(Body::empty()).unwrap();
    assert_eq!(world.send(get).await.problem().0, 405);
}

#[tokio::test]
async fn answers_are_compressed_when_the_phone_takes_it() {
    let world = World::new().await;
    let phone = world.join("Aino", 1).await;
    for encoding in ["gzip", "br", "zstd"] {
        let request = Request::post("/api/v1/pull")
            .header(PROTOCOL_HEADER, "1")
            .header("accept-encoding", encoding)
            .header("authorization", format!("Bearer {}", phone.token))
            .body(Body::from("{}"))
            .unwrap();
        let answer = world.send(request).await;
        assert_eq!(answer.headers["content-encoding"], encoding);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_at_any_address_take_the_server_down(
        bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..400), 1..6),
        path in "/[ -~]{0,40}",
        header in "[ -~]{0,40}",
        gzip in any::<bool>(),
        pack in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let phone = world.join("Aino", 1).await;
            for body in bodies {
                let body = if pack { crate::world::gzip(&body) } else { body };
                for path in [
                    "/api/v1/join", "/api/v1/push", "/api/v1/pull", "/healthz", "/api/openapi.json", "/", &path,
                ] {
                    for method in ["GET", "POST", "PUT", "HEAD"] {
                        for auth in [&format!("Bearer {}", phone.token), &header] {
                            let mut request = Request::builder()
                                .method(method)
                                .uri(path)
                                .header(PROTOCOL_HEADER, "1")
                                .header("authorization", auth);
                            if gzip {
                                request = request.header("content-encoding", "gzip");
                            }
                            // Not everything random is an address or a header at all.
                            let Ok(request) = request.body(Body::from(body.clone())) else { continue };
                            let status = world.send(request).await.status.as_u16();
                            // Without a built web app its page says so.
                            let page_missing = status == 503 && !path.starts_with("/api") && path != "/healthz";
                            assert!(status < 500 || page_missing, "{method} {path}: {status}");
                        }
                    }
                }
            }
        });
    }
}
