//! Long texts that administrators write, in Markdown, made into HTML that cannot harm.

use crate::safe::SafeHtml;
use ammonia::Builder;
use pulldown_cmark::{Options, Parser, html};
use std::sync::LazyLock;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_generic_attributes(["dir", "lang"])
        .rm_tags(["img", "map", "area"])
        .link_rel(Some("noopener noreferrer"));
    builder
});

/// The text as HTML: headings, lists, links, emphasis and tables; scripts, styles and pictures are
/// taken out, `dir` and `lang` stay. Headings start below the page's own: `#` becomes `<h2>`.
pub fn html(markdown: &str) -> SafeHtml {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(lower_heading);
    let mut raw = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut raw, parser);
    SafeHtml::new(CLEANER.clean(&raw).to_string())
}

fn lower_heading(event: pulldown_cmark::Event<'_>) -> pulldown_cmark::Event<'_> {
    use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
    let below = |level: HeadingLevel| match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    };
    match event {
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: below(level),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        other => other,
    }
}
