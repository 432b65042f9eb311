//! A text in the languages a script is held in: `text.en = "…"`. A language
//! that is not written yet is named in `missing`, so that a gap is a decision
//! and not an oversight.

use super::step::Alternative;
use crate::domain::few::Few;
use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The key that names languages still to be written.
const MISSING: &str = "missing";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// By BCP 47 tag.
    pub by_language: Few<String, String>,
    /// Declared languages that are knowingly not written yet.
    pub missing: Vec<String>,
}

impl Text {
    /// The text in this language, else in the script's default language, else
    /// in any: a canvasser at a door is helped by the wrong language more than
    /// by an empty screen.
    #[must_use]
    pub fn read(&self, language: &str, default: &str) -> &str {
        self.by_language
            .get(language)
            .or_else(|| self.by_language.get(default))
            .or_else(|| self.by_language.values().next())
            .map_or("", String::as_str)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_language.values().all(|text| text.trim().is_empty())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Text {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self {
            by_language: pairs
                .into_iter()
                .map(|(language, text)| (language.to_owned(), text.to_owned()))
                .collect(),
            missing: Vec::new(),
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (language, text) in &self.by_language {
            map.serialize_entry(language, text)?;
        }
        if !self.missing.is_empty() {
            map.serialize_entry(MISSING, &self.missing)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text by language, like { en = \"…\" }")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut text = Text::default();
                while let Some(key) = map.next_key::<String>()? {
                    if key == MISSING {
                        text.missing = map.next_value()?;
                    } else if cfg!(target_arch = "wasm32") && key == TEXT {
                        // An alternative with an id, of which no phone wants the id.
                        text = map.next_value()?;
                    } else {
                        text.by_language.insert(key, map.next_value()?);
                    }
                }
                Ok(text)
            }

            fn visit_str<E: de::Error>(self, _: &str) -> Result<Text, E> {
                Err(E::custom(
                    "a text without its language; write text.en = \"…\"",
                ))
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

/// The keys by which an alternative with an id is told from one without: no language is called
/// `text`.
const TEXT: &str = "text";
const ID: &str = "id";

impl Serialize for Alternative {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.id.is_empty() {
            return self.text.serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry(ID, &self.id)?;
        map.serialize_entry(TEXT, &self.text)?;
        map.end()
    }
}

/// One reader for both is less to download.
#[cfg(target_arch = "wasm32")]
impl<'de> Deserialize<'de> for Alternative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (id, text) = (String::new(), Text::deserialize(deserializer)?);
        Ok(Self { id, text })
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de> Deserialize<'de> for Alternative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AlternativeVisitor;
        impl<'de> Visitor<'de> for AlternativeVisitor {
            type Value = Alternative;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text by language, or { id = \"…\", text = { en = \"…\" } }")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Alternative, A::Error> {
                let (mut plain, mut with_id) = (Text::default(), None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        TEXT => with_id = Some(map.next_value()?),
                        MISSING => plain.missing = map.next_value()?,
                        _ => {
                            plain.by_language.insert(key, map.next_value()?);
                        }
                    }
                }
                let Some(text) = with_id else {
                    // Without a `text`, `id` is Indonesian.
                    return Ok(Alternative {
                        id: String::new(),
                        text: plain,
                    });
                };
                let id = plain.by_language.remove(ID).unwrap_or_default();
                if plain == Text::default() {
                    Ok(Alternative { id, text })
                } else {
                    Err(de::Error::custom("beside `text` only `id` is known"))
                }
            }
        }
        deserializer.deserialize_any(AlternativeVisitor)
    }
}
