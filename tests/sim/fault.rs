//! Everything that goes wrong, and how often each of it struck.

use std::collections::BTreeMap;

macro_rules! faults {
    ($($name:ident => $words:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $($name),* }

        impl Fault {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words),* }
            }
        }
    };
}

faults! {
    RequestLost => "request lost",
    AnswerLost => "answer lost after it was applied",
    Duplicated => "request arrives twice",
    Reordered => "request overtaken by later ones",
    Offline => "hours without network",
    ServerError => "5xx instead of an answer",
    ErrorAfterApplied => "5xx after it was applied",
    TooLarge => "413 from something in between",
    NeverThrough => "413 for one record, always",
    RequestCut => "request body cut short",
    AnswerCut => "answer cut short",
    SignInPage => "a café's sign-in page answers",
    Crash => "app killed",
    CrashBetweenEffects => "app killed between two effects",
    Closed => "app closed in the middle",
    Cloned => "phone cloned",
    PhoneRestored => "phone restored from an old image",
    ServerRestored => "server restored from an old image",
    ServerRestarted => "server restarted",
    ClockJump => "phone's clock jumps",
    ListTaken => "list taken from one canvasser",
    ListEnded => "list ended for everybody",
    Reassigned => "list given to somebody else",
    Retired => "token retired",
    Lost => "token reported lost",
    TakenBack => "token's end taken back",
    Erased => "somebody erased at the desk",
    ErasedOffline => "erased while a phone that knows them is offline",
    ErasedSentLate => "something of the erased handed in late",
    Replayed => "erasures carried out again on an older copy",
    Settled => "tellings of one conversation settled by a lead",
    TakenIn => "record set aside taken in by a lead",
    PutAside => "record set aside put aside by a lead",
    WishLifted => "never again, lifted by a lead",
    RescueMade => "rescue file made",
    RescueHarmed => "rescue file cut short or altered",
    BroughtIn => "rescue file brought in",
    BroughtInTwice => "rescue file brought in again",
    BroughtInFirst => "rescue file brought in before its phone sent the same",
    Left => "campaign left on a phone",
    LeavingRefused => "leaving refused, for something would be lost",
    NewerKind => "app updated with a full outbox",
    PhoneDiskFull => "phone's disk full",
    ServerDiskFull => "server's disk full",
}

#[derive(Clone, Debug, Default)]
pub struct Struck(pub BTreeMap<Fault, u64>);

impl Struck {
    pub fn note(&mut self, fault: Fault) {
        *self.0.entry(fault).or_default() += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (fault, times) in &other.0 {
            *self.0.entry(*fault).or_default() += times;
        }
    }

    pub fn times(&self, fault: Fault) -> u64 {
        self.0.get(&fault).copied().unwrap_or_default()
    }
}
