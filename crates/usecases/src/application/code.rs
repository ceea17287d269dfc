//! 短信验证码: six digits to the phone an application was registered with. Good once, for ten minutes, and for the one
//! request that asked for them.

use tongxing_domain::{locale::Locale, phone::Phone, problem::Problem, text::compact};
use tongxing_storage::{
    Tx,
    application::Application,
    attempt::Limit,
    confirmation::{self, Confirmation, Confirmed},
};

use crate::{Campus, Error, message, tries};

/// How long a code is good.
pub(crate) const MILLIS: i64 = MINUTES * 60 * 1000;
const MINUTES: i64 = 10;
/// Wrong tries before a code is good for nothing.
const TRIES: u32 = 5;

/// Nobody's phone is made to ring all day by strangers.
const PER_PHONE: Limit = Limit { scope: "code-phone", tries: 3, window_millis: MILLIS };
const PER_PHONE_DAY: Limit = Limit { scope: "code-phone-day", tries: 10, window_millis: tries::DAY };

/// Sends a code, unless this phone had too many lately: then it says how long to wait, and nothing is sent.
pub(super) async fn send(
    campus: &Campus,
    tx: &mut Tx,
    request: &str,
    about: (&Application, &Phone),
    locale: Locale,
) -> Result<Option<Problem>, Error> {
    let (application, phone) = about;
    let hash = tx.phone_hash(phone);
    let now = campus.now();
    let limits = [(PER_PHONE_DAY, hash.as_str()), (PER_PHONE, hash.as_str())];
    if let Some(wait) = tries::used_up(tx, &limits, now).await? {
        return Ok(Some(wait));
    }
    let code = digits(campus);
    let new = Confirmation {
        id: campus.new_id(),
        request,
        application: application.id,
        phone: hash,
        code: &code,
        created_at: now,
        expires_at: now.plus_millis(MILLIS),
    };
    confirmation::put(tx, &new).await?;
    let words = words(campus, &code, locale);
    let text = message::Text { to: phone.as_str(), kind: "confirmation-code", locale, words };
    message::text(campus, tx, text).await?;
    Ok(None)
}

/// What this code proves, if it is the one that was sent for this request. Commit whatever comes of it.
pub(super) async fn check(
    campus: &Campus,
    tx: &mut Tx,
    request: &str,
    typed: &str,
) -> Result<Option<Confirmed>, Error> {
    Ok(confirmation::try_code(tx, request, &compact(typed), TRIES, campus.now()).await?)
}

fn digits(campus: &Campus) -> String {
    let mut random = [0; 8];
    campus.random.fill(&mut random);
    format!("{:06}", u64::from_be_bytes(random) % 1_000_000)
}

fn words(campus: &Campus, code: &str, locale: Locale) -> String {
    let settings = &campus.settings;
    match locale {
        Locale::ZhCn => format!(
            "【{}】验证码 {code}，{MINUTES} 分钟内有效，用于查看和修改您的登记。请勿告诉他人。",
            settings.name_zh
        ),
        Locale::En => format!(
            "[{}] {code} is your code, valid for {MINUTES} minutes, to see and change your registration. Do not tell it to anybody.",
            settings.name_en
        ),
    }
}
