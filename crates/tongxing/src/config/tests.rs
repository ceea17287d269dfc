use std::collections::BTreeMap;

use super::*;

const SMALL: &str = r#"
public_url = "https://pass.example.edu/"
[campus]
name_zh = "云麓大学"
name_en = "Yunlu University"
contact_zh = "保卫处 010-00000000"
contact_en = "Security Office"
"#;

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(Path::new("tongxing.toml"), text).map_err(|error| error.to_string())
}

#[test]
fn a_small_file_is_enough() {
    let config = parse(SMALL).unwrap();
    assert_eq!(config.listen, "127.0.0.1:8080".parse().unwrap());
    assert_eq!(config.public_url.as_str(), "https://pass.example.edu");
    assert_eq!(config.campus.zone.zone().iana_name(), Some("Asia/Shanghai"));
    assert!(config.vehicle_system.is_none() && config.smtp.is_none() && config.database.url.is_none());
    assert!(config.network.metrics_from.iter().any(|range| range.contains("127.0.0.1".parse().unwrap())));
}

#[test]
fn the_example_file_loads_and_says_everything() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operate/tongxing.example.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let config = Config::parse(&path, &text).unwrap();
    assert!(config.vehicle_system.is_some() && config.smtp.is_some() && config.sms.is_some());
    // What is commented out in the example must be right too.
    let all: Vec<&str> = text.lines().map(|line| line.strip_prefix("#~ ").unwrap_or(line)).collect();
    let config = Config::parse(&path, &all.join("\n")).unwrap();
    assert!(config.database.url.is_some() && config.master_key_file.is_some());
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let error = parse(&format!("{SMALL}lisen = 1\n")).unwrap_err();
    assert!(error.starts_with("tongxing.toml:8:1: unknown field `lisen`"), "{error}");
    let error = parse(&format!("{SMALL}[smtp]\nhost='a'\nfrom='b'\npasword='hunter2'\n")).unwrap_err();
    assert!(error.starts_with("tongxing.toml:11:1: unknown field `pasword`"), "{error}");
    assert!(!error.contains("hunter2"), "a message must not repeat a secret: {error}");
}

#[test]
fn wrong_values_say_what_would_be_right() {
    for (bad, words) in [
        (SMALL.replace("https://pass.example.edu/", "pass.example.edu"), "2:14: public_url must look like"),
        (SMALL.replace("https://pass.example.edu/", "https://a/b"), "2:14: public_url must look like"),
        (format!("{SMALL}zone = 'Asia/Yunlu'\n"), "8:8: 'Asia/Yunlu' is not a time zone"),
        (format!("{SMALL}[network]\ntrusted_proxies = ['lan']\n"), "9:19: 'lan' is not an address"),
        (format!("listen = '8080'{SMALL}"), "1:10: invalid socket address"),
        (format!("{SMALL}[database]\nconnections = -1\n"), "9:15: invalid value: integer `-1`"),
        (SMALL.replace("name_en = \"Yunlu University\"\n", ""), "3:1: missing field `name_en`"),
    ] {
        let error = parse(&bad).unwrap_err();
        assert!(error.contains(words), "wanted {words}, got {error}");
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let env: BTreeMap<&str, &str> = [
        ("TONGXING_LISTEN", "127.0.0.1:9000"),
        ("TONGXING_DATABASE_URL", "postgres://tongxing:secret@db/tongxing"),
        ("TONGXING_SMTP_PASSWORD", "s3cret"),
        ("TONGXING_SMS_AUTHORIZATION", "Bearer s3cret"),
    ]
    .into();
    let mut config = parse(&format!("{SMALL}[smtp]\nhost='mail'\nfrom='a@b'\n[sms]\nurl='https://s'\nbody='{{}}'\n[sms.headers]\nauthorization='old'\n")).unwrap();
    config.override_from(|name| env.get(name).map(|value| (*value).to_owned())).unwrap();
    assert_eq!(config.listen.port(), 9000);
    assert_eq!(config.smtp.as_ref().unwrap().password.reveal(), "s3cret");
    let headers = &config.sms.as_ref().unwrap().headers;
    assert_eq!((headers.len(), headers["Authorization"].reveal()), (1, "Bearer s3cret"));
    assert!(!format!("{config:?}").contains("s3cret"), "secrets are not printed");
    assert!(!format!("{config:?}").contains("tongxing:secret"), "secrets are not printed");

    let error = config.override_from(|name| (name == "TONGXING_LISTEN").then(|| "x".to_owned())).unwrap_err();
    assert!(error.to_string().contains("TONGXING_LISTEN"), "{error}");
}

#[test]
fn columns_count_characters() {
    assert_eq!(place("a\n云 b", 6), (2, 3));
    assert_eq!(place("", 0), (1, 1));
}
