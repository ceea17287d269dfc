//! The photos of the demonstration: a few drawn people, each painted and judged once however often they are sent.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::Mutex;
use tongxing_photos::{Inspector, sample};
use tongxing_ports::{InspectError, Inspected, PhotoInspector, PhotoKind};

use crate::stop::Stop;

/// So many different people are drawn.
const PEOPLE: u64 = 6;

/// What the applicants of the demonstration send.
#[derive(Clone)]
pub struct Photos {
    drawn: BTreeMap<(PhotoKind, u64), Bytes>,
}

impl Photos {
    /// Draws everybody, on the threads that may be busy.
    pub async fn prepare() -> Result<Self, Stop> {
        let mut drawing = Vec::new();
        for seed in 0..PEOPLE {
            for kind in [PhotoKind::Portrait, PhotoKind::DocumentFront] {
                drawing.push((kind, seed));
            }
        }
        drawing.extend([(PhotoKind::DocumentBack, 0), (PhotoKind::PassportPage, 0)]);
        let tasks = drawing.into_iter().map(|(kind, seed)| {
            tokio::task::spawn_blocking(move || ((kind, seed), Bytes::from(draw(kind, seed))))
        });
        let mut drawn = BTreeMap::new();
        for task in tasks.collect::<Vec<_>>() {
            let (key, photo) =
                task.await.map_err(|error| Stop::because("the photos cannot be drawn", error))?;
            drawn.insert(key, photo);
        }
        Ok(Self { drawn })
    }

    /// What the person of that number sends for this purpose.
    pub fn of(&self, kind: PhotoKind, person: usize) -> Bytes {
        let seed = match kind {
            PhotoKind::DocumentBack | PhotoKind::PassportPage => 0,
            _ => u64::try_from(person).unwrap_or(0) % PEOPLE,
        };
        self.drawn.get(&(kind, seed)).cloned().unwrap_or_default()
    }

    /// The real judge, who remembers what was judged before.
    pub fn judge() -> Result<Arc<dyn PhotoInspector>, Stop> {
        let inspector =
            Inspector::new().map_err(|error| Stop::because("the face model cannot be loaded", error))?;
        Ok(Arc::new(Remembering { inspector, known: Mutex::default() }))
    }
}

fn draw(kind: PhotoKind, seed: u64) -> Vec<u8> {
    match kind {
        PhotoKind::DocumentFront => sample::document_front(seed),
        PhotoKind::DocumentBack => sample::document_back(seed),
        PhotoKind::PassportPage => sample::passport_page(seed),
        _ => sample::portrait(seed),
    }
}

/// Judging a photo costs half a second, and the same few come again and again.
struct Remembering {
    inspector: Inspector,
    known: Mutex<HashMap<(PhotoKind, Bytes), Inspected>>,
}

#[async_trait]
impl PhotoInspector for Remembering {
    async fn inspect(&self, kind: PhotoKind, bytes: Bytes) -> Result<Inspected, InspectError> {
        if let Some(known) = self.known.lock().await.get(&(kind, bytes.clone())) {
            return Ok(known.clone());
        }
        let judged = self.inspector.inspect(kind, bytes.clone()).await?;
        self.known.lock().await.insert((kind, bytes), judged.clone());
        Ok(judged)
    }
}
