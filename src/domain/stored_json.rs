//! Reads JSON that a program wrote, ours or the server's, one layer at a time: an object is first
//! taken apart into its fields' texts, then each is read as what it should be. What the compiler
//! makes of that for each type is a third of what it makes of reading the text directly, and
//! phones download it. In return an error says only that, not what was expected there.

use serde::Deserialize;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::Error;
use serde_json::value::RawValue;
use std::{fmt, vec};

/// # Errors
/// When it is not JSON, or not this type.
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    T::deserialize(Part::of(serde_json::from_str(json)?))
}

/// [`read`] where the program is downloaded; elsewhere at once from the text, which is quicker
/// and says more of what is wrong.
///
/// # Errors
/// When it is not JSON, or not this type.
pub fn read_quickly<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    if cfg!(target_arch = "wasm32") {
        read(json)
    } else {
        serde_json::from_str(json)
    }
}

fn unexpected() -> Error {
    Error::custom("something else was expected")
}

/// A value's text, known to be JSON.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    /// The name of a field: a number stands in quotes here.
    is_name: bool,
}

impl<'a> Part<'a> {
    fn of(raw: &'a RawValue) -> Self {
        Self {
            text: raw.get(),
            is_name: false,
        }
    }

    fn begin(self) -> Option<u8> {
        self.text.bytes().next()
    }

    fn is_null(self) -> bool {
        self.begin() == Some(b'n')
    }

    fn is_object(self) -> bool {
        self.begin() == Some(b'{')
    }

    /// What stands between the quotes, where nothing in it is escaped.
    fn plain(self) -> Option<&'a str> {
        let inner = self.text.strip_prefix('"')?.strip_suffix('"')?;
        (!inner.contains('\\')).then_some(inner)
    }

    fn number(self) -> &'a str {
        match self.plain() {
            Some(inner) if self.is_name => inner,
            _ => self.text,
        }
    }

    fn items(self) -> Result<Items<'a>, Error> {
        let items: Vec<&RawValue> = serde_json::from_str(self.text)?;
        Ok(Items(items.into_iter()))
    }

    fn fields(self) -> Result<Fields<'a>, Error> {
        let All(fields) = serde_json::from_str(self.text)?;
        Ok(Fields {
            left: fields.into_iter(),
            value: None,
        })
    }
}

/// An object's names and values, as they stand there.
struct All<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for All<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Taker;
        impl<'de> Visitor<'de> for Taker {
            type Value = All<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(All(fields))
            }
        }
        deserializer.deserialize_map(Taker)
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let number = self.number();
            match (number.parse(), number.parse()) {
                (Ok(number), _) => visitor.visit_u64(number),
                (_, Ok(number)) => visitor.visit_i64(number),
                _ => Err(unexpected()),
            }
        }
    )*};
}

macro_rules! floats {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_f64(serde_json::from_str(self.text)?)
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.plain() {
                Some(plain) => visitor.visit_borrowed_str(plain),
                None => visitor.visit_string(serde_json::from_str(self.text)?),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Part<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.begin() {
            Some(b'n') => visitor.visit_unit(),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'[') => visitor.visit_seq(self.items()?),
            Some(b'{') => visitor.visit_map(self.fields()?),
            _ if self.text.contains(['.', 'e', 'E']) => self.deserialize_f64(visitor),
            _ => self.deserialize_u64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(unexpected()),
        }
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }
    floats! { deserialize_f32 deserialize_f64 }
    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        // `RawValue` asks so for its text as it stands: a map of one, under the name it asks by.
        if name.starts_with('$') {
            visitor.visit_map(AsItStands(Some(name), self.text))
        } else {
            visitor.visit_newtype_struct(self)
        }
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
        visitor.visit_enum(Variant::of(self)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple_struct
    }
}

struct Items<'a>(vec::IntoIter<&'a RawValue>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        match self.0.next() {
            Some(value) => seed.deserialize(Part::of(value)).map(Some),
            None => Ok(None),
        }
    }
}

/// What is left of an object, and the value of the name just read.
struct Fields<'a> {
    left: vec::IntoIter<(&'a RawValue, &'a RawValue)>,
    value: Option<&'a RawValue>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.left.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        let name = Part {
            text: name.get(),
            is_name: true,
        };
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Part::of(self.value.take().ok_or_else(unexpected)?))
    }
}

/// What `RawValue` asks for: the name it gave, then the text.
struct AsItStands<'a>(Option<&'static str>, &'a str);

impl<'de> MapAccess<'de> for AsItStands<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        match self.0.take() {
            Some(name) => seed
                .deserialize(BorrowedStrDeserializer::new(name))
                .map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(BorrowedStrDeserializer::new(self.1))
    }
}

/// `"name"`, or `{"name": what belongs to it}`.
struct Variant<'a>(Part<'a>, Option<Part<'a>>);

impl<'a> Variant<'a> {
    fn of(part: Part<'a>) -> Result<Self, Error> {
        if !part.is_object() {
            return Ok(Self(part, None));
        }
        let mut fields = part.fields()?.left;
        match (fields.next(), fields.next()) {
            (Some((name, content)), None) => Ok(Self(Part::of(name), Some(Part::of(content)))),
            _ => Err(unexpected()),
        }
    }

    fn content(&self) -> Result<Part<'a>, Error> {
        self.1.ok_or_else(unexpected)
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        Ok((seed.deserialize(self.0)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.1 {
            None => Ok(()),
            Some(value) => <()>::deserialize(value),
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
    use serde_json::value::RawValue;
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
        reads_as_ever::<BTreeMap<u32, bool>>(r#" { "7" : true , "8":false } "#);
        reads_as_ever::<serde_json::Value>(
            r#"{"a\n":[0,-1,18446744073709551615,1e3,"\u00e4\"",{"":null}],"b":{"c":-0.5}}"#,
        );
        let text = include_str!("../../assets/scripts/issue-conversation.toml");
        let script = Script::from_toml(text, "issue-conversation.toml").unwrap();
        reads_as_ever::<Script>(&serde_json::to_string(&script).unwrap());
    }

    #[test]
    fn a_body_is_kept_to_the_letter() {
        #[derive(Deserialize)]
        struct Envelope {
            body: Box<RawValue>,
            more: Vec<Box<RawValue>>,
        }
        let json = r#"{"body": { "b" :1.50, "a":"\u00e4" },"more":["\n", 7 ]}"#;
        let read: Envelope = read(json).unwrap();
        assert_eq!(read.body.get(), r#"{ "b" :1.50, "a":"\u00e4" }"#);
        let more: Vec<&str> = read.more.iter().map(|raw| raw.get()).collect();
        assert_eq!(more, [r#""\n""#, "7"]);
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
        refused::<BTreeMap<u8, u8>>(r#"{"a":1}"#);
        refused::<Vec<u8>>(r#"["1"]"#);
        refused::<Vec<String>>("[1]");
        refused::<Vec<()>>("[1]");
        refused::<Vec<u8>>("[1] 2");
    }
}
