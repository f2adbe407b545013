//! One file per table, without behaviour.

#![allow(unreachable_pub, reason = "the derive of an entity makes its parts public")]

pub(crate) mod cart;
pub(crate) mod cart_line;
pub(crate) mod goods_return;
pub(crate) mod goods_return_event;
pub(crate) mod goods_return_line;
pub(crate) mod legal_text;
pub(crate) mod order;
pub(crate) mod order_event;
pub(crate) mod order_line;
pub(crate) mod phone_proof;
pub(crate) mod quote;
pub(crate) mod seller_order;
pub(crate) mod shipment;
pub(crate) mod zone;
pub(crate) mod zone_province;
pub(crate) mod zone_step;
