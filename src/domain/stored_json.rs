//! Reads large types from JSON that a program wrote: scripts as the server sends them, drafts.
//! First into `Value`, then from there: what the compiler makes of that for each field is a third
//! of what it makes of reading the text directly, and phones download it. In return an error
//! says only the field, not what was expected there.

use serde::Deserialize;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::{Error, Map, Value, map};
use std::slice;

/// # Errors
/// When it is not JSON, or not this type.
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    let value: Value = serde_json::from_str(json)?;
    T::deserialize(Part(&value))
}

fn unexpected() -> Error {
    Error::custom("something else was expected")
}

#[derive(Clone, Copy)]
struct Part<'a>(&'a Value);

impl<'a> Part<'a> {
    fn text(self) -> Result<&'a str, Error> {
        self.0.as_str().ok_or_else(unexpected)
    }

    fn items(self) -> Result<Items<'a>, Error> {
        let items = self.0.as_array().ok_or_else(unexpected)?;
        Ok(Items(items.iter()))
    }

    fn fields(self) -> Result<Fields<'a>, Error> {
        let fields = self.0.as_object().ok_or_else(unexpected)?;
        Ok(Fields(fields.iter(), None))
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match (self.0.as_u64(), self.0.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => Err(unexpected()),
            }
        }
    )*};
}

macro_rules! floats {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_f64(self.0.as_f64().ok_or_else(unexpected)?)
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_borrowed_str(self.text()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Part<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(*yes),
            Value::Number(_) if self.0.is_f64() => self.deserialize_f64(visitor),
            Value::Number(_) => self.deserialize_u64(visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(_) => visitor.visit_seq(self.items()?),
            Value::Object(_) => visitor.visit_map(self.fields()?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.0.as_bool().ok_or_else(unexpected)?)
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }
    floats! { deserialize_f32 deserialize_f64 }
    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant::of(self.0)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple_struct
    }
}

struct Items<'a>(slice::Iter<'a, Value>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        match self.0.next() {
            Some(value) => seed.deserialize(Part(value)).map(Some),
            None => Ok(None),
        }
    }
}

/// What is left of an object, and the value of the key just read.
struct Fields<'a>(map::Iter<'a>, Option<&'a Value>);

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.0.next() else {
            return Ok(None);
        };
        self.1 = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Part(self.1.take().ok_or_else(unexpected)?))
    }
}

/// `"name"`, or `{"name": what belongs to it}`.
struct Variant<'a>(&'a str, Option<&'a Value>);

impl<'a> Variant<'a> {
    fn of(value: &'a Value) -> Result<Self, Error> {
        let named = |fields: &'a Map<String, Value>| {
            let mut fields = fields.iter();
            let (name, content) = fields.next()?;
            fields.next().is_none().then_some(Self(name, Some(content)))
        };
        match value {
            Value::String(name) => Ok(Self(name, None)),
            Value::Object(fields) => named(fields).ok_or_else(unexpected),
            _ => Err(unexpected()),
        }
    }

    fn content(&self) -> Result<Part<'a>, Error> {
        self.1.map(Part).ok_or_else(unexpected)
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name = seed.deserialize(BorrowedStrDeserializer::new(self.0))?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.1 {
            None => Ok(()),
            Some(value) => <()>::deserialize(Part(value)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.content()?.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content()?.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::read;
    use crate::domain::conversation::RatingAnswer;
    use crate::domain::draft::{Act, Place};
    use crate::domain::script::Script;
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};
    use std::collections::BTreeMap;

    const ACTS: [&str; 6] = [
        r#"{"rate":{"scale":"s","wave":"first","answer":{"answer":"between","low":-5,"high":6},
            "certainty":"heard","newer":[{}]}}"#,
        r#"{"rate":{"scale":"ä","wave":"final","certainty":"estimated"}}"#,
        r#"{"tag":{"set":"t","codes":["a","\u00e4"]}}"#,
        r#"{"who":{"who":{"who":"listed","person":"00000000-0000-0000-0000-000000000047"}}}"#,
        r#"{"who":{"who":{"who":"did_not_ask"}}}"#,
        r#""close_door""#,
    ];

    fn reads_as_ever<T: DeserializeOwned + PartialEq + std::fmt::Debug>(json: &str) {
        let directly: T = serde_json::from_str(json).unwrap();
        assert_eq!(read::<T>(json).unwrap(), directly, "{json}");
    }

    #[test]
    fn what_was_written_is_read_as_from_the_text_itself() {
        for json in ACTS {
            reads_as_ever::<Act>(json);
        }
        reads_as_ever::<Place>(r#""pavement""#);
        reads_as_ever::<Place>(r#"{"step":"story"}"#);
        reads_as_ever::<(f64, Option<u8>, BTreeMap<String, i64>)>(r#"[1.5,null,{"b":-1,"a":2}]"#);
        let text = include_str!("../../assets/scripts/issue-conversation.toml");
        let script = Script::from_toml(text, "issue-conversation.toml").unwrap();
        reads_as_ever::<Script>(&serde_json::to_string(&script).unwrap());
    }

    #[test]
    fn what_the_text_itself_refuses_is_refused() {
        fn refused<T: DeserializeOwned>(json: &str) {
            assert!(serde_json::from_str::<T>(json).is_err(), "{json}");
            assert!(read::<T>(json).is_err(), "{json}");
        }
        #[derive(Serialize, Deserialize)]
        struct Two {
            one: u8,
            other: String,
        }
        for json in [
            "",
            "{",
            "null",
            "[]",
            r#"{"one":1}"#,
            r#"{"one":256,"other":""}"#,
        ] {
            refused::<Two>(json);
        }
        for json in ["{}", "1", r#""nowhere""#, r#""step""#, r#"{"step":1}"#] {
            refused::<Place>(json);
        }
        for json in [r#"{"pavement":null,"step":"a"}"#, r#"{"pavement":1}"#] {
            refused::<Place>(json);
        }
        refused::<RatingAnswer>(r#"{"answer":"between","low":"5","high":6}"#);
        refused::<Vec<bool>>("[0]");
        refused::<BTreeMap<String, u8>>(r#"{"a":-1}"#);
    }
}
