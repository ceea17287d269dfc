//! `tongxing account create`: the first administrators of an installation have nobody to ask. There is no default
//! password: one is drawn, shown here once, and has to be changed at the first sign-in.

use tongxing_domain::role::Role;
use tongxing_usecases::{
    Campus, Error,
    account::{
        create::{Input, Output},
        disable,
        first::{self, First},
    },
};

use crate::{
    cli,
    installation::Installation,
    stop::Stop,
    terminal::{say, table},
    wiring,
};

/// Opens the account with roles for the whole campus.
pub async fn create(
    login: String,
    name: String,
    roles: &[String],
    args: &cli::Installation,
) -> Result<(), Stop> {
    let roles = roles.iter().map(|role| read(role)).collect::<Result<Vec<_>, _>>()?;
    let campus = open(args).await?;
    let input = Input { login: login.clone(), name, ..Input::default() };
    let opened: Result<Output, Error> = first::run(&campus, input, &roles, false).await;
    let opened = opened.map_err(|error| refused(&error))?;
    hand_over(campus, login, opened.password).await
}

/// Draws a new first password; all sessions of the account end.
pub async fn reset_password(login: String, args: &cli::Installation) -> Result<(), Stop> {
    let campus = open(args).await?;
    let password = disable::reset_by_machine(&campus, &login).await.map_err(|error| match error {
        Error::NotFound => Stop::new(format!("nobody signs in as {login}")),
        other => Stop::because("the password was not reset", other),
    })?;
    hand_over(campus, login, password).await
}

async fn open(args: &cli::Installation) -> Result<Campus, Stop> {
    let installation = Installation::named(args)?;
    let keys = installation.keys()?;
    let store = installation.open_store(keys.clone()).await?;
    installation.migrate(&store).await?;
    wiring::campus(&installation, store, &keys)
}

async fn hand_over(campus: Campus, login: String, password: String) -> Result<(), Stop> {
    say(table(&[
        vec!["sign in at".to_owned(), "login".to_owned(), "first password".to_owned()],
        vec![format!("{}/sign-in", campus.settings.public_url), login, password],
    ]));
    say("the password is shown only now, and has to be changed at the first sign-in");
    campus.store.close().await.map_err(|error| Stop::because("the database cannot be closed", error))
}

fn read(role: &str) -> Result<First, Stop> {
    let known = role.parse().map_err(|_| {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        Stop::new(format!("there is no role {role}; there are: {}", all.join(", ")))
    })?;
    Ok(First { role: known, unit: None, below: false })
}

/// What can be mended is said in words; the codes are those of the pages.
fn refused(error: &Error) -> Stop {
    let Error::Refused(refusal) = error else {
        return Stop::new(format!("the account was not opened: {error}"));
    };
    Stop::new(match refusal.code() {
        "login-taken" => "there is an account with this login already".to_owned(),
        "login-form" => "a login has 2 to 40 letters, digits, dots, hyphens and underscores".to_owned(),
        "roles-exclude" => {
            "one person cannot be two of system, security and audit administrator: open an account for each"
                .to_owned()
        }
        code => format!("the account was not opened: {code}"),
    })
}
