//! Messages by e-mail: one layout for every notice, as HTML and as plain text.

use crate::{
    safe::SafeHtml,
    words::{self, Arg},
};
use askama::Template;
use kernel::Locale;

/// A notice ready to be written: texts are in the reader's language and plain (no isolates).
#[derive(Clone, Debug)]
pub struct NoticeMail {
    /// The reader's language.
    pub locale: Locale,
    /// The subject, also the heading.
    pub subject: String,
    /// What there is to say.
    pub paragraphs: Vec<String>,
    /// Name and value: order number, amount, town.
    pub facts: Vec<(String, String)>,
    /// The one button: its word and its full address.
    pub action: Option<(String, String)>,
    /// Who writes: the market's or the seller's identity, line by line.
    pub signature: Vec<String>,
}

impl NoticeMail {
    /// The message as HTML and as plain text.
    ///
    /// # Errors
    /// When a template cannot be rendered, which only a lack of memory explains.
    pub fn render(&self) -> Result<(String, String), askama::Error> {
        let html = HtmlMail { m: self }.render()?;
        Ok((html, self.text()))
    }

    /// Blocks with an empty line between them; the signature behind the usual `-- `.
    fn text(&self) -> String {
        let mut blocks = vec![self.subject.clone()];
        blocks.extend(self.paragraphs.iter().cloned());
        let facts: Vec<String> = self.facts.iter().map(|(name, value)| self.line(name, value)).collect();
        blocks.push(facts.join("\n"));
        if let Some((label, url)) = &self.action {
            blocks.push(format!("{}\n{url}", self.line(label, "").trim_end()));
        }
        blocks.push(format!("-- \n{}", self.signature.join("\n")));
        blocks.retain(|block| !block.is_empty());
        blocks.join("\n\n") + "\n"
    }

    /// A name and what it stands for, with the colon as the language sets it.
    fn line(&self, name: &str, value: &str) -> String {
        let args = [("name", Arg::from(name)), ("value", Arg::from(value))];
        words::plain(self.locale, "notice-line", &args)
    }

    fn dir(&self) -> &'static str {
        self.locale.dir()
    }

    /// The side on which a line starts, since mail programs know no logical sides.
    fn start(&self) -> &'static str {
        if self.dir() == "rtl" { "right" } else { "left" }
    }

    fn band(&self) -> SafeHtml {
        let cell = |colour: &str| {
            format!("<td height=\"6\" style=\"background:{colour};font-size:0;line-height:0\">&nbsp;</td>")
        };
        SafeHtml::new(
            ["#0b5d4a", "#e3a72f", "#a3431f", "#2740a8", "#d9a08b"]
                .map(cell)
                .concat(),
        )
    }
}

#[derive(Template)]
#[template(path = "emails/notice.html")]
struct HtmlMail<'a> {
    m: &'a NoticeMail,
}
