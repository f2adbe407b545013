//! What an operator does with the binary, and what they are told when it cannot work.
#![cfg(test)]

mod support;

use support::Place;

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn c20_a_second_process_on_the_same_data_is_refused_with_a_sentence() {
    let place = Place::new();
    let _first = place.serve(&["--no-demo"]);
    let second = place.run(&["serve", "--no-demo", "--listen", "127.0.0.1:0"]);
    assert!(!second.status.success());
    assert!(
        said(&second).contains("another tiwizi is using the data"),
        "{}",
        said(&second)
    );
}

#[test]
fn c19_a_market_that_is_told_to_stop_ends_well_and_starts_again() {
    let place = Place::new();
    for _ in 0..3 {
        let mut market = place.serve(&["--no-demo"]);
        market.signal("TERM");
        assert!(market.wait());
    }
}

#[test]
fn c6_a_migration_that_is_killed_can_be_run_again() {
    let place = Place::new();
    for pause in [0, 5, 10, 15, 20, 30, 40, 60] {
        let mut child = place.command(&["migrate"]).spawn().expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(pause));
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
    }
    let done = place.run(&["migrate"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(place.run(&["check"]).status.success());
}

#[test]
fn c6_a_database_that_is_newer_than_the_program_is_not_served() {
    let place = Place::new();
    assert!(place.run(&["migrate"]).status.success());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        use sea_orm::ConnectionTrait;
        let url = format!("sqlite://{}", place.data().join("data/market.sqlite").display());
        let connection = kernel::db::Options::new(url).connect().await.expect("the database");
        connection
            .execute_unprepared("insert into seaql_migrations (version, applied_at) values ('m9999_future', 1)")
            .await
            .expect("a row");
        connection.close().await.expect("closed");
    });
    let served = place.run(&["serve"]);
    assert!(!served.status.success());
    assert!(said(&served).contains("newer than this program"), "{}", said(&served));
}

#[test]
fn an_address_that_others_reach_needs_https() {
    let place = Place::new();
    let served = place.run(&["serve", "--listen", "0.0.0.0:0"]);
    assert!(!served.status.success());
    assert!(said(&served).contains("not https"), "{}", said(&served));
}

#[test]
fn production_knows_no_demo() {
    let place = Place::new();
    let file = place.data().join("production.toml");
    std::fs::write(
        &file,
        "profile = \"production\"\n[market]\npublic_url = \"https://souk.example\"\n[operator]\nname = \"Office\"\n",
    )
    .expect("a file");
    let config = file.display().to_string();
    let loaded = place.run(&["demo", "load", "--config", &config]);
    assert!(!loaded.status.success());
    assert!(said(&loaded).contains("no demo"), "{}", said(&loaded));
}

#[test]
fn production_does_not_open_a_database_in_which_a_demo_lives() {
    let place = Place::new();
    let file = place.data().join("production.toml");
    std::fs::write(
        &file,
        "profile = \"production\"\n[market]\npublic_url = \"https://souk.example\"\n[operator]\nname = \"Office\"\n",
    )
    .expect("a file");
    let config = file.display().to_string();
    let migrated = place.run(&["migrate", "--config", &config]);
    assert!(migrated.status.success(), "{}", said(&migrated));
    assert!(place.run(&["check", "--config", &config]).status.success());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        use sea_orm::ConnectionTrait;
        let url = format!("sqlite://{}", place.data().join("data/market.sqlite").display());
        let connection = kernel::db::Options::new(url).connect().await.expect("the database");
        connection
            .execute_unprepared(
                "insert into person (id, name, phone, locale, is_administrator, created_at) \
                 values (x'0192f0c4a3b27c3e8d1f5a6b7c8d9e0f', 'Amina', '+212685000007', 'fr', false, 1)",
            )
            .await
            .expect("a row");
        connection.close().await.expect("closed");
    });
    for command in ["serve", "check", "work"] {
        let refused = place.run(&[command, "--config", &config]);
        assert!(!refused.status.success(), "{command}");
        assert!(
            said(&refused).contains("of a demonstration"),
            "{command}: {}",
            said(&refused)
        );
    }
    assert!(place.run(&["check"]).status.success(), "a demonstration may");
}

#[test]
fn money_is_checked_while_the_market_serves_and_a_database_that_was_changed_by_hand_is_found_out() {
    let place = Place::new();
    let loaded = place.run(&["demo", "load"]);
    assert!(loaded.status.success(), "{}", said(&loaded));
    let market = place.serve(&[]);
    let checked = place.run(&["check", "money"]);
    assert!(checked.status.success(), "{}", said(&checked));
    let line = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(line.starts_with("All money is accounted for: "), "{line}");
    drop(market);
    let change = |sql: &str| {
        let url = format!("sqlite://{}", place.data().join("data/market.sqlite").display());
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            use sea_orm::ConnectionTrait;
            let connection = kernel::db::Options::new(url).connect().await.expect("the database");
            let changed = connection
                .execute_unprepared(sql)
                .await
                .expect("a change")
                .rows_affected();
            connection.close().await.expect("closed");
            changed
        })
    };
    let mine = "update payment set collected_minor = collected_minor - 1 where id = (select min(id) from payment where collected_minor > 0)";
    assert_eq!(change(mine), 1);
    let checked = place.run(&["check", "money"]);
    assert!(!checked.status.success());
    assert!(
        said(&checked).contains("was paid, the ledger has"),
        "{}",
        said(&checked)
    );
    assert!(place.run(&["check"]).status.success(), "the other check asks for less");
}

#[test]
fn the_invitation_of_the_first_administrator_is_a_link() {
    let place = Place::new();
    let invited = place.run(&["admin", "invite"]);
    assert!(invited.status.success(), "{}", said(&invited));
    let text = String::from_utf8_lossy(&invited.stdout).into_owned();
    assert!(text.contains("/ar/invite/"), "{text}");
}

#[test]
fn a_wrong_key_in_the_configuration_is_named() {
    let place = Place::new();
    let file = place.data().join("wrong.toml");
    std::fs::write(&file, "[server]\nlissten = \"127.0.0.1:1\"\n").expect("a file");
    let checked = place.run(&["check", "--config", &file.display().to_string()]);
    assert!(!checked.status.success());
    assert!(said(&checked).contains("lissten"), "{}", said(&checked));
}

#[test]
fn what_cannot_work_is_refused_before_it_is_served() {
    let place = Place::new();
    for (key, value, expected) in [
        ("TIWIZI__SERVER__CONNECTIONS", "0", "server.connections is 0"),
        ("TIWIZI__MAIL__TRANSPORT", "smtp", "mail.host is empty"),
        ("TIWIZI__SMS__TRANSPORT", "http", "sms.url is empty"),
        ("TIWIZI__PROFILE", "prod", "it can be development or production"),
        (
            "TIWIZI__DATABASE__URL",
            "mysql://u:hushhush@db/x",
            "database.url must begin with",
        ),
    ] {
        let checked = place.command(&["check"]).env(key, value).output().expect("it runs");
        assert!(!checked.status.success(), "{key}");
        assert!(said(&checked).contains(expected), "{key}: {}", said(&checked));
        assert!(!said(&checked).contains("hushhush"), "a password is not printed");
    }
}

#[test]
fn the_example_is_refused_until_it_is_filled_in_and_then_doubts_are_said() {
    let place = Place::new();
    let example = include_str!("../../../config/production.example.toml");
    let file = place.data().join("production.toml");
    let config = file.display().to_string();
    std::fs::write(&file, example).expect("a file");
    let checked = place.run(&["check", "--config", &config]);
    assert!(!checked.status.success());
    assert!(
        said(&checked).contains("still holds the … of the example"),
        "{}",
        said(&checked)
    );
    std::fs::write(
        &file,
        example
            .replace('…', "x")
            .replace("\"smtp\"", "\"directory\"")
            .replace("\"http\"", "\"directory\""),
    )
    .expect("a file");
    let checked = place.run(&["check", "--config", &config]);
    assert!(checked.status.success(), "{}", said(&checked));
    let text = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(
        text.contains("nobody who does not read them there can sign in"),
        "{text}"
    );
    let missing =
        "Empty: operator.ice, operator.tax_number, operator.licence_number. The law wants it on every invoice";
    assert!(text.contains(missing), "{text}");
    let named = ["ICE", "TAX_NUMBER", "LICENCE_NUMBER"].map(|key| (format!("TIWIZI__OPERATOR__{key}"), "123"));
    let checked = place
        .command(&["check", "--config", &config])
        .envs(named)
        .output()
        .expect("it runs");
    assert!(!said(&checked).contains("on every invoice"), "{}", said(&checked));
}

#[test]
fn what_looks_like_a_number_in_the_environment_stays_what_it_is() {
    let place = Place::new();
    let said_of = |rib: &str, proxies: &str| {
        let named = [
            ("TIWIZI__PAY__RIB", rib),
            ("TIWIZI__PAY__ACCOUNT_NAME", "1001"),
            ("TIWIZI__PAY__TRANSFER", "collected"),
            ("TIWIZI__SERVER__TRUSTED_PROXIES", proxies),
            ("TIWIZI__SERVER__CONNECTIONS", "512"),
            ("TIWIZI__JOBS__WITH_SERVE", "false"),
        ];
        let checked = place.command(&["check"]).envs(named).output().expect("it runs");
        (checked.status.success(), said(&checked))
    };
    for (rib, proxies) in [
        ("999780000012345678901251", "127.0.0.1, ::1"),
        ("007780000012345678901209", ""),
    ] {
        let (fine, words) = said_of(rib, proxies);
        assert!(fine, "{rib}: {words}");
    }
    let (fine, words) = said_of("999780000012345678901252", "");
    assert!(!fine && words.contains("pay.rib"), "{words}");
    let (fine, words) = said_of("999780000012345678901251", "here");
    assert!(!fine && words.contains("trusted_proxies"), "{words}");
}

#[test]
fn a_check_of_a_folder_without_a_market_makes_none() {
    let place = Place::new();
    let checked = place.run(&["check"]);
    assert!(checked.status.success(), "{}", said(&checked));
    let text = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(text.contains("There is no database in"), "{text}");
    assert!(!place.data().join("data/market.sqlite").exists());
}

#[test]
fn other_users_of_the_machine_cannot_enter_the_data() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let data = place.data().join("data");
    std::fs::create_dir(&data).expect("a folder");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).expect("open to all");
    assert!(place.run(&["migrate"]).status.success());
    let mode = std::fs::metadata(&data).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
}

#[test]
fn a_market_with_a_name_of_its_own_shows_it() {
    let place = Place::new();
    let named = [
        ("TIWIZI__MARKET__NAME", "Souk \"d'ici\"".into()),
        ("TIWIZI__MARKET__NAME_AR", "سوقنا".into()),
    ];
    let market = place.serve_with(&["--no-demo"], &named);
    let page = |path: &str| market.read(path);
    assert!(
        page("/fr").contains("Souk &#34;d&#39;ici&#34; – le marché"),
        "{}",
        page("/fr")
    );
    assert!(page("/ar").contains("سوقنا – سوق تعاونيات المغرب"));
    assert!(!page("/fr").contains("Tiwizi"));
}
