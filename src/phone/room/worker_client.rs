//! The page's side of the worker: messages out, replies and notices in.

use super::handle::{Ask, Message};
use super::post::{ToPage, ToWorker};
use super::{Reply, Room, Sign, Trouble};
use crate::domain::few::Few;
use crate::phone::platform::{self, ShellEvent};
use futures_channel::oneshot;
use futures_util::StreamExt as _;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    /// From `boot.js`: the worker it has started already.
    #[wasm_bindgen(js_namespace = doorstep, js_name = startWorker, catch)]
    fn start_worker() -> Result<Worker, JsValue>;
}

type Waiting = Rc<RefCell<Waiters>>;

#[derive(Default)]
struct Waiters {
    next: u64,
    replies: Few<u64, oneshot::Sender<Result<Reply, Trouble>>>,
    /// Why nobody will ever answer.
    failed: Option<Trouble>,
}

impl Waiters {
    fn fail(&mut self, trouble: &Trouble) {
        self.failed = Some(trouble.clone());
        for reply in std::mem::take(&mut self.replies).into_values() {
            // Whoever asked may have gone on.
            let _ = reply.send(Err(trouble.clone()));
        }
    }
}

impl Room {
    /// The back room in this page's worker.
    #[must_use]
    pub fn in_worker() -> Self {
        let (room, mut messages, listeners) = Self::new();
        let waiting = Waiting::default();
        let worker = connect(&waiting);
        if let Some(worker) = &worker {
            let hear = Closure::<dyn FnMut(MessageEvent)>::new({
                let waiting = Rc::clone(&waiting);
                move |event: MessageEvent| match read(&event) {
                    Some(Ok(ToPage::Reply { id, answer })) => {
                        let reply = waiting.borrow_mut().replies.remove(&id);
                        if let Some(reply) = reply {
                            let _ = reply.send(answer);
                        }
                    }
                    Some(Ok(ToPage::Notice(notice))) => listeners.tell(&notice),
                    Some(Err(why)) => waiting.borrow_mut().fail(&Trouble::Store(why)),
                    None => {}
                }
            });
            worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
            // As long-lived as the page.
            hear.forget();
        }
        spawn_local(async move {
            while let Some(message) = messages.next().await {
                pass_on(message, worker.as_ref(), &waiting);
            }
        });
        tell_signs(room.clone());
        room
    }
}

fn connect(waiting: &Waiting) -> Option<Worker> {
    let secure = web_sys::window().is_some_and(|window| window.is_secure_context());
    if !secure {
        waiting.borrow_mut().fail(&Trouble::NotSecure);
        return None;
    }
    match start_worker() {
        Ok(worker) => Some(worker),
        Err(_) => {
            let why = "the worker was not started".to_owned();
            waiting.borrow_mut().fail(&Trouble::Store(why));
            None
        }
    }
}

fn read(event: &MessageEvent) -> Option<Result<ToPage, String>> {
    let data = event.data();
    if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
        return ToPage::from_bytes(&bytes.to_vec()).map(Ok);
    }
    // From `worker.js`: the program did not start there.
    let why = js_sys::Reflect::get(&data, &"doorstepFailed".into()).ok()?;
    why.as_string().map(Err)
}

fn pass_on(message: Message, worker: Option<&Worker>, waiting: &Waiting) {
    let said = match message {
        Message::Ask(Ask { request, reply }) => {
            let mut waiting = waiting.borrow_mut();
            if let Some(trouble) = waiting.failed.clone() {
                let _ = reply.send(Err(trouble));
                return;
            }
            waiting.next += 1;
            let id = waiting.next;
            waiting.replies.insert(id, reply);
            ToWorker::Ask { id, request }
        }
        Message::Sign(sign) => ToWorker::Sign(sign),
        Message::LetGo { .. } => ToWorker::Closing,
    };
    if let (Some(worker), Some(bytes)) = (worker, said.to_bytes()) {
        let bytes = Uint8Array::from(bytes.as_slice());
        // It fails only when the worker is gone, and then nobody answers anyway.
        let _ = worker.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
    }
}

fn tell_signs(room: Room) {
    platform::watch(move |event| match event {
        ShellEvent::NetworkRegained => room.sign(Sign::NetworkRegained),
        ShellEvent::Shown | ShellEvent::Reopened => room.sign(Sign::AppShown),
        ShellEvent::Hidden => room.sign(Sign::AppHidden),
        ShellEvent::Closing => room.send(Message::LetGo { taken_over: false }),
        ShellEvent::OfflineState
        | ShellEvent::UpdateState
        | ShellEvent::Back
        | ShellEvent::Link => {}
    });
}
