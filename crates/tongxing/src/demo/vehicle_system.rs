//! An example of the vehicle management system on the other side of a delivery.
//!
//! It plays a foreign program: it shares no types and no database with Tongxing and knows only the written contract
//! (`docs/operate/vehicle-system.md`): signed webhooks come in, and nothing is answered with success before it lies
//! on the disk. A switch lets it pretend to be down, so that people can watch deliveries wait and be sent again.

mod receive;
mod register;
mod show;

use std::{future::Future, path::PathBuf, sync::Arc};

use axum::{
    Router,
    routing::{get, post},
};
use jiff::tz::TimeZone;
use standardwebhooks::Webhook;
use tokio::{net::TcpListener, sync::Mutex};
use tongxing_ports::Clock;

use self::register::Register;
use crate::stop::Stop;

/// What the example needs to know.
pub struct VehicleSystem {
    /// The shared secret, `whsec_…`.
    pub secret: String,
    /// Where it keeps what it has received.
    pub file: PathBuf,
    /// When it is.
    pub clock: Arc<dyn Clock>,
    /// The zone its pages show times in.
    pub zone: TimeZone,
}

/// What its handlers share. The register is locked while a change is written out, so changes follow each other.
struct Shared {
    webhook: Webhook,
    register: Mutex<Register>,
    file: PathBuf,
    clock: Arc<dyn Clock>,
    zone: TimeZone,
}

impl VehicleSystem {
    /// Serves until `shutdown` comes, then finishes what it has begun. What is wrong with the settings is said at once.
    pub fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<impl Future<Output = Result<(), Stop>>, Stop> {
        let server = axum::serve(listener, self.router()?).with_graceful_shutdown(shutdown);
        Ok(
            async move {
                server.await.map_err(|error| Stop::because("the example vehicle system stopped", error))
            },
        )
    }

    /// Its few addresses.
    pub fn router(self) -> Result<Router, Stop> {
        let webhook = Webhook::new(&self.secret)
            .map_err(|error| Stop::because("the secret must be whsec_ followed by base64", error))?;
        let register = Register::load(&self.file)
            .map_err(|error| Stop::because(format!("cannot read {}", self.file.display()), error))?;
        let shared = Shared {
            webhook,
            register: Mutex::new(register),
            file: self.file,
            clock: self.clock,
            zone: self.zone,
        };
        Ok(Router::new()
            .route("/", get(show::page))
            .route("/permits.json", get(show::permits))
            .route("/style.css", get(show::style))
            .route("/refresh.js", get(show::script))
            .route("/webhook", post(receive::receive))
            .route("/switch", post(receive::switch))
            .with_state(Arc::new(shared)))
    }
}

impl Shared {
    /// Changes the register; the change counts only once it lies on the disk.
    async fn change<T>(&self, change: impl FnOnce(&mut Register) -> T) -> std::io::Result<T> {
        let mut register = self.register.lock().await;
        let mut next = register.clone();
        let outcome = change(&mut next);
        if next != *register {
            let (file, written) = (self.file.clone(), next.clone());
            tokio::task::spawn_blocking(move || written.save(&file))
                .await
                .map_err(std::io::Error::other)??;
            *register = next;
        }
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests;
