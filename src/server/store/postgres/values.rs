//! How `sql`'s values travel to PostgreSQL and back: whole numbers as whatever
//! width the column has, sixteen bytes as a UUID where the column is one.

use crate::server::store::StoreError;
use crate::server::store::sql::{Kept, ToValue, Value};
use std::error::Error;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

/// A value on its way into a statement.
#[derive(Debug)]
pub struct Parameter<'a>(pub Value<'a>);

impl ToSql for Parameter<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self.0, ty) {
            (Value::Null, _) => return Ok(IsNull::Yes),
            (Value::Int(number), &Type::INT2) => return i16::try_from(number)?.to_sql(ty, out),
            (Value::Int(number), &Type::INT4) => return i32::try_from(number)?.to_sql(ty, out),
            (Value::Int(number), &Type::INT8) => return number.to_sql(ty, out),
            (Value::Real(number), &Type::FLOAT8) => return number.to_sql(ty, out),
            // The one letter PostgreSQL does not keep. JSON never holds it as it
            // is; elsewhere it is nothing anybody typed.
            (Value::Text(text), _) if text.contains('\0') => {
                out.extend_from_slice(text.replace('\0', "\u{fffd}").as_bytes());
            }
            (Value::Text(text), _) => out.extend_from_slice(text.as_bytes()),
            (Value::Blob(bytes), &Type::BYTEA) => out.extend_from_slice(bytes),
            (Value::Blob(bytes), &Type::UUID) if bytes.len() == 16 => out.extend_from_slice(bytes),
            (value, ty) => return Err(format!("{value:?} where {ty} belongs").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The same for one that outlives its caller.
#[derive(Debug)]
pub struct KeptParameter(pub Kept);

impl ToSql for KeptParameter {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        Parameter(self.0.value()).to_sql(ty, out)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub fn kept(param: &dyn ToValue) -> KeptParameter {
    KeptParameter(Kept::from(param.to_value()))
}

struct Column<'a>(Value<'a>);

impl<'a> FromSql<'a> for Column<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::BOOL => Value::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::INT2 => Value::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME => Value::Text(std::str::from_utf8(raw)?),
            Type::BYTEA | Type::UUID => Value::Blob(raw),
            _ => return Err(format!("a column of type {ty}").into()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub fn value(row: &tokio_postgres::Row, column: usize) -> Result<Value<'_>, StoreError> {
    Ok(row.try_get::<_, Column<'_>>(column)?.0)
}
