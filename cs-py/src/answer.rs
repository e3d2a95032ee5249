//! Core answers as plain Python values: exact numbers in the caller's type of number, everything else as JSON has it.

use cs_core::{
    error::{Error, ErrorCode},
    value::{number, quantity::EXACT},
};
use pyo3::{
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString},
};
use rust_decimal::Decimal;
use serde::ser::{self, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct};

use crate::error::{Fault, Result};
use crate::number::Reader;

/// An answer as dicts, lists, texts, numbers and None.
pub(crate) fn to_python<'py>(
    py: Python<'py>,
    reader: &Reader,
    answer: &impl Serialize,
) -> Result<Bound<'py, PyAny>> {
    answer.serialize(To { py, reader, exact: false })
}

/// Writes Python values.
#[derive(Clone, Copy)]
struct To<'py, 'r> {
    py: Python<'py>,
    reader: &'r Reader,
    /// Whether the text that comes is an exact number.
    exact: bool,
}

type Value<'py> = Bound<'py, PyAny>;

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Core(error) => std::fmt::Display::fmt(error, f),
            Self::Python(error) => std::fmt::Display::fmt(error, f),
        }
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Error::new(ErrorCode::Internal, message.to_string()).into()
    }
}

fn unexpected<T>(what: &str) -> Result<T> {
    Err(ser::Error::custom(format!("an answer holds no {what}")))
}

/// Whole numbers and the like: one line each.
macro_rules! plain {
    ($($method:ident($type:ty) => $class:ident;)*) => {
        $(fn $method(self, value: $type) -> Result<Value<'py>> {
            Ok($class::new(self.py, value).to_owned().into_any())
        })*
    };
}

impl<'py, 'r> ser::Serializer for To<'py, 'r> {
    type Ok = Value<'py>;
    type Error = Fault;
    type SerializeSeq = List<'py, 'r>;
    type SerializeTuple = Impossible<Value<'py>, Fault>;
    type SerializeTupleStruct = Impossible<Value<'py>, Fault>;
    type SerializeTupleVariant = Impossible<Value<'py>, Fault>;
    type SerializeMap = Object<'py, 'r>;
    type SerializeStruct = Object<'py, 'r>;
    type SerializeStructVariant = Impossible<Value<'py>, Fault>;

    plain! {
        serialize_bool(bool) => PyBool;
        serialize_f64(f64) => PyFloat;
        serialize_i8(i8) => PyInt;
        serialize_i16(i16) => PyInt;
        serialize_i32(i32) => PyInt;
        serialize_i64(i64) => PyInt;
        serialize_u8(u8) => PyInt;
        serialize_u16(u16) => PyInt;
        serialize_u32(u32) => PyInt;
        serialize_u64(u64) => PyInt;
    }

    fn serialize_f32(self, value: f32) -> Result<Value<'py>> {
        self.serialize_f64(value.into())
    }

    fn serialize_char(self, value: char) -> Result<Value<'py>> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<Value<'py>> {
        if self.exact {
            let value: Decimal = number::from_text(text)?;
            return self.reader.give(self.py, value);
        }
        Ok(PyString::new(self.py, text).into_any())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value<'py>> {
        unexpected("bytes")
    }

    fn serialize_none(self) -> Result<Value<'py>> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value<'py>> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value<'py>> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value<'py>> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value<'py>> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value<'py>> {
        value.serialize(Self { exact: name == EXACT, ..self })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value<'py>> {
        let dict = PyDict::new(self.py);
        dict.set_item(variant, value.serialize(self)?)?;
        Ok(dict.into_any())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        Ok(List { to: self, list: PyList::empty(self.py) })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        unexpected("tuple")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct> {
        unexpected("tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        unexpected("tuple")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        Ok(Object { to: self, dict: PyDict::new(self.py), key: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        unexpected("variant with fields")
    }
}

struct List<'py, 'r> {
    to: To<'py, 'r>,
    list: Bound<'py, PyList>,
}

impl<'py> SerializeSeq for List<'py, '_> {
    type Ok = Value<'py>;
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        Ok(self.list.append(value.serialize(self.to)?)?)
    }

    fn end(self) -> Result<Value<'py>> {
        Ok(self.list.into_any())
    }
}

struct Object<'py, 'r> {
    to: To<'py, 'r>,
    dict: Bound<'py, PyDict>,
    key: Option<Value<'py>>,
}

impl<'py> SerializeMap for Object<'py, '_> {
    type Ok = Value<'py>;
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = Some(key.serialize(self.to)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        Ok(self.dict.set_item(self.key.take(), value.serialize(self.to)?)?)
    }

    fn end(self) -> Result<Value<'py>> {
        Ok(self.dict.into_any())
    }
}

impl<'py> SerializeStruct for Object<'py, '_> {
    type Ok = Value<'py>;
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        Ok(self.dict.set_item(name, value.serialize(self.to)?)?)
    }

    fn end(self) -> Result<Value<'py>> {
        Ok(self.dict.into_any())
    }
}
