//! What an HTTP answer means in the words of the delivery ledger.

use tongxing_ports::{Answer, Reason};

/// 200, 201 and 204 are final. Any other success promises less than that.
pub(super) fn judge(status: u16) -> Result<Answer, Reason> {
    match status {
        200 | 201 | 204 => Ok(Answer::Confirmed),
        202..=299 => Ok(Answer::Accepted),
        401 | 403 | 407 => Err(Reason::Auth),
        404 | 405 | 406 | 415 | 501 => Err(Reason::Unsupported),
        409 => Err(Reason::Conflict),
        507 => Err(Reason::Capacity),
        408 | 425 | 429 | 500..=599 => Err(Reason::Busy),
        _ => Err(Reason::Rejected),
    }
}

/// The answer for the page of deliveries: the status and what the other side said, without anything but words.
pub(super) fn words(status: u16, body: &[u8]) -> String {
    const MOST: usize = 200;
    let said: String = String::from_utf8_lossy(body)
        .chars()
        .map(|sign| if sign.is_control() || sign == char::REPLACEMENT_CHARACTER { ' ' } else { sign })
        .take(4 * MOST)
        .collect();
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST).collect();
    let redirect = if (300..400).contains(&status) { ", a redirect, which is not followed" } else { "" };
    if said.is_empty() {
        format!("answered {status}{redirect}")
    } else {
        format!("answered {status}{redirect}: {said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_one_meaning() {
        let table: [(&[u16], Result<Answer, Reason>); 9] = [
            (&[200, 201, 204], Ok(Answer::Confirmed)),
            (&[202, 203, 206], Ok(Answer::Accepted)),
            (&[401, 403], Err(Reason::Auth)),
            (&[404, 405, 415, 501], Err(Reason::Unsupported)),
            (&[408, 425, 429, 500, 502, 503, 504, 520], Err(Reason::Busy)),
            (&[409], Err(Reason::Conflict)),
            (&[507], Err(Reason::Capacity)),
            (&[400, 410, 413, 422, 451], Err(Reason::Rejected)),
            (&[301, 302, 307, 308, 304], Err(Reason::Rejected)),
        ];
        for (statuses, meaning) in table {
            for status in statuses {
                assert_eq!(judge(*status), meaning, "{status}");
            }
        }
    }

    #[test]
    fn words_are_short_and_plain() {
        assert_eq!(words(500, b""), "answered 500");
        assert_eq!(words(422, "车牌\r\n 已存在\0\x1b[31m".as_bytes()), "answered 422: 车牌 已存在 [31m");
        assert_eq!(words(302, b""), "answered 302, a redirect, which is not followed");
        assert_eq!(words(400, &[b'a'; 5000]).len(), "answered 400: ".len() + 200);
        assert!(words(400, &[0xff, 0xfe, b'x']).ends_with(": x"));
    }
}
