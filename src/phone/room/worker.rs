//! The back room in the browser: a dedicated worker, the only place where the
//! browser lets a file be written in step. The same program as the page; its
//! `main` finds no window and comes here.

use super::handle::{Ask, Message};
use super::owner::{Network, Premises, serve};
use super::post::{ToPage, ToWorker};
use super::{Room, Trouble};
use crate::phone::platform::clock::{Clock, DeviceClock};
use crate::phone::platform::web::lock;
use crate::phone::store::{Location, Store};
use crate::phone::sync::driver::Http;
use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt as _;
use js_sys::{Array, Uint8Array};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

struct InBrowser {
    location: Option<Location>,
    holds_lock: bool,
    taken_over: Closure<dyn FnMut()>,
}

impl Premises for InBrowser {
    async fn open(&mut self, clock: &dyn Clock, take_over: bool) -> Result<Store, Trouble> {
        if !lock::is_possible() {
            return Err(Trouble::NoStorage);
        }
        if !self.holds_lock {
            self.holds_lock = if take_over {
                lock::take_over(&self.taken_over).await
            } else {
                lock::take(&self.taken_over).await
            };
        }
        if !self.holds_lock {
            return Err(Trouble::SecondTab);
        }
        if self.location.is_none() {
            self.location = Some(Location::new().await?);
        }
        match &self.location {
            Some(location) => Ok(location.open(clock).await?),
            None => Err(Trouble::NoStorage),
        }
    }

    async fn open_to_read(&mut self, clock: &dyn Clock) -> Result<Store, Trouble> {
        match &self.location {
            Some(location) => Ok(location.open_to_read(clock).await?),
            // Another tab has it, or there is no place for it at all.
            None => Err(Trouble::NoStorage),
        }
    }

    async fn set_aside(&mut self, clock: &dyn Clock) -> Result<(), Trouble> {
        match &self.location {
            Some(location) => Ok(location.set_aside(clock).await?),
            None => Ok(()),
        }
    }

    fn let_go(&mut self) {
        if let Some(location) = &self.location {
            location.release();
        }
        if std::mem::take(&mut self.holds_lock) {
            lock::release();
        }
    }
}

/// Serves the page that started this worker, until it closes.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let (room, messages, listeners) = Room::new();
    let (letting_go, mut let_go) = mpsc::unbounded();
    let premises = InBrowser {
        location: None,
        holds_lock: false,
        taken_over: Closure::new(move || {
            // Nobody to tell means that it is let go already.
            let _ = letting_go.unbounded_send(());
        }),
    };
    let origin = scope.location().origin();
    spawn_local(serve(
        premises,
        Network::Http(Http::new(&origin)),
        Arc::new(DeviceClock),
        messages,
        listeners,
    ));
    spawn_local({
        let room = room.clone();
        async move {
            while let_go.next().await.is_some() {
                room.send(Message::LetGo { taken_over: true });
            }
        }
    });
    spawn_local({
        let mut notices = room.notices();
        let scope = scope.clone();
        async move {
            while let Some(notice) = notices.next().await {
                post(&scope, &ToPage::Notice(notice));
            }
        }
    });
    // Synchronously, because the page's first words are waiting to be said again.
    let listener = Closure::<dyn FnMut(MessageEvent)>::new({
        let scope = scope.clone();
        move |event: MessageEvent| {
            let Some(said) = event
                .data()
                .dyn_into::<Uint8Array>()
                .ok()
                .and_then(|bytes| ToWorker::from_bytes(&bytes.to_vec()))
            else {
                return;
            };
            receive(&room, &scope, said);
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // As long-lived as the worker.
    listener.forget();
}

fn receive(room: &Room, scope: &DedicatedWorkerGlobalScope, said: ToWorker) {
    match said {
        ToWorker::Ask { id, request } => {
            // Queued at once, so that requests are served in the order they were made.
            let (reply, answer) = oneshot::channel();
            room.send(Message::Ask(Ask { request, reply }));
            let scope = scope.clone();
            spawn_local(async move {
                if let Ok(answer) = answer.await {
                    post(&scope, &ToPage::Reply { id, answer });
                }
            });
        }
        ToWorker::Sign(sign) => room.sign(sign),
        ToWorker::Closing => room.send(Message::LetGo { taken_over: false }),
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, said: &ToPage) {
    if let Some(bytes) = said.to_bytes() {
        let bytes = Uint8Array::from(bytes.as_slice());
        // It fails only when the page is gone.
        let _ = scope.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
    }
}
