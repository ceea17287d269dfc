//! What the demonstration says when it is ready: addresses, sign-ins, a QR code for the phone.

use std::net::SocketAddr;

use qrcode::{QrCode, render::unicode::Dense1x2};

use crate::{
    demo::{
        campus::{AccountData, Campus},
        folder::Vehicles,
        sign_ins::SignIns,
    },
    installation::Installation,
    stop::Stop,
    terminal::{say, table},
};

/// Prints it.
pub fn print(
    installation: &Installation,
    site: &SocketAddr,
    vehicles: &Vehicles,
    sign_ins: &SignIns,
) -> Result<(), Stop> {
    let campus =
        Campus::load().map_err(|error| Stop::because("the demonstration's data is broken", error))?;
    let url = installation.config.public_url.as_str();
    say(format!("\n通行 Tongxing · {} {} (fictional)\n", campus.name_zh, campus.name_en));
    say(table(&[
        vec!["what".to_owned(), "where".to_owned()],
        vec!["登记与查询 · registration, on the phone".to_owned(), format!("{url}/")],
        vec!["办事大厅 · staff portal".to_owned(), format!("{url}/sign-in")],
        vec!["示例车辆管理系统 · example vehicle system".to_owned(), format!("http://{}/", vehicles.listen)],
        vec!["data folder".to_owned(), installation.data.root().display().to_string()],
    ]));
    say(table(&rows(&campus, sign_ins)));
    say(format!("the sign-ins are kept in {}\n", installation.data.demo_sign_ins().display()));
    if let Ok(code) = QrCode::new(format!("{url}/")) {
        let drawn = code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
        say(drawn);
    }
    if site.ip().is_loopback() {
        say("the code opens on this machine only; for a phone in the same network: --listen 0.0.0.0:8080\n");
    }
    Ok(())
}

fn rows(campus: &Campus, sign_ins: &SignIns) -> Vec<Vec<String>> {
    let heading = ["login", "password", "name", "unit", "roles"].map(str::to_owned).to_vec();
    let line = |account: &AccountData| {
        let roles: Vec<&str> = account.roles.iter().map(|given| given.role.as_str()).collect();
        let unit = campus.units.iter().find(|unit| unit.code == account.unit);
        vec![
            account.login.clone(),
            sign_ins.password(&account.login).unwrap_or("(changed)").to_owned(),
            account.name.clone(),
            unit.map_or_else(String::new, |unit| unit.name_zh.clone()),
            roles.join(", "),
        ]
    };
    std::iter::once(heading).chain(campus.accounts.iter().map(line)).collect()
}
