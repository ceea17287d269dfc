//! Where the demonstration listens: as told, or on the usual ports, or on the next free ones.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use tokio::net::TcpListener;

use crate::{stop::Stop, terminal::say};

/// The usual port of the site, and of the example vehicle system.
const SITE: u16 = 8080;
const VEHICLES: u16 = 8090;
/// So many ports are tried after the usual one.
const TRIED: u16 = 10;

/// Both ears of the demonstration.
pub struct Listeners {
    /// The site.
    pub site: TcpListener,
    /// Where it listens.
    pub site_at: SocketAddr,
    /// The example vehicle system, on loopback only.
    pub vehicles: TcpListener,
    /// Where it listens.
    pub vehicles_at: SocketAddr,
}

impl Listeners {
    /// Opens both. An address that was asked for is taken or refused; the usual ones give way.
    pub async fn open(asked: Option<SocketAddr>) -> Result<Self, Stop> {
        let site = match asked {
            Some(address) => bind(address)
                .await
                .map_err(|error| Stop::because(format!("cannot listen on {address}"), error))?,
            None => next_free(SITE).await?,
        };
        // Whoever asks for any port wants to run beside others: then the vehicle system gives way as well.
        let vehicles = match asked {
            Some(address) if address.port() == 0 => {
                bind(loopback(0)).await.map_err(|error| Stop::because("no port is free", error))?
            }
            _ => next_free(VEHICLES).await?,
        };
        let at = |listener: &TcpListener| {
            listener.local_addr().map_err(|error| Stop::because("a listener has no address", error))
        };
        let (site_at, vehicles_at) = (at(&site)?, at(&vehicles)?);
        if asked.is_none() && site_at.port() != SITE {
            say(format!("port {SITE} is taken; using {}", site_at.port()));
        }
        Ok(Self { site, site_at, vehicles, vehicles_at })
    }

    /// The address that people can use: where all addresses are listened on, the one of this machine.
    pub fn public_url(&self) -> String {
        let mut address = self.site_at;
        if address.ip().is_unspecified() {
            address.set_ip(address_of_this_machine().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        }
        format!("http://{address}")
    }
}

async fn next_free(usual: u16) -> Result<TcpListener, Stop> {
    for port in usual..usual + TRIED {
        if let Ok(listener) = bind(loopback(port)).await {
            return Ok(listener);
        }
    }
    Err(Stop::new(format!("ports {usual} to {} are all taken; choose one with --listen", usual + TRIED - 1)))
}

async fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// The address that packets to elsewhere would leave from. Nothing is sent: connecting a datagram socket only asks the
/// routing table, and the destination is one that is reserved for documentation.
fn address_of_this_machine() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_that_was_asked_for_is_taken_or_refused() {
        let first = Listeners::open(Some(loopback(0))).await.unwrap();
        assert!(first.site_at.port() != 0 && first.vehicles_at.ip().is_loopback());
        assert_eq!(first.public_url(), format!("http://{}", first.site_at));
        let refused = Listeners::open(Some(first.site_at)).await.err().unwrap().to_string();
        assert!(refused.contains("cannot listen on"), "{refused}");
    }

    #[tokio::test]
    async fn a_taken_port_gives_way_to_the_next() {
        let Ok(taken) = bind(loopback(0)).await else { return };
        let port = taken.local_addr().unwrap().port();
        if port > u16::MAX - TRIED {
            return;
        }
        let next = next_free(port).await.unwrap().local_addr().unwrap().port();
        assert!((port + 1..port + TRIED).contains(&next), "{port} {next}");
    }
}
