//! Everything may be used by several threads.

use aerostack_manifest::publish::{
    AccountKey, Action, Channel, CiRequest, Decision, Existing, Publication,
};
use aerostack_manifest::{
    Category, Checked, Code, Description, Edit, Entrypoint, EntrypointErrorKind, EnvVar, Error,
    Example, Excerpt, Explanation, Finding, Fix, Fixed, Function, JsonType, KeyErrorKind, Language,
    Level, Levels, License, LicenseErrorKind, Manifest, Memory, NotAWarning, NpmDependency,
    Position, ReadError, ReadErrorKind, Report, RouteExport, RoutePath, Runtime, Severity, Slug,
    Span, Subject, SyntaxError, Tag, UnknownCode, Version, Violation, wire,
};

fn is_shared<T: Send + Sync>() {}

#[test]
fn every_public_type_can_be_sent_to_and_shared_with_other_threads() {
    is_shared::<Manifest>();
    is_shared::<(Slug, Version, Description, Category, Language, Runtime, License, Tag)>();
    is_shared::<(Entrypoint, RoutePath, RouteExport, NpmDependency, EnvVar)>();
    is_shared::<(Function, Memory<'_>, ReadError)>();
    is_shared::<(Code, Error, Severity, UnknownCode, Excerpt, Explanation, Example)>();
    is_shared::<(
        EntrypointErrorKind,
        Violation,
        KeyErrorKind,
        LicenseErrorKind,
        ReadErrorKind,
        Subject,
        JsonType,
    )>();
    is_shared::<(Edit, Fix, Level, Levels, NotAWarning, SyntaxError)>();
    is_shared::<(Checked<Function>, Finding, Fixed, Report, Position, Span)>();
    is_shared::<(AccountKey, CiRequest, Decision, Existing<'_>, Publication<'_>, Action, Channel)>(
    );
    is_shared::<(wire::ErrorResponse, wire::AnyCode, wire::Finding)>();
    #[cfg(feature = "fs")]
    is_shared::<aerostack_manifest::Directory>();
    #[cfg(feature = "miette")]
    is_shared::<aerostack_manifest::Diagnosis>();
    #[cfg(any(feature = "formats", feature = "miette"))]
    is_shared::<aerostack_manifest::BasePath<'_>>();
    #[cfg(feature = "render")]
    is_shared::<aerostack_manifest::Display<'_>>();
}
