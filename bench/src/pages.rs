//! The pages that people open most, each asked for in turn with a bare answer of the same size.

use crate::{
    client::Client,
    fill::Town,
    measure::{Times, Watch},
    options::Options,
    site::Served,
};

/// How many ask at once.
pub const CLIENTS: [usize; 2] = [1, 8];

/// One page, as measured.
pub struct Measured {
    /// What it is.
    pub name: &'static str,
    /// Its address, with ids left out.
    pub route: &'static str,
    /// Bytes of its body.
    pub bytes: usize,
    /// Its times and the floor's, for each of [`CLIENTS`].
    pub times: Vec<(Times, Times)>,
}

/// A page to ask for.
#[derive(Clone)]
pub struct Page {
    /// What it is.
    pub name: &'static str,
    /// Its address, with ids left out.
    pub route: &'static str,
    /// Its address.
    pub path: String,
    /// Whose.
    pub cookie: String,
}

/// Measures all of them.
pub async fn all(town: &Town, served: &Served, options: &Options) -> Vec<Measured> {
    let mut measured = Vec::new();
    for page in town.pages() {
        let answer = Client::connect(served.site).await.get(&page.path, &page.cookie).await;
        assert_eq!(answer.status, 200, "{} as {}", page.path, page.cookie);
        let mut times = Vec::new();
        for clients in CLIENTS {
            // The same patience for many clients as for one: each of them asks less often.
            let each = (options.times * 2 / (clients + 1)).max(10);
            times.push(ask(*served, &page, answer.length, clients, each).await);
        }
        println!("{:>22} {:>7} bytes, p95 {:.2?}", page.name, answer.length, times[0].0.percentile(95));
        measured.push(Measured { name: page.name, route: page.route, bytes: answer.length, times });
    }
    measured
}

async fn ask(served: Served, page: &Page, bytes: usize, clients: usize, each: usize) -> (Times, Times) {
    let asking: Vec<_> =
        (0..clients).map(|_| tokio::spawn(one_client(served, page.clone(), bytes, each))).collect();
    let (mut site, mut floor) = (Times::default(), Times::default());
    for client in asking {
        let (its_site, its_floor) = client.await.unwrap();
        site.extend(its_site);
        floor.extend(its_floor);
    }
    (site, floor)
}

/// Page and floor in turn, so that whatever else the machine does meets both.
async fn one_client(served: Served, page: Page, bytes: usize, each: usize) -> (Times, Times) {
    let mut site = Client::connect(served.site).await;
    let mut floor = Client::connect(served.floor).await;
    let bare = format!("/{bytes}");
    let (mut page_times, mut floor_times) = (Times::default(), Times::default());
    for round in 0..each + 2 {
        let watch = Watch::start();
        let answer = site.get(&page.path, &page.cookie).await;
        let page_time = watch.elapsed();
        assert_eq!(answer.status, 200, "{}", page.path);
        let watch = Watch::start();
        floor.get(&bare, "").await;
        let floor_time = watch.elapsed();
        // The first two open connections to the database and fill caches.
        if round >= 2 {
            page_times.note(page_time);
            floor_times.note(floor_time);
        }
    }
    (page_times, floor_times)
}
