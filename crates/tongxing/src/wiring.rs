//! The one place where the parts of the program meet: what really stands behind each port of this installation.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use axum::http::Uri;
use tongxing_connectors::{
    FileKeys, FolderFiles, HttpTexts, MailSecurity, MailSettings, SmtpMessenger, SystemClock, SystemRandom,
    TextSettings, WebhookSender, WebhookTarget, webhook::signature,
};
use tongxing_photos::Inspector;
use tongxing_ports::{
    Answer, Clock, DeliverError, Messenger, OutboundWebhook, PhotoInspector, Random, Reason, WebhookCall,
};
use tongxing_storage::{Keyring, Store};
use tongxing_usecases::{
    Campus,
    campus::{Settings, VehicleSystemSettings},
};
use zeroize::Zeroizing;

use crate::{
    config::{Config, SmsConfig, SmtpConfig, SmtpSecurity, VehicleSystemConfig},
    installation::Installation,
    stop::Stop,
};

/// How long one mail or one delivery may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The purpose under which stored files have a key of their own.
const FILE_PURPOSE: &str = "file";

/// The campus of an installation, as it runs.
pub fn campus(installation: &Installation, store: Store, keys: &Keyring) -> Result<Campus, Stop> {
    let photos = Inspector::new().map_err(|error| Stop::because("the face model cannot be loaded", error))?;
    campus_with(installation, store, keys, Arc::new(SystemClock), Arc::new(photos))
}

/// The same with another clock and another judge of photos: the demonstration tells its past with them.
pub fn campus_with(
    installation: &Installation,
    store: Store,
    keys: &Keyring,
    clock: Arc<dyn Clock>,
    photos: Arc<dyn PhotoInspector>,
) -> Result<Campus, Stop> {
    let config = &installation.config;
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let file_keys = keys.keys().map(|key| (key.id(), key.derive(FILE_PURPOSE))).collect();
    let file_keys =
        FileKeys::new(file_keys).map_err(|error| Stop::because("there is no key for files", error))?;
    let folder = installation.data.files();
    let files = FolderFiles::open(&folder, file_keys, Arc::clone(&random))
        .map_err(|error| Stop::because(format!("the folder {} cannot be used", folder.display()), error))?;
    let mut messengers: Vec<Arc<dyn Messenger>> = Vec::new();
    if let Some(smtp) = &config.smtp {
        messengers.push(Arc::new(mail(smtp)?));
    }
    if let Some(sms) = &config.sms {
        messengers.push(Arc::new(texts(sms)?));
    }
    let webhooks: Arc<dyn OutboundWebhook> = match &config.vehicle_system {
        Some(system) => Arc::new(webhook(system)?),
        None => Arc::new(Nobody),
    };
    Ok(Campus::new(store, clock, random, Arc::new(files), photos, messengers, webhooks, settings(config)))
}

fn settings(config: &Config) -> Settings {
    let campus = &config.campus;
    Settings {
        name_zh: campus.name_zh.clone(),
        name_en: campus.name_en.clone(),
        contact_zh: campus.contact_zh.clone(),
        contact_en: campus.contact_en.clone(),
        zone: campus.zone.zone().clone(),
        public_url: config.public_url.as_str().to_owned(),
        vehicle_system: config.vehicle_system.as_ref().map(|system| VehicleSystemSettings {
            name: system.name.clone(),
            url: system.url.clone(),
            secret: system.secret.reveal().to_owned(),
        }),
    }
}

/// The machine's own clock signs: the other side refuses a signature of another time, whatever the campus's clock says.
fn webhook(system: &VehicleSystemConfig) -> Result<WebhookSender, Stop> {
    let cannot = |error| Stop::because("vehicle_system cannot be used", error);
    let secret = signature::Secret::parse(system.secret.reveal())
        .map_err(|error| Stop::because("vehicle_system.secret cannot be used", error))?;
    let target = WebhookTarget {
        name: system.name.clone(),
        url: system.url.clone(),
        secrets: vec![secret],
        authority: authority(system.authority_file.as_deref())?,
        timeout: PATIENCE,
    };
    // The configuration file is the list of outside hosts: what it names may be called, and nothing else.
    let host = system.url.parse::<Uri>().ok().and_then(|url| url.host().map(str::to_owned));
    WebhookSender::new(target, &host.into_iter().collect::<Vec<_>>(), Arc::new(SystemClock)).map_err(cannot)
}

fn mail(smtp: &SmtpConfig) -> Result<SmtpMessenger, Stop> {
    let settings = MailSettings {
        host: smtp.host.clone(),
        port: smtp.port(),
        security: match smtp.security {
            SmtpSecurity::Tls => MailSecurity::Tls,
            SmtpSecurity::Starttls => MailSecurity::StartTls,
            SmtpSecurity::None => MailSecurity::None,
        },
        authority: authority(smtp.authority_file.as_deref())?,
        credentials: smtp
            .user
            .as_ref()
            .map(|user| (user.clone(), Zeroizing::new(smtp.password.reveal().to_owned()))),
        from_name: smtp.from_name.clone(),
        from: smtp.from.clone(),
        timeout: PATIENCE,
    };
    SmtpMessenger::new(&settings, Arc::new(SystemClock))
        .map_err(|error| Stop::because("[smtp] cannot be used", error))
}

fn texts(sms: &SmsConfig) -> Result<HttpTexts, Stop> {
    let headers = sms.headers.iter();
    let settings = TextSettings {
        url: sms.url.reveal().to_owned(),
        headers: headers
            .map(|(name, value)| (name.clone(), Zeroizing::new(value.reveal().to_owned())))
            .collect(),
        body: sms.body.reveal().to_owned(),
        success: sms.success.clone(),
        authority: authority(sms.authority_file.as_deref())?,
        timeout: PATIENCE,
    };
    HttpTexts::new(&settings).map_err(|error| Stop::because("[sms] cannot be used", error))
}

fn authority(file: Option<&std::path::Path>) -> Result<Option<String>, Stop> {
    let Some(file) = file else { return Ok(None) };
    let read = std::fs::read_to_string(file);
    read.map(Some).map_err(|error| Stop::because(format!("cannot read {}", file.display()), error))
}

/// Stands where no vehicle management system is connected; nothing is ever wanted of it.
struct Nobody;

#[async_trait]
impl OutboundWebhook for Nobody {
    fn target(&self) -> &'static str {
        "none"
    }

    async fn deliver(&self, _: &WebhookCall) -> Result<Answer, DeliverError> {
        Err(DeliverError {
            target: self.target().to_owned(),
            reason: Reason::Unsupported,
            detail: "no vehicle management system is connected".to_owned(),
            retry_after: None,
            source: None,
        })
    }
}
