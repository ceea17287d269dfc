//! Style sheets, scripts and the icon: named by their content, compressed when built, cached for good.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};

use crate::trouble::Trouble;

/// One packed file.
#[derive(Debug)]
pub struct Asset {
    /// The name in `assets/`.
    pub name: &'static str,
    /// The name it is served under, with a part of its digest.
    pub served: &'static str,
    mime: &'static str,
    plain: &'static [u8],
    gzip: &'static [u8],
}

/// All of them.
pub static ALL: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an asset. An unknown name gives an address that answers 404; a test renders every page and
/// follows every such link.
pub fn url(name: &str) -> String {
    let served = ALL.iter().find(|a| a.name == name).map_or(name, |a| a.served);
    format!("/assets/{served}")
}

impl Asset {
    /// How many bytes it takes on the wire for a browser that takes gzip.
    pub fn wire_size(&self) -> usize {
        self.gzip.len()
    }
}

/// Serves one of them.
pub async fn show(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Trouble> {
    let asset = ALL.iter().find(|a| a.served == name).ok_or(Trouble::NotFound)?;
    let common = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    Ok(if super::compress::takes_gzip(&headers) {
        (StatusCode::OK, common, [(header::CONTENT_ENCODING, "gzip")], asset.gzip).into_response()
    } else {
        (StatusCode::OK, common, asset.plain).into_response()
    })
}
