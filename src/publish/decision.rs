use std::sync::Arc;

use semver::{BuildMetadata, Prerelease, Version};

use crate::error::Error;
use crate::field::Slug;
use crate::function::Function;
use crate::report::{Checked, Report};

/// A way to publish (Hub documentation).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// The dashboard: a function is created there as a draft, and goes live by a click.
    Admin,
    /// The command line: `aerostack functions push` creates a draft, `aerostack functions publish`
    /// takes a draft live.
    Cli,
    /// A pipeline, by a [`CiRequest`](crate::publish::CiRequest): in one step, draft or live.
    Ci,
}

/// What the Hub has under a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Existing<'a> {
    /// The account that the slug belongs to.
    pub owner: &'a str,
    /// The versions that are published, in any order; none if there are only drafts.
    pub versions: &'a [Version],
}

/// All that decides what comes of publishing a function.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The function; for a draft that goes live, the function of that draft.
    pub function: &'a Function,
    /// The account that publishes, by the username in the Hub's addresses. It is compared with
    /// [`Existing::owner`] byte by byte.
    pub caller: &'a str,
    /// How it is published.
    pub channel: Channel,
    /// Whether it is to go live; if not, it is a draft.
    pub goes_live: bool,
    /// What there is under the function's slug, if it is not free.
    pub existing: Option<Existing<'a>>,
}

/// What happens to the function's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// A new one is created.
    Create,
    /// The caller's own one of that slug takes the new manifest, code and README.
    Update,
    /// The draft that was created before stays as it is, and only goes live.
    Keep,
}

/// What comes of publishing a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Decision {
    /// What happens to the function's record.
    pub action: Action,
    /// Whether this version goes live. If not, it is a draft, and what is live already stays so: the
    /// snapshots, which no update changes.
    pub goes_live: bool,
    /// Whether a snapshot of this version is taken, which nothing may change or remove. That is so
    /// exactly when the function goes live.
    pub takes_snapshot: bool,
}

impl Publication<'_> {
    /// Decides what happens, or says why nothing may.
    ///
    /// | way | goes live | under the slug | decision |
    /// |---|---|---|---|
    /// | any | any | a different account's | `DUPLICATE_SLUG` |
    /// | Admin, CLI | no | nothing, or the caller's own | create a draft |
    /// | Admin, CLI | yes | nothing | create, go live, take a snapshot |
    /// | Admin, CLI | yes | the caller's own | keep the draft, go live, take a snapshot |
    /// | CI | no | nothing | create a draft |
    /// | CI | no | the caller's own | update |
    /// | CI | yes | nothing | create, go live, take a snapshot |
    /// | CI | yes | the caller's own | update, go live, take a snapshot |
    ///
    /// Going live with a version that is published is `VERSION_CONFLICT` in every row. A version is
    /// published if exactly that version is, build metadata included: `1.0.0+a` and `1.0.0+b` are
    /// two. Going live below the newest one draws the warning `VERSION_REGRESSION`. Which is newest,
    /// and what is below, is for the precedence of SemVer 2.0.0, section 11, in which a pre-release
    /// stands before its release and build metadata does not count.
    ///
    /// `VERSION_CONFLICT` proposes a version that is free: for a release the patch that follows the
    /// newest release (`1.4.2` → `1.4.3`), for a pre-release what follows the newest version
    /// (`2.0.0-beta.1` → `2.0.0-beta.2`).
    ///
    /// The facts may be old by the time that the decision is carried out. So look them up and carry
    /// it out in one transaction; where a unique constraint of the database has the last word, look
    /// them up and decide again.
    #[must_use]
    pub fn decide(&self) -> Checked<Decision> {
        let Self { function, caller, channel, goes_live, existing } = *self;
        let manifest = function.manifest();
        if let Some(existing) = existing
            && existing.owner != caller
        {
            let slug = manifest.name().clone();
            let proposal = propose_slug(&slug, caller);
            let taken = Error::DuplicateSlug { slug, proposal };
            return Checked::new(None, function.report_fact(taken, "name"));
        }
        let action = match (channel, existing) {
            (Channel::Ci, Some(_)) => Action::Update,
            (Channel::Admin | Channel::Cli, Some(_)) if goes_live => Action::Keep,
            _ => Action::Create,
        };
        let versions = existing.map_or(&[][..], |existing| existing.versions);
        let report = match objection(manifest.version(), versions) {
            Some(error) if goes_live => function.report_fact(error, "version"),
            _ => Report::default(),
        };
        let decision = Decision { action, goes_live, takes_snapshot: goes_live };
        Checked::new(report.is_ok().then_some(decision), report)
    }
}

/// What there is to say against a version beside those that are published.
fn objection(version: &Version, versions: &[Version]) -> Option<Error> {
    let newest = versions.iter().max_by(|a, b| a.cmp_precedence(b))?;
    if versions.contains(version) {
        let releases = versions.iter().filter(|version| version.pre.is_empty());
        let last = if version.pre.is_empty() {
            releases.max_by(|a, b| a.cmp_precedence(b))
        } else {
            Some(newest)
        };
        let proposal = last.and_then(next).map(Arc::new);
        return Some(Error::VersionConflict { version: Arc::new(version.clone()), proposal });
    }
    version.cmp_precedence(newest).is_lt().then(|| Error::VersionRegression {
        version: Arc::new(version.clone()),
        newest: Arc::new(newest.clone()),
    })
}

/// The version that follows another one, above it by precedence: the next of its pre-release, or the
/// next patch. None behind the greatest number there is.
fn next(version: &Version) -> Option<Version> {
    let mut next = Version { build: BuildMetadata::EMPTY, ..version.clone() };
    if version.pre.is_empty() {
        next.patch = next.patch.checked_add(1)?;
    } else {
        let pre = version.pre.as_str();
        let (stem, number) = pre.rsplit_once('.').unwrap_or(("", pre));
        let pre = match number.parse::<u64>() {
            Ok(number) if stem.is_empty() => number.checked_add(1)?.to_string(),
            Ok(number) => format!("{stem}.{}", number.checked_add(1)?),
            Err(_) => format!("{pre}.1"),
        };
        next.pre = Prerelease::new(&pre).ok()?;
    }
    // It must be one that a manifest may have.
    crate::field::parse_version(&next.to_string()).ok()
}

/// A name that says whose it is, or the next one by number, and so is probably free.
fn propose_slug(slug: &Slug, caller: &str) -> Option<Slug> {
    let slug = slug.as_str();
    let is_callers = |caller: &str| {
        slug.strip_prefix(caller).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let caller = Slug::slugify(caller).filter(|caller| !is_callers(caller.as_str()));
    let named = caller.and_then(|caller| Slug::new(&format!("{caller}-{slug}")).ok());
    named.or_else(|| {
        let (stem, number) = match slug.rsplit_once('-') {
            Some((stem, number)) => (stem, number.parse::<u32>().ok()),
            None => (slug, None),
        };
        let (stem, number) = match number.and_then(|number| number.checked_add(1)) {
            Some(number) => (stem, number.max(2)),
            None => (slug, 2),
        };
        let number = format!("-{number}");
        let stem = &stem[..stem.len().min(Slug::MAX_LENGTH - number.len())];
        Slug::slugify(&format!("{stem}{number}"))
    })
}
