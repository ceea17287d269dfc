//! The service files that came with this program: what a new installation offers before it publishes its own.

use tongxing_usecases::{
    By, Campus,
    service::{self, Published},
};

use crate::stop::Stop;

/// File name and text of each, by name.
pub const SERVICES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped_services.rs"));

/// Publishes each where the campus has no version of that service yet: a first start offers something, and a later one
/// never undoes what the campus has published itself.
pub async fn publish_missing(campus: &Campus) -> Result<(), Stop> {
    let cannot = |error| Stop::because("the shipped services cannot be published", error);
    service::load(campus).await.map_err(cannot)?;
    for (name, text) in SERVICES {
        let (read, _) = tongxing_catalog::inspect(name, text);
        let known = read.is_some_and(|read| campus.services().current(&read.key).is_some());
        if known {
            continue;
        }
        match service::publish(campus, &By::system(), name, text).await.map_err(cannot)? {
            Published::Version(version) => {
                tracing::info!(file = name, version, "published a shipped service");
            }
            Published::Unchanged(_) => {}
            Published::Refused(remarks) => {
                let first = remarks.first().map_or_else(String::new, ToString::to_string);
                return Err(Stop::new(format!("{name} does not pass its check: {first}")));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_ship_passes_our_own_check() {
        assert!(!SERVICES.is_empty());
        for (name, text) in SERVICES {
            let (service, remarks) = tongxing_catalog::inspect(name, text);
            let remarks: Vec<String> = remarks.iter().map(ToString::to_string).collect();
            assert!(service.is_some() && remarks.is_empty(), "{}", remarks.join("\n"));
        }
    }
}
