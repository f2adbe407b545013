//! The same paper as a sheet: typed numbers and days, so that a spreadsheet reckons with them. Texts are
//! texts: nothing in them is a formula, not even after somebody has edited the cell.

use crate::{
    Error,
    data::{Cell, Fact, Holds, Paper, Row, Weight},
    tame,
};
use kernel::Locale;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

/// Green of the house, its plaster, and the line between rows.
const GREEN: Color = Color::RGB(0x000b_5d4a);
const PLASTER: Color = Color::RGB(0x00fb_f7ef);
const LINE: Color = Color::RGB(0x00e2_d8c5);

/// A4.
const PAPER_SIZE: u8 = 9;

pub(crate) fn write(paper: &Paper) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(paper.day.year, paper.day.month, paper.day.day)?;
    let about = DocProperties::new()
        .set_title(tame::line(&paper.title))
        .set_creation_datetime(&created);
    book.set_properties(&about);
    let sheet = book.add_worksheet();
    sheet.set_name(name(&paper.title))?;
    sheet.set_right_to_left(paper.locale == Locale::Ar);
    let mut row = head(sheet, paper)?;
    for (column, at) in paper.columns.iter().zip(0..) {
        text(
            sheet,
            (row, at),
            &column.label,
            Format::new()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(GREEN)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
        )?;
        let width: u16 = match column.holds {
            Holds::Day => 12,
            Holds::Text => 44,
            Holds::Amount => 15,
            Holds::Short => 10,
        };
        sheet.set_column_width(at, width)?;
    }
    row = row.saturating_add(1);
    sheet.set_freeze_panes(row, 0)?;
    sheet.set_repeat_rows(row.saturating_sub(1), row.saturating_sub(1))?;
    for line in &paper.rows {
        cells(sheet, row, line)?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    for note in &paper.notes {
        text(sheet, (row, 0), note, Format::new().set_italic())?;
        row = row.saturating_add(1);
    }
    sheet.set_landscape();
    sheet.set_paper_size(PAPER_SIZE);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(book.save_to_buffer()?)
}

/// What it is, of whom and for whom; gives the next row.
fn head(sheet: &mut Worksheet, paper: &Paper) -> Result<u32, Error> {
    let title = format!("{} · {}", paper.title, paper.subtitle);
    text(
        sheet,
        (0, 0),
        &title,
        Format::new().set_bold().set_font_size(16).set_font_color(GREEN),
    )?;
    let mut row = 1;
    for party in [&paper.issuer, &paper.holder] {
        text(sheet, (row, 0), &party.name, Format::new().set_bold())?;
        row += 1;
        for fact in &party.facts {
            text(sheet, (row, 0), &said(fact), Format::new())?;
            row += 1;
        }
    }
    for fact in &paper.facts {
        text(sheet, (row, 0), &said(fact), Format::new())?;
        row += 1;
    }
    Ok(row + 1)
}

fn said(fact: &Fact) -> String {
    match fact.label.as_str() {
        "" => fact.value.clone(),
        label => format!("{label}: {}", fact.value),
    }
}

fn cells(sheet: &mut Worksheet, row: u32, line: &Row) -> Result<(), Error> {
    let plain = Format::new()
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(LINE);
    let look = match line.weight {
        Weight::Plain => plain,
        Weight::Edge => plain.set_background_color(PLASTER).set_bold(),
        Weight::Sum => plain.set_bold().set_border_top(FormatBorder::Thin),
    };
    for (cell, at) in line.cells.iter().zip(0..) {
        match cell {
            Cell::Empty => {
                sheet.write_blank(row, at, &look)?;
            }
            Cell::Text { text: words, code } => {
                let both = if code.is_empty() {
                    words.clone()
                } else {
                    format!("{words} {code}")
                };
                text(sheet, (row, at), &both, look.clone())?;
            }
            Cell::Day(day) => {
                let date = ExcelDateTime::from_ymd(day.year, day.month, day.day)?;
                sheet.write_datetime_with_format(row, at, &date, &look.clone().set_num_format("dd/mm/yyyy"))?;
            }
            Cell::Amount(amount) => {
                sheet.write_number_with_format(
                    row,
                    at,
                    number(amount.minor),
                    &look.clone().set_num_format("#,##0.00"),
                )?;
            }
        }
    }
    Ok(())
}

/// A text that stays one: where its beginning looks like a formula, the cell itself says that it is none.
fn text(sheet: &mut Worksheet, (row, column): (u32, u16), typed: &str, look: Format) -> Result<(), Error> {
    let clean = tame::line(typed);
    let looks_like_one = clean
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    let look = if looks_like_one { look.set_quote_prefix() } else { look };
    sheet.write_string_with_format(row, column, clean, &look)?;
    Ok(())
}

/// Centimes as the nearest number that a spreadsheet has.
fn number(minor: i64) -> f64 {
    let sign = if minor < 0 { "-" } else { "" };
    let whole = minor.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
        .parse()
        .unwrap_or_default()
}

/// A name that a sheet may have.
fn name(title: &str) -> String {
    let fine = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = tame::line(title).chars().filter(fine).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centimes_become_the_number_that_is_written_so() {
        let read = |text: &str| text.parse::<f64>().unwrap();
        assert_eq!(number(-1_205), read("-12.05"));
        assert_eq!(number(7), read("0.07"));
        assert_eq!(number(12_345_678_901), read("123456789.01"));
    }
}
