//! Shapes that several answers of the API share.

use catalogue::{shelf::Shot, variant};
use kernel::Texts;
use serde::Serialize;
use utoipa::ToSchema;

/// One text in the languages it was written in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Words {
    /// Arabic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ar: Option<String>,
    /// French.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fr: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) en: Option<String>,
}

impl From<Texts> for Words {
    fn from(texts: Texts) -> Self {
        Self {
            ar: texts.ar,
            fr: texts.fr,
            en: texts.en,
        }
    }
}

/// How much one piece is: 250 g, 1.5 L, one pair.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Amount {
    /// Thousandths of the unit: 1.5 L is 1500.
    #[schema(example = 250_000)]
    pub(crate) thousandths: i64,
    /// One of `g`, `kg`, `ml`, `L`, `piece`, `pair`.
    #[schema(example = "ml")]
    pub(crate) unit: &'static str,
}

impl From<variant::Amount> for Amount {
    fn from(amount: variant::Amount) -> Self {
        Self {
            thousandths: amount.thousandths,
            unit: amount.unit.code(),
        }
    }
}

/// A photo in all its sizes; addresses may be kept for ever.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Image {
    /// Width of the original, in pixels.
    pub(crate) width: u32,
    /// Height of the original, in pixels.
    pub(crate) height: u32,
    /// A JPEG at most 1024 pixels wide.
    pub(crate) jpeg: String,
    /// WebP pictures, the narrowest first.
    pub(crate) webp: Vec<Rendition>,
}

/// One size of a photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rendition {
    /// Its width, in pixels.
    pub(crate) width: u32,
    /// Its address.
    pub(crate) url: String,
}

impl Image {
    /// The photo under the market's own address.
    pub(crate) fn of(public_url: &str, shot: &Shot) -> Self {
        let address = |name: String| format!("{public_url}/media/{}-{name}", shot.key);
        let rendition = |width: u32| Rendition {
            width,
            url: address(format!("{width}.webp")),
        };
        Self {
            width: shot.width,
            height: shot.height,
            jpeg: address("1024.jpg".to_owned()),
            webp: shot.sizes.iter().copied().map(rendition).collect(),
        }
    }
}

/// A refusal (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the error layer writes it; this is how the document describes it"
)]
pub(crate) struct Problem {
    /// Always `about:blank`.
    pub(crate) r#type: String,
    /// What went wrong, in English.
    pub(crate) title: String,
    /// The status of the answer.
    #[schema(example = 422)]
    pub(crate) status: u16,
    /// A stable name, such as `catalogue.out_of_stock`.
    #[schema(example = "http.parameter")]
    pub(crate) code: String,
    /// The field or parameter it belongs to.
    pub(crate) field: Option<String>,
    /// What exactly is wrong with the body, where it is not what this document describes.
    pub(crate) detail: Option<String>,
    /// A number to tell us, where the fault is ours.
    pub(crate) reference: Option<String>,
}
