//! Everything may be used by several threads.

use aerostack_manifest::publish::{
    AccountKey, CiRequest, Decision, Existing, Publication, Record, Way,
};
use aerostack_manifest::{
    Category, Checked, Code, Description, Edit, Entrypoint, EntrypointFault, EnvVar, Error,
    Example, Excerpt, Explanation, Fault, Finding, Fix, Fixed, Function, KeyFault, Language, Level,
    Levels, License, LicenseFault, Manifest, Memory, NotAWarning, NpmDependency, Position,
    ReadError, ReadFault, Report, RouteExport, RoutePath, Runtime, Severity, Slug, Span, Subject,
    Syntax, Tag, Type, UnknownCode, Version, wire,
};

fn is_shared<T: Send + Sync>() {}

#[test]
fn every_public_type_can_be_sent_to_and_shared_with_other_threads() {
    is_shared::<Manifest>();
    is_shared::<(Slug, Version, Description, Category, Language, Runtime, License, Tag)>();
    is_shared::<(Entrypoint, RoutePath, RouteExport, NpmDependency, EnvVar)>();
    is_shared::<(Function, Memory<'_>, ReadError)>();
    is_shared::<(Code, Error, Severity, UnknownCode, Excerpt, Explanation, Example)>();
    is_shared::<(EntrypointFault, Fault, KeyFault, LicenseFault, ReadFault, Subject, Type)>();
    is_shared::<(Edit, Fix, Level, Levels, NotAWarning, Syntax)>();
    is_shared::<(Checked<Function>, Finding, Fixed, Report, Position, Span)>();
    is_shared::<(AccountKey, CiRequest, Decision, Existing<'_>, Publication<'_>, Record, Way)>();
    is_shared::<(wire::Answer, wire::AnyCode, wire::Finding)>();
    #[cfg(feature = "fs")]
    is_shared::<aerostack_manifest::Directory>();
    #[cfg(feature = "miette")]
    is_shared::<aerostack_manifest::Diagnosis>();
    #[cfg(any(feature = "formats", feature = "miette"))]
    is_shared::<aerostack_manifest::Origin<'_>>();
    #[cfg(feature = "render")]
    is_shared::<aerostack_manifest::Display<'_>>();
}
