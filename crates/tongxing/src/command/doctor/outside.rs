//! Outside systems: do they answer at all? What they think of us is seen in the list of deliveries.

use std::time::Duration;

use tokio::net::TcpStream;

use super::Finding;
use crate::installation::Installation;

const PATIENCE: Duration = Duration::from_secs(3);

pub async fn look(installation: &Installation) -> Vec<Finding> {
    let config = &installation.config;
    let mut findings = Vec::new();
    if let Some(system) = &config.vehicle_system {
        findings.push(match host_and_port(&system.url) {
            Some((host, port)) => reach("vehicle system", &host, port).await,
            None => Finding::bad(
                format!("the address of the vehicle system is no http or https address: {}", system.url),
                "mend vehicle_system.url",
            ),
        });
        if system.secret.reveal().is_empty() {
            findings.push(Finding::bad(
                "the vehicle system has no shared secret, so nothing can be signed",
                "set vehicle_system.secret or TONGXING_VEHICLE_SECRET",
            ));
        }
    }
    if let Some(sms) = &config.sms {
        findings.push(match host_and_port(sms.url.reveal()) {
            Some((host, port)) => reach("gateway for text messages", &host, port).await,
            None => Finding::bad(
                "the address of the gateway for text messages is no http or https address",
                "mend sms.url or TONGXING_SMS_URL",
            ),
        });
    }
    if let Some(smtp) = &config.smtp {
        findings.push(reach("mail server", &smtp.host, smtp.port()).await);
    }
    findings
}

async fn reach(name: &str, host: &str, port: u16) -> Finding {
    let connected = tokio::time::timeout(PATIENCE, TcpStream::connect((host, port))).await;
    let place = format!("the {name} at {host}:{port}");
    let advice = "it may be down, or a firewall stands between; deliveries wait until it answers";
    match connected {
        Ok(Ok(_)) => Finding::good(format!("{place} can be reached")),
        Ok(Err(error)) => Finding::warning(format!("{place} cannot be reached: {error}"), advice),
        Err(_) => Finding::warning(format!("{place} did not answer within 3 seconds"), advice),
    }
}

fn host_and_port(url: &str) -> Option<(String, u16)> {
    let url: axum::http::Uri = url.parse().ok()?;
    let usual = match url.scheme_str()? {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let host = url.host()?.trim_matches(['[', ']']).to_owned();
    Some((host, url.port_u16().unwrap_or(usual)))
}

#[cfg(test)]
mod tests {
    use super::{super::Grade, *};

    #[test]
    fn addresses_name_a_host_and_a_port() {
        let cases = [
            ("https://v.example.edu/hook", Some(("v.example.edu", 443))),
            ("http://127.0.0.1:8090/webhook", Some(("127.0.0.1", 8090))),
            ("http://[::1]:81/", Some(("::1", 81))),
            ("ftp://v.example.edu/", None),
            ("v.example.edu", None),
        ];
        for (url, expected) in cases {
            let expected = expected.map(|(host, port)| (host.to_owned(), port));
            assert_eq!(host_and_port(url), expected, "{url}");
        }
    }

    #[tokio::test]
    async fn a_system_that_listens_is_reached_and_one_that_does_not_is_named() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_eq!(reach("mail server", "127.0.0.1", port).await.grade, Grade::Good);
        drop(listener);
        let finding = reach("mail server", "127.0.0.1", port).await;
        assert_eq!(finding.grade, Grade::Warning);
        assert!(finding.what.contains(&format!("127.0.0.1:{port}")), "{}", finding.what);
    }
}
