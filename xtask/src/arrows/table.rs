//! The house as data: one row per crate, from the ground floor up, and who may carry the heavy furniture.
//! ARCHITECTURE.md shows the same table with the reasons told at length.

/// One crate and what it may import of ours.
pub struct Room {
    /// Folder name; the package is `tongxing-` and this.
    pub name: &'static str,
    /// Its imports, all of them lower in this table.
    pub may: &'static [&'static str],
    /// What its tests may import besides.
    pub tests_may: &'static [&'static str],
    /// Why not more.
    pub because: &'static str,
}

/// Packages from outside that only some crates may depend on.
pub struct Heavy {
    /// Their names in the registry.
    pub packages: &'static [&'static str],
    /// The crates that may.
    pub only: &'static [&'static str],
    /// Crates whose tests may besides.
    pub tests_of: &'static [&'static str],
    /// Why not the others.
    pub because: &'static str,
}

/// Every crate, lowest floor first: an arrow can only point to a row above its own.
pub const HOUSE: &[Room] = &[
    room("domain", &[], "it is the words and rules everyone else is built on"),
    room(
        "workflow",
        &[],
        "it knows no forms, people or gates; actors are opaque and conditions arrive evaluated",
    ),
    room("catalog", &["domain", "workflow"], "a definition file is data, decided without a database"),
    room("access", &["domain"], "server and gate agent run the same decision"),
    room("ports", &["domain"], "a port says what we need, not how it is done"),
    room("storage", &["domain", "workflow"], "it keeps what others decided"),
    Room {
        name: "usecases",
        may: &["domain", "workflow", "catalog", "access", "ports", "storage"],
        tests_may: &["testkit"],
        because: "it acts through ports and never knows who is behind them",
    },
    room("devices", &["domain", "ports"], "a driver stands behind a port"),
    room("connectors", &["domain", "ports"], "a connector stands behind a port"),
    room("photos", &["domain", "ports"], "image work stands behind a port"),
    Room {
        name: "testkit",
        may: &[
            "domain",
            "workflow",
            "catalog",
            "access",
            "ports",
            "storage",
            "usecases",
            "connectors",
            "photos",
        ],
        tests_may: &[],
        because: "it builds the world that tests live in, below the pages",
    },
    Room {
        name: "web",
        may: &["domain", "catalog", "access", "usecases"],
        tests_may: &["testkit", "ports", "storage", "photos"],
        because: "a page calls one use case; only use cases open transactions",
    },
    room(
        "gate-agent",
        &["domain", "access", "ports", "devices"],
        "it must decide alone, offline, with little code",
    ),
    Room {
        name: "tongxing",
        may: &[
            "domain",
            "workflow",
            "catalog",
            "access",
            "ports",
            "storage",
            "usecases",
            "devices",
            "connectors",
            "photos",
            "web",
            "gate-agent",
        ],
        tests_may: &["testkit"],
        because: "the binary wires everything, but ships no test code",
    },
    room("xtask", &[], "it must build in seconds"),
    Room {
        name: "bench",
        may: &["domain", "workflow", "storage", "usecases", "web", "testkit"],
        tests_may: &[],
        because: "it measures the site from outside and fills the database below it; nothing imports it",
    },
    Room {
        name: "e2e",
        may: &[],
        tests_may: &["photos"],
        because: "stories drive the built binary from outside",
    },
];

/// Who may carry what.
pub const HEAVY: &[Heavy] = &[
    only(&["sqlx", "sqlx-core", "rusqlite", "tokio-postgres"], &["storage"], "only storage speaks SQL"),
    only(
        &["image", "rustface", "fast_image_resize"],
        &["photos"],
        "decoding pictures is slow to build and risky to run; others use the samples feature of photos",
    ),
    only(&["cel", "serde-saphyr", "schemars"], &["catalog"], "only catalog reads definition files"),
    only(&["askama", "axum-extra", "tower-http"], &["web"], "only web makes pages"),
    Heavy {
        packages: &["fluent-bundle", "fluent-syntax"],
        only: &["web"],
        tests_of: &["domain"],
        because: "words for people come from the pages; below, a code says what is wrong",
    },
    Heavy {
        packages: &["axum"],
        only: &["web", "tongxing", "bench"],
        tests_of: &["connectors"],
        because: "below web nothing knows HTTP",
    },
    Heavy {
        packages: &["reqwest", "lettre"],
        only: &["connectors"],
        tests_of: &["tongxing", "e2e"],
        because: "the network is behind the ports",
    },
    only(
        &["argon2", "totp-rs", "calamine", "rust_xlsxwriter"],
        &["usecases"],
        "decided there and nowhere else",
    ),
    only(&["fantoccini"], &["e2e"], "a browser belongs to the stories"),
    only(
        &["tokio", "async-trait", "rand", "tracing", "futures-util"],
        &[
            "ports",
            "storage",
            "usecases",
            "devices",
            "connectors",
            "photos",
            "testkit",
            "web",
            "gate-agent",
            "tongxing",
            "bench",
            "e2e",
        ],
        "the pure crates know no runtime, no randomness and no log: what they need comes in as arguments",
    ),
];

const fn room(name: &'static str, may: &'static [&'static str], because: &'static str) -> Room {
    Room { name, may, tests_may: &[], because }
}

const fn only(
    packages: &'static [&'static str],
    only: &'static [&'static str],
    because: &'static str,
) -> Heavy {
    Heavy { packages, only, tests_of: &[], because }
}
