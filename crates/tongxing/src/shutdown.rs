//! Being asked to stop: Ctrl-C at a terminal, SIGTERM from a service manager.

use tokio::sync::watch;

use crate::stop::Stop;

/// Tells everybody in the program who wants to know that it was asked to stop, however early it was asked.
///
/// One listener for the whole program: from the first handler on, the system no longer ends the process itself, so a
/// signal that nobody was waiting for at that moment would be lost, and the program would run for ever.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// From now on no request to stop is missed. Call it once, before anything is started.
    pub fn listen() -> Result<Self, Stop> {
        let asked = signals().map_err(|error| Stop::because("signals cannot be waited for", error))?;
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            asked.await;
            let _ = tell.send(true);
            // Whoever asks later must still find it said.
            tell.closed().await;
        });
        Ok(Self(told))
    }

    /// Comes when the program is asked to stop, at once if it was before.
    pub async fn asked(mut self) {
        let _ = self.0.wait_for(|asked| *asked).await;
    }
}

#[cfg(unix)]
fn signals() -> std::io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn signals() -> std::io::Result<impl Future<Output = ()> + Send> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a handler the default one ends the program; waiting for it here is right.
            std::future::pending::<()>().await;
        }
    })
}
