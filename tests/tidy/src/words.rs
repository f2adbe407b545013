//! The words of the market as `frontend/locales` holds them.

use crate::files;
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};
use kernel::Locale;
use std::collections::{BTreeMap, BTreeSet};

/// A sentence in one language.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The name of its file without ending.
    pub file: String,
    /// What it says without values: the texts of all variants, joined by lines.
    pub text: String,
    /// The values it takes.
    pub values: BTreeSet<String>,
    /// For each choice in it, the forms it offers.
    pub choices: Vec<BTreeSet<String>>,
}

/// The sentences of a language and what is wrong with its files.
#[derive(Clone, Debug, Default)]
pub struct Language {
    /// By key.
    pub sentences: BTreeMap<String, Sentence>,
    /// Lines that Fluent cannot read and keys that are written twice.
    pub faults: Vec<String>,
}

/// Reads a language.
pub fn language(locale: Locale) -> Language {
    let mut language = Language::default();
    for file in files(&format!("frontend/locales/{locale}"), &["ftl"]) {
        let name = file
            .path
            .rsplit('/')
            .next()
            .unwrap()
            .trim_end_matches(".ftl")
            .to_owned();
        let (resource, errors) = match parser::parse(file.text.as_str()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        language
            .faults
            .extend(errors.iter().map(|error| format!("{}: {error}", file.path)));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name.to_owned();
            let Some(pattern) = message.value else {
                language.faults.push(format!("{}: {key} says nothing", file.path));
                continue;
            };
            let mut sentence = Sentence {
                file: name.clone(),
                text: String::new(),
                values: BTreeSet::new(),
                choices: Vec::new(),
            };
            read(&pattern, &mut sentence);
            if let Some(other) = language.sentences.insert(key.clone(), sentence) {
                language
                    .faults
                    .push(format!("{}: {key} stands in {}.ftl too", file.path, other.file));
            }
        }
    }
    language
}

/// Every complete language.
pub fn complete() -> BTreeMap<Locale, Language> {
    Locale::COMPLETE
        .into_iter()
        .map(|locale| (locale, language(locale)))
        .collect()
}

fn read(pattern: &Pattern<&str>, sentence: &mut Sentence) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => sentence.text.push_str(value),
            PatternElement::Placeable { expression } => read_expression(expression, sentence),
        }
    }
    sentence.text.push('\n');
}

fn read_expression(expression: &Expression<&str>, sentence: &mut Sentence) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, sentence),
        Expression::Select { selector, variants } => {
            read_inline(selector, sentence);
            let forms = variants.iter().map(|variant| match &variant.key {
                VariantKey::Identifier { name } => (*name).to_owned(),
                VariantKey::NumberLiteral { value } => (*value).to_owned(),
            });
            sentence.choices.push(forms.collect());
            for variant in variants {
                read(&variant.value, sentence);
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, sentence: &mut Sentence) {
    match inline {
        InlineExpression::VariableReference { id } => {
            sentence.values.insert(id.name.to_owned());
            // A letter's place, so that what stands around a value is not joined.
            sentence.text.push('\u{FFFC}');
        }
        InlineExpression::Placeable { expression } => read_expression(expression, sentence),
        InlineExpression::StringLiteral { value } => sentence.text.push_str(value),
        // Another sentence in this one: the sentence has a test of its own.
        InlineExpression::MessageReference { .. } => {}
        _ => {}
    }
}
