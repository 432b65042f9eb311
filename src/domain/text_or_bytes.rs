//! Two forms for one type: as text (records, drafts, what passes to the server) it names its
//! variants in a field; as bytes (between the page and its worker), where nothing is named and
//! such a field cannot be read, it is written plainly.

/// Writes and reads a type as `$text` where a person could read it, else as `$bytes`. Both are
/// derived, with `#[serde(remote = "…")]`, so that a variant missing from one doesn't compile.
macro_rules! text_or_bytes {
    ($type:ty, $text:ty, $bytes:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    <$text>::serialize(self, serializer)
                } else {
                    <$bytes>::serialize(self, serializer)
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    <$text>::deserialize(deserializer)
                } else {
                    <$bytes>::deserialize(deserializer)
                }
            }
        }
    };
}

pub(super) use text_or_bytes;
