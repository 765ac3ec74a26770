//! The rules of publishing: who may, what a request says, and what comes of it.
//!
//! Publishing needs facts that only the Hub has. They come in as plain data; nothing here opens a
//! connection or asks a clock. A host does four things with a request:
//!
//! ```
//! use aerostack_manifest::publish::{AccountKey, CiRequest, Existing, Publication, Action, Channel};
//! use aerostack_manifest::{Report, Version};
//!
//! /// What the host knows: whose a key is, and what there is under a slug.
//! fn owner_of(key: &AccountKey) -> &'static str { "alice" }
//! fn versions_of(slug: &str) -> Vec<Version> { vec![Version::new(1, 0, 0)] }
//!
//! fn publish(header: &str, body: &[u8]) -> Result<(), Report> {
//!     let caller = owner_of(&AccountKey::new(header)?);
//!     let request = CiRequest::check(body).into_result()?;
//!     let function = request.function();
//!     let versions = versions_of(function.manifest().name().as_str());
//!     let decision = Publication {
//!         function,
//!         caller,
//!         channel: Channel::Ci,
//!         goes_live: request.goes_live(),
//!         existing: Some(Existing { owner: "alice", versions: &versions }),
//!     }
//!     .decide()
//!     .into_result()?;
//!     assert_eq!(decision.action, Action::Update);
//!     Ok(())
//! }
//!
//! let body = br#"{
//!     "name": "hello",
//!     "version": "1.0.0",
//!     "description": "Says hello.",
//!     "category": "utility",
//!     "language": "typescript",
//!     "runtime": "cloudflare-worker",
//!     "license": "MIT",
//!     "entrypoint": "index.ts",
//!     "code": "export default { fetch: () => new Response('hello') }",
//!     "publish": true
//! }"#;
//! let report = publish("ac_0123456789abcdef", body).unwrap_err();
//! assert_eq!(report.status(), Some(409));
//! assert_eq!(report.findings()[0].message(), "version `1.0.0` is already published");
//! ```

mod account_key;
mod decision;
mod request;

pub use account_key::AccountKey;
pub use decision::{Action, Channel, Decision, Existing, Publication};
pub use request::CiRequest;
