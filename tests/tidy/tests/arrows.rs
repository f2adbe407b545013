//! Which crate may know which: the arrows of the house. A new arrow is a one-line change of this
//! table, and somebody has to defend it.
#![cfg(test)]

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};
use tidy_tests::{none, root};

/// A crate of the product and those of the house that it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    // Nouns never see each other: what joins two of them is a verb.
    ("identity", &["kernel"]),
    ("catalogue", &["kernel"]),
    ("order", &["kernel"]),
    ("payment", &["kernel"]),
    ("ledger", &["kernel"]),
    // Adapters never see nouns: what they carry is data.
    ("job", &["kernel"]),
    ("mail", &["kernel"]),
    ("media", &["kernel"]),
    ("psp", &["kernel"]),
    ("bankfile", &["kernel"]),
    ("paper", &["kernel"]),
    ("view", &["kernel"]),
    // Verbs join nouns and adapters.
    (
        "market",
        &[
            "kernel",
            "identity",
            "catalogue",
            "order",
            "payment",
            "ledger",
            "job",
            "mail",
            "media",
            "psp",
            "bankfile",
            "paper",
            "view",
        ],
    ),
    // The door calls verbs and the nouns' reads, shows them through `view`, names photos as `media`
    // does, and shows the demo's messages as `mail` keeps them. It queues nothing itself.
    (
        "gateway",
        &[
            "kernel",
            "identity",
            "catalogue",
            "order",
            "payment",
            "ledger",
            "market",
            "view",
            "media",
            "mail",
        ],
    ),
    // The binary puts everything together.
    (
        "server",
        &[
            "kernel",
            "identity",
            "catalogue",
            "order",
            "payment",
            "job",
            "mail",
            "media",
            "psp",
            "view",
            "market",
            "gateway",
            "migrations",
        ],
    ),
    // The history is plain SQL: it must still run when the code it was written with is gone.
    ("migrations", &[]),
    // For tests alone.
    (
        "testkit",
        &[
            "kernel",
            "identity",
            "catalogue",
            "order",
            "payment",
            "job",
            "mail",
            "media",
            "psp",
            "market",
            "migrations",
        ],
    ),
    // Builds with nothing, so that it is there in a second on a clean machine.
    ("xtask", &[]),
];

/// What the tests of a crate may use beyond that and the testkit: rows that others' rows must point at.
const ARROWS_OF_TESTS: &[(&str, &[&str])] = &[
    // An order holds variants on sale and is handled by people.
    ("order", &["catalogue", "identity"]),
    // A payment belongs to an order.
    ("payment", &["order", "catalogue", "identity"]),
    // Clients of providers, and what the market does with them, are tried against stand-ins of these.
    ("psp", &["standin"]),
    ("market", &["standin"]),
];

/// What a noun may not use from outside either: it knows neither HTTP nor pages nor the network.
const NOT_FOR_NOUNS: &[&str] = &[
    "axum",
    "axum-extra",
    "hyper",
    "hyper-util",
    "tower",
    "tower-http",
    "reqwest",
    "lettre",
    "askama",
];
const NOUNS: &[&str] = &["kernel", "identity", "catalogue", "order", "payment", "ledger"];

struct Package {
    path: String,
    /// Names by kind: `normal`, `dev`, `build`.
    uses: BTreeMap<String, BTreeSet<String>>,
}

fn packages() -> BTreeMap<String, Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    list(&metadata["packages"])
        .iter()
        .map(|package| {
            let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for dependency in list(&package["dependencies"]) {
                let kind = dependency["kind"].as_str().unwrap_or("normal").to_owned();
                uses.entry(kind).or_default().insert(text(&dependency["name"]));
            }
            (
                text(&package["name"]),
                Package {
                    path: text(&package["manifest_path"]),
                    uses,
                },
            )
        })
        .collect()
}

impl Package {
    fn is_test(&self) -> bool {
        self.path.contains("/tests/")
    }

    fn uses(&self, kind: &str) -> BTreeSet<String> {
        self.uses.get(kind).cloned().unwrap_or_default()
    }
}

#[test]
fn every_crate_uses_only_what_the_table_allows() {
    let packages = packages();
    let table: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut found = Vec::new();
    for (name, package) in packages.iter().filter(|(_, package)| !package.is_test()) {
        let Some(allowed) = table.get(name.as_str()) else {
            found.push(format!("{name} is not in the table"));
            continue;
        };
        for used in package.uses("normal").union(&package.uses("build")) {
            if packages.contains_key(used) && !allowed.contains(&used.as_str()) {
                found.push(format!("{name} → {used}"));
            }
        }
    }
    found.extend(
        table
            .keys()
            .filter(|name| !packages.contains_key(**name))
            .map(|name| format!("{name} is gone")),
    );
    none(&found, "arrows that the table does not have");
}

#[test]
fn every_arrow_of_the_table_is_used() {
    let packages = packages();
    let mut found = Vec::new();
    for (name, allowed) in ARROWS {
        let used = packages
            .get(*name)
            .map(|package| package.uses("normal"))
            .unwrap_or_default();
        found.extend(
            allowed
                .iter()
                .filter(|other| !used.contains(**other))
                .map(|other| format!("{name} → {other}")),
        );
    }
    none(&found, "arrows that nobody uses: take them out of the table");
}

#[test]
fn a_crates_own_tests_know_no_more_of_the_house_than_the_crate_and_the_testkit() {
    let packages = packages();
    let mut found = Vec::new();
    for (name, package) in packages.iter().filter(|(_, package)| !package.is_test()) {
        let known = package.uses("normal");
        let allowed = ARROWS_OF_TESTS
            .iter()
            .find(|(other, _)| other == name)
            .map_or(&[][..], |(_, allowed)| *allowed);
        for used in package.uses("dev") {
            let fine = known.contains(&used)
                || allowed.contains(&used.as_str())
                || ["testkit", "migrations"].contains(&used.as_str());
            if packages.contains_key(&used) && !fine {
                found.push(format!("{name} (tests) → {used}"));
            }
        }
    }
    none(&found, "arrows of tests");
}

#[test]
fn nouns_know_neither_http_nor_pages() {
    let packages = packages();
    let mut found = Vec::new();
    for noun in NOUNS {
        let used = packages
            .get(*noun)
            .map(|package| package.uses("normal"))
            .unwrap_or_default();
        found.extend(
            used.iter()
                .filter(|other| NOT_FOR_NOUNS.contains(&other.as_str()))
                .map(|other| format!("{noun} → {other}")),
        );
    }
    none(&found, "what a noun must not know");
}
