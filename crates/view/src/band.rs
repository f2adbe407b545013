//! A cooperative's own band: a row of eight-point stars whose size, filling and two colours follow
//! from its id, so that a shop without a logo still looks like itself, on its page, its orders and
//! its parcels.

use crate::safe::SafeHtml;
use sha2::{Digest, Sha256};

/// Pairs of ground and star that keep 3:1 between them; all are colours of the house.
const PAIRS: [(&str, &str); 8] = [
    ("#0b5d4a", "#e3a72f"),
    ("#a3431f", "#f3d9b1"),
    ("#2740a8", "#e3a72f"),
    ("#d9a08b", "#5c2410"),
    ("#e3a72f", "#0b5d4a"),
    ("#123f56", "#d9a08b"),
    ("#6d1f3a", "#f0c97a"),
    ("#3f5a1e", "#f3e3b4"),
];

/// The drawing that a band repeats: its two colours, its width, and what stands on the ground.
struct Tile {
    hash: [u8; 4],
    ground: &'static str,
    step: i32,
    marks: String,
}

/// The band as inline SVG, 24 units high and as wide as its box, coloured by attributes alone
/// because the content policy refuses `style`. The same seed always gives the same drawing.
pub fn band(seed: &[u8]) -> SafeHtml {
    let Tile {
        hash: [a, b, c, d],
        ground,
        step,
        marks,
    } = tile(seed);
    let id = format!("b{a:02x}{b:02x}{c:02x}{d:02x}");
    SafeHtml::new(
        format!(
            "<svg class='own-band' width='100%' height='24' aria-hidden='true'><defs>\
             <pattern id='{id}' width='{step}' height='24' patternUnits='userSpaceOnUse'>\
             <path fill='{ground}' d='M0 0h{step}v24H0z'/>{marks}\
             </pattern></defs><rect width='100%' height='24' fill='url(#{id})'/></svg>"
        )
        .replace('\'', "\""),
    )
}

/// The same band for paper: an SVG of 840 × 24 units, as wide as a page and without a pattern.
pub fn strip(seed: &[u8]) -> String {
    const WIDTH: usize = 840;
    let tile = tile(seed);
    let mut text = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='24' viewBox='0 0 {WIDTH} 24'>\
         <path fill='{}' d='M0 0h{WIDTH}v24H0z'/>",
        tile.ground
    );
    for at in (0..WIDTH).step_by(usize::try_from(tile.step).unwrap_or(WIDTH)) {
        text += &format!("<g transform='translate({at} 0)'>{}</g>", tile.marks);
    }
    text += "</svg>";
    text.replace('\'', "\"")
}

fn tile(seed: &[u8]) -> Tile {
    let hash: [u8; 32] = Sha256::digest(seed).into();
    let [a, b, c, d, ..] = hash;
    let (ground, star) = PAIRS.get(usize::from(a % 8)).copied().unwrap_or(("#0b5d4a", "#e3a72f"));
    let step = [24, 32, 40].get(usize::from(b % 3)).copied().unwrap_or(32);
    let middle = step / 2;
    let mark = match c % 4 {
        0 => format!("<circle cx='{middle}' cy='12' r='3' fill='{ground}'/>"),
        1 => format!("<path d='M{middle} 7l5 5-5 5-5-5z' fill='{ground}'/>"),
        2 => format!("<path d='M{} 9h6v6h-6z' fill='{ground}'/>", middle - 3),
        _ => String::new(),
    };
    let between = match d % 3 {
        0 => "<path d='M0 8l4 4-4 4-4-4zM{w} 8l4 4-4 4-4-4z' fill='{s}'/>",
        1 => "<path d='M-3 0h6l-3 3zM-3 24h6l-3-3zM{l} 0h6l-3 3zM{l} 24h6l-3-3z' fill='{s}'/>",
        _ => "<path d='M0 12m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M{w} 12m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0' fill='{s}'/>",
    }
    .replace("{w}", &step.to_string())
    .replace("{l}", &(step - 3).to_string())
    .replace("{s}", star);
    let corner = middle - 6;
    Tile {
        hash: [a, b, c, d],
        ground,
        step,
        marks: format!(
            "<path fill='{star}' d='M{corner} 6h12v12h-12zM{middle} 3.5l8.5 8.5-8.5 8.5-8.5-8.5z'/>{mark}{between}"
        ),
    }
}
