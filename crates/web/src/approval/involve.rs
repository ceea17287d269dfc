//! The buttons that bring other people in: 加签, 减签, 转办, 委派, 抄送, and for process administrators 改派, 终止.
//! In the dialogs that name people, a second button finds them: nothing else happens then.

use axum::response::Response;
use tongxing_usecases::approval::{
    Mode, Placement, add_signers, copy, delegate, reassign, remove_signer, terminate, transfer,
};

use super::press::Press;
use crate::trouble::Trouble;

/// `POST /tasks/{task}/sign`
pub async fn add_signers(press: Press) -> Result<Response, Trouble> {
    if press.only_finds() {
        return press.found("sign").await;
    }
    let mode = match press.text("mode") {
        "any" => Mode::Any,
        "in-order" => Mode::InOrder,
        _ => Mode::All,
    };
    let input = add_signers::Input {
        signers: press.people(),
        placement: match press.text("placement") {
            "before" => Placement::Before(mode),
            "after" => Placement::After(mode),
            "parallel" => Placement::Parallel,
            _ => return Err(Trouble::Malformed),
        },
        reason: press.text("reason").to_owned(),
        key: press.key()?.to_owned(),
    };
    let outcome = add_signers::run(&press.campus, &press.actor, press.task, input).await;
    press.to_the_task(outcome, "sign").await
}

/// `POST /tasks/{task}/unsign`
pub async fn remove_signer(press: Press) -> Result<Response, Trouble> {
    let signer = press.text("signer").parse().map_err(|_| Trouble::Malformed)?;
    let outcome = remove_signer::run(&press.campus, &press.actor, press.task, signer, press.key()?).await;
    press.to_the_task(outcome, "unsign").await
}

/// `POST /tasks/{task}/transfer`
pub async fn transfer(press: Press) -> Result<Response, Trouble> {
    if press.only_finds() {
        return press.found("transfer").await;
    }
    let to = press.people().into_iter().next();
    let (reason, key) = (press.text("reason"), press.key()?);
    let outcome = transfer::run(&press.campus, &press.actor, press.task, to, reason, key).await;
    press.to_the_task(outcome, "transfer").await
}

/// `POST /tasks/{task}/delegate`
pub async fn delegate(press: Press) -> Result<Response, Trouble> {
    if press.only_finds() {
        return press.found("delegate").await;
    }
    let to = press.people().into_iter().next();
    let (reason, key) = (press.text("reason"), press.key()?);
    let outcome = delegate::run(&press.campus, &press.actor, press.task, to, reason, key).await;
    press.to_the_task(outcome, "delegate").await
}

/// `POST /tasks/{task}/copy`
pub async fn copy(press: Press) -> Result<Response, Trouble> {
    if press.only_finds() {
        return press.found("copy").await;
    }
    let outcome = copy::run(&press.campus, &press.actor, press.task, &press.people(), press.key()?).await;
    press.to_the_task(outcome, "copy").await
}

/// `POST /tasks/{task}/reassign`
pub async fn reassign(press: Press) -> Result<Response, Trouble> {
    if press.only_finds() {
        return press.found("reassign").await;
    }
    let to = press.people().into_iter().next();
    let (reason, key) = (press.text("reason"), press.key()?);
    let outcome = reassign::run(&press.campus, &press.actor, press.task, to, reason, key).await;
    press.to_the_task(outcome, "reassign").await
}

/// `POST /tasks/{task}/terminate`
pub async fn terminate(press: Press) -> Result<Response, Trouble> {
    let (reason, key) = (press.text("reason"), press.key()?);
    let outcome = terminate::run(&press.campus, &press.actor, press.task, reason, key).await;
    press.to_the_task(outcome, "terminate").await
}
