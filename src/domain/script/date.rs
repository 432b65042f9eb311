//! Dates in scripts: written as TOML's own (`2026-11-20`) or as text; in JSON they
//! are text. For serde's `with`.

use crate::domain::time::day_of;
use chrono::NaiveDate;
#[cfg(any(feature = "server", test))]
use serde::Deserialize as _;
use serde::de::{self, Visitor};
use serde::{Deserializer, Serialize, Serializer};
use std::fmt;

#[expect(clippy::ref_option, reason = "serde calls it so")]
pub(super) fn serialize<S: Serializer>(
    date: &Option<NaiveDate>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    date.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    struct DateVisitor;
    impl<'de> Visitor<'de> for DateVisitor {
        type Value = Option<NaiveDate>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a date like 2026-11-20")
        }

        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            day_of(text)
                .map(Some)
                .ok_or_else(|| E::custom("not a date like 2026-11-20"))
        }

        // Only at the desk are scripts read as TOML.
        #[cfg(any(feature = "server", test))]
        fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            let date =
                toml::value::Datetime::deserialize(de::value::MapAccessDeserializer::new(map))?;
            self.visit_str(&date.date.map(|date| date.to_string()).unwrap_or_default())
        }
    }
    deserializer.deserialize_any(DateVisitor)
}
