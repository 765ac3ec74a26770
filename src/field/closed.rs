//! Closed sets: the categories, languages and runtimes of the Hub.

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::field::text::{Text, text_conversions};
#[cfg(feature = "schema")]
use crate::field::{Choice, Shape};
use crate::similar::{nearest, suggestion};
use crate::suggestion::Suggestion;

macro_rules! closed_set {
    (
        $(#[$doc:meta])*
        pub enum $name:ident: $error:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $text:literal, )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant, )*
        }

        impl $name {
            /// Every member, in the Hub's order.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )*];

            pub(crate) const CHOICES: &'static [&'static str] = &[$( $text, )*];

            /// Takes the exact spelling of a member.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`Error::", stringify!($error), "`] for anything else.")]
            pub fn new(text: &str) -> Result<Self, Error> {
                match text {
                    $( $text => Ok(Self::$variant), )*
                    _ => Err(Error::$error { found: Excerpt::new(text) }),
                }
            }

            /// The spelling of the member that a text is near to.
            pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
                let member = nearest(text, Self::CHOICES.iter().copied())?;
                Some(suggestion(text, member))
            }

            /// The spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $text, )*
                }
            }
        }

        impl Text for $name {
            const EXAMPLE: &'static str = closed_set!(@first $($text)*);
            const CHOICES: &'static [&'static str] = Self::CHOICES;

            fn new(text: &str) -> Result<Self, Error> {
                Self::new(text)
            }

            #[cfg(feature = "schema")]
            fn shape() -> Shape {
                Shape::Choice(Choice {
                    noun: stringify!($name).to_ascii_lowercase(),
                    members: &[$( ($text, concat!($($variant_doc),*)), )*],
                })
            }
        }

        text_conversions!($name);
    };
    (@first $first:literal $($rest:literal)*) => { concat!("\"", $first, "\"") };
}

closed_set! {
    /// What a function is for, as the Hub sorts them (Hub documentation). Case-sensitive.
    ///
    /// ```
    /// use aerostack_manifest::Category;
    ///
    /// assert_eq!(Category::new("media"), Ok(Category::Media));
    /// let error = Category::new("Media").unwrap_err();
    /// assert_eq!(error.to_string(), "unknown category `Media`");
    /// assert_eq!(error.help(), "use `media`");
    /// ```
    pub enum Category: InvalidCategory {
        /// Signing in, sessions, tokens and permissions.
        Auth = "auth",
        /// Checkouts, subscriptions, invoices and their webhooks.
        Payments = "payments",
        /// Images, audio, video and documents.
        Media = "media",
        /// Sending, receiving and checking email.
        Email = "email",
        /// Language models, embeddings and other inference.
        Ai = "ai",
        /// Queries, migrations and synchronization of databases.
        Database = "database",
        /// Whatever helps other functions and fits nowhere else.
        Utility = "utility",
        /// Counting, tracking and reporting.
        Analytics = "analytics",
        /// Push, chat and text messages.
        Notifications = "notifications",
        /// Files and objects, and access to them.
        Storage = "storage",
    }
}

closed_set! {
    /// The language of the entrypoint (Hub documentation).
    ///
    /// ```
    /// use aerostack_manifest::Language;
    ///
    /// assert_eq!(Language::new("typescript"), Ok(Language::TypeScript));
    /// assert!(Language::new("TypeScript").is_err());
    /// ```
    pub enum Language: InvalidLanguage {
        /// TypeScript, in files that end in `.ts`, `.tsx`, `.mts` or `.cts`.
        TypeScript = "typescript",
        /// JavaScript, in files that end in `.js`, `.jsx`, `.mjs` or `.cjs`.
        JavaScript = "javascript",
    }
}

impl Language {
    /// The extensions of the language's files.
    ///
    /// ```
    /// use aerostack_manifest::Language;
    ///
    /// assert_eq!(Language::TypeScript.extensions(), [".ts", ".tsx", ".mts", ".cts"]);
    /// ```
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::TypeScript => &[".ts", ".tsx", ".mts", ".cts"],
            Self::JavaScript => &[".js", ".jsx", ".mjs", ".cjs"],
        }
    }

    /// The language that the extension of a path belongs to.
    ///
    /// ```
    /// use aerostack_manifest::Language;
    ///
    /// assert_eq!(Language::from_path("src/index.ts"), Some(Language::TypeScript));
    /// assert_eq!(Language::from_path("main.py"), None);
    /// ```
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let ends = |language: &Self| language.extensions().iter().any(|end| path.ends_with(end));
        Self::ALL.iter().copied().find(ends)
    }
}

closed_set! {
    /// What the function runs on (Hub documentation).
    ///
    /// ```
    /// use aerostack_manifest::Runtime;
    ///
    /// assert_eq!(Runtime::default().as_str(), "cloudflare-worker");
    /// ```
    pub enum Runtime: InvalidRuntime {
        /// Cloudflare Workers, the platform that functions of the Hub run on.
        CloudflareWorker = "cloudflare-worker",
    }
}

#[expect(clippy::derivable_impls, reason = "a variant of a closed set has docs and nothing else")]
impl Default for Runtime {
    fn default() -> Self {
        Self::CloudflareWorker
    }
}
