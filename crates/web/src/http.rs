//! What surrounds every request: number, log line and metrics, security headers, compression, assets.

pub use self::observe::RequestId;

pub mod assets;
pub mod compress;
pub mod headers;
pub mod observe;
