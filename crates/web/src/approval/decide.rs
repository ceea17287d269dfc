//! The buttons that decide a task, and those that say something about it: 通过, 不通过, 弃权, 同意, 退回, 批注, 撤回.

use std::collections::BTreeMap;

use axum::response::Response;
use tongxing_usecases::approval::{
    Way, abstain, approve, comment, opine, reject,
    return_back::{self, To},
    withdraw,
};

use super::press::Press;
use crate::trouble::Trouble;

/// `POST /tasks/{task}/approve`
pub async fn approve(press: Press) -> Result<Response, Trouble> {
    let input = approve::Input {
        opinion: press.text("opinion").to_owned(),
        choices: choices(&press),
        key: press.key()?.to_owned(),
    };
    let outcome = approve::run(&press.campus, &press.actor, press.task, input).await;
    press.to_the_list(outcome, "ok").await
}

/// `POST /tasks/{task}/reject`
pub async fn reject(press: Press) -> Result<Response, Trouble> {
    let (reason, key) = (press.text("reason"), press.key()?);
    let outcome = reject::run(&press.campus, &press.actor, press.task, reason, key).await;
    press.to_the_list(outcome, "no").await
}

/// `POST /tasks/{task}/abstain`
pub async fn abstain(press: Press) -> Result<Response, Trouble> {
    let (opinion, key) = (press.text("opinion"), press.key()?);
    let outcome = abstain::run(&press.campus, &press.actor, press.task, opinion, key).await;
    press.to_the_list(outcome, "abstain").await
}

/// `POST /tasks/{task}/opine`
pub async fn opine(press: Press) -> Result<Response, Trouble> {
    let agree = match press.text("agree") {
        "yes" => true,
        "no" => false,
        _ => return Err(Trouble::Malformed),
    };
    let (opinion, key) = (press.text("reason"), press.key()?);
    let outcome = opine::run(&press.campus, &press.actor, press.task, agree, opinion, key).await;
    press.to_the_list(outcome, "opine").await
}

/// `POST /tasks/{task}/return`
pub async fn return_back(press: Press) -> Result<Response, Trouble> {
    let input = return_back::Input {
        to: match press.text("to") {
            "initiator" => To::Initiator,
            "previous" => To::Previous,
            other => To::Step(other.strip_prefix("step:").ok_or(Trouble::Malformed)?.to_owned()),
        },
        reason: press.text("reason").to_owned(),
        marked: press.all("part").map(str::to_owned).collect(),
        then: match press.text("then") {
            "step-by-step" => Some(Way::StepByStep),
            "straight-back" => Some(Way::StraightBack),
            _ => None,
        },
        key: press.key()?.to_owned(),
    };
    let outcome = return_back::run(&press.campus, &press.actor, press.task, input).await;
    press.to_the_list(outcome, "return").await
}

/// `POST /tasks/{task}/comment`
pub async fn comment(press: Press) -> Result<Response, Trouble> {
    let (said, key) = (press.text("reason"), press.key()?);
    let outcome = comment::run(&press.campus, &press.actor, press.task, said, key).await;
    press.to_the_task(outcome, "comment").await
}

/// `POST /tasks/{task}/withdraw`
pub async fn withdraw(press: Press) -> Result<Response, Trouble> {
    let outcome = withdraw::run(&press.campus, &press.actor, press.task, press.key()?).await;
    press.to_the_task(outcome, "withdraw").await
}

/// The operators that were picked, by step.
fn choices(press: &Press) -> BTreeMap<String, Vec<String>> {
    let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in press.pairs() {
        if let Some(step) = name.strip_prefix("next.").filter(|_| !value.is_empty()) {
            choices.entry(step.to_owned()).or_default().push(value.clone());
        }
    }
    choices
}
