//! The folder of a demonstration: what marks it, and starting over.

use std::{fs, net::SocketAddr, path::Path};

use toml::{Table, Value};

use super::campus::Campus;
use crate::{data_dir::DataDir, private, stop::Stop, terminal};

/// Refuses a folder that holds something else than a demonstration. An empty or missing one is fine.
pub fn check(data: &DataDir) -> Result<(), Stop> {
    if data.demonstration().exists() || is_empty(data.root()) {
        return Ok(());
    }
    Err(Stop::new(format!(
        "{} holds something that is no demonstration; choose another folder with --data",
        data.root().display()
    )))
}

/// Empties the folder, if the person agrees. Only what a demonstration puts there is removed.
pub fn start_over(data: &DataDir, agreed: bool) -> Result<(), Stop> {
    if is_empty(data.root()) {
        return Ok(());
    }
    let question = format!("Throw away the demonstration in {}?", data.root().display());
    if !agreed && !terminal::confirm(&question) {
        return Err(Stop::new("nothing was thrown away; say --fresh --yes to start over without a question"));
    }
    clear(data).map_err(|error| Stop::because(format!("cannot empty {}", data.root().display()), error))
}

/// Removes what an interrupted first start left behind, so that the next one begins at the beginning.
pub fn clear(data: &DataDir) -> std::io::Result<()> {
    let database = data.database();
    let beside = |ending: &str| {
        let mut name = database.clone().into_os_string();
        name.push(ending);
        name.into()
    };
    for file in [
        data.demo_sign_ins(),
        database.clone(),
        beside("-wal"),
        beside("-shm"),
        data.master_key(),
        data.vehicle_system(),
    ] {
        remove(fs::remove_file(file))?;
    }
    remove(fs::remove_dir_all(data.files()))?;
    // Last: without this mark nobody may empty the folder any more.
    remove(fs::remove_file(data.demonstration()))
}

/// Writes down what this demonstration runs with; other commands read it as its configuration.
pub fn mark(data: &DataDir, listen: SocketAddr, public_url: &str, vehicles: &Vehicles) -> Result<(), Stop> {
    let campus =
        Campus::load().map_err(|error| Stop::because("the demonstration's data is broken", error))?;
    let text = configuration(data, listen, public_url, vehicles, &campus).to_string();
    let path = data.demonstration();
    private::write_file(&path, text.as_bytes())
        .map_err(|error| Stop::because(format!("cannot write {}", path.display()), error))
}

/// The example vehicle system beside the demonstration.
#[derive(Debug, Clone)]
pub struct Vehicles {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The shared secret, `whsec_…`.
    pub secret: String,
}

fn configuration(
    data: &DataDir,
    listen: SocketAddr,
    public_url: &str,
    vehicles: &Vehicles,
    campus: &Campus,
) -> Table {
    let table = |pairs: &[(&str, &str)]| -> Value {
        Value::Table(pairs.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect())
    };
    let mut file = Table::new();
    file.insert("listen".to_owned(), Value::from(listen.to_string()));
    file.insert("public_url".to_owned(), Value::from(public_url));
    file.insert("data".to_owned(), Value::from(data.root().to_string_lossy().into_owned()));
    file.insert(
        "campus".to_owned(),
        table(&[
            ("name_zh", &campus.name_zh),
            ("name_en", &campus.name_en),
            ("contact_zh", &campus.contact_zh),
            ("contact_en", &campus.contact_en),
        ]),
    );
    file.insert(
        "vehicle_system".to_owned(),
        table(&[
            ("name", "示例车辆管理系统"),
            ("url", &format!("http://{}/webhook", vehicles.listen)),
            ("secret", &vehicles.secret),
        ]),
    );
    file
}

/// The lock is no content: it lies in every folder that was ever used.
fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |entries| {
        entries.filter_map(Result::ok).all(|entry| entry.file_name() == "tongxing.lock")
    })
}

fn remove(result: std::io::Result<()>) -> std::io::Result<()> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn marked() -> (tempfile::TempDir, DataDir) {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::at(folder.path().join("data"));
        data.prepare().unwrap();
        let vehicles =
            Vehicles { listen: "127.0.0.1:8090".parse().unwrap(), secret: "whsec_eA==".to_owned() };
        mark(&data, "127.0.0.1:8080".parse().unwrap(), "http://127.0.0.1:8080", &vehicles).unwrap();
        (folder, data)
    }

    #[test]
    fn the_mark_is_the_configuration_of_the_demonstration() {
        let (_folder, data) = marked();
        let config = Config::load(&data.demonstration()).unwrap();
        assert_eq!(config.data, data.root());
        assert_eq!(config.vehicle_system.unwrap().url, "http://127.0.0.1:8090/webhook");
        assert_eq!(config.campus.name_zh, "云麓大学");
    }

    #[test]
    fn starting_over_removes_what_is_ours_and_nothing_else() {
        let (_folder, data) = marked();
        fs::write(data.database(), b"x").unwrap();
        fs::write(data.files().join("a"), b"x").unwrap();
        fs::write(data.root().join("my-notes.txt"), b"x").unwrap();
        check(&data).unwrap();
        start_over(&data, true).unwrap();
        let left: Vec<_> =
            fs::read_dir(data.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["my-notes.txt"]);
        assert!(check(&data).is_err(), "what is left is not ours");
    }

    #[test]
    fn a_folder_with_something_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::at(folder.path());
        check(&data).unwrap();
        fs::write(data.database(), b"a real campus").unwrap();
        let refused = check(&data).unwrap_err().to_string();
        assert!(refused.contains("no demonstration"), "{refused}");
    }
}
