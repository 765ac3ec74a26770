//! Closed sets: the categories, languages and runtimes of the Hub.

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::field::text::{Text, text_conversions};
#[cfg(feature = "schema")]
use crate::field::{Choice, Shape};
use crate::similar::{fold, nearest, suggestion};
use crate::suggestion::Suggestion;

macro_rules! closed_set {
    (
        $(#[$doc:meta])*
        pub enum $name:ident: $error:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $text:literal $(or $habits:literal)?, )*
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

            /// What people call each member elsewhere: words, folded.
            const HABITS: &'static [(&'static str, &'static str)] =
                &[$( $( ($text, $habits), )? )*];

            /// The spelling of the member that a text is near to, or that is called so elsewhere.
            pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
                if let Some(member) = by_habit(text, Self::HABITS) {
                    return Some(Suggestion::likely(member));
                }
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

/// The member that has a text among its habits.
fn by_habit(text: &str, habits: &[(&'static str, &str)]) -> Option<&'static str> {
    const LONGEST: usize = 32;
    if text.len() > LONGEST {
        return None;
    }
    let text = fold(text);
    let is_habit = |(_, words): &&(&str, &str)| words.split(' ').any(|word| word == text);
    habits.iter().find(is_habit).map(|(member, _)| *member)
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
        Auth = "auth"
            or "auth0 authentication authorization betterauth clerk cognito identity jwt login \
                oauth oauth2 oidc passkey permissions rbac saml security session sessions signin \
                sso users webauthn",
        /// Checkouts, subscriptions, invoices and their webhooks.
        Payments = "payments"
            or "billing checkout commerce ecommerce finance invoice invoices invoicing \
                lemonsqueezy money paddle paypal pricing shop stripe subscription subscriptions",
        /// Images, audio, video and documents.
        Media = "media"
            or "audio cdn document documents gif gifs image images img music pdf pdfs photo \
                photos picture pictures thumbnails video videos",
        /// Sending, receiving and checking email.
        Email = "email"
            or "imap mail mailer mailgun mailing mails newsletter postmark resend sendgrid ses \
                smtp",
        /// Language models, embeddings and other inference.
        Ai = "ai"
            or "artificialintelligence chatbot chatgpt claude embeddings gemini genai gpt \
                inference llm llms machinelearning ml nlp openai rag",
        /// Queries, migrations and synchronization of databases.
        Database = "database"
            or "d1 db dbs drizzle drizzleorm kysely mongo mongodb mysql neon orm \
                planetscale postgres postgresql prisma redis sql sqlite supabase turso",
        /// Whatever helps other functions and fits nowhere else.
        Utility = "utility"
            or "common general helper helpers lib library misc miscellaneous other tool toolkit \
                tools util utils various",
        /// Counting, tracking and reporting.
        Analytics = "analytics"
            or "analysis dashboard insights logging logs metric metrics monitoring observability \
                reporting reports statistics stats telemetry tracking",
        /// Push, chat and text messages.
        Notifications = "notifications"
            or "alert alerts chat discord messaging msg notifier notify push slack sms telegram \
                twilio whatsapp",
        /// Files and objects, and access to them.
        Storage = "storage"
            or "blob blobs bucket buckets file files filesystem kv objectstorage r2 s3 upload \
                uploads",
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
        TypeScript = "typescript"
            or "cts mts ts tsx",
        /// JavaScript, in files that end in `.js`, `.jsx`, `.mjs` or `.cjs`.
        JavaScript = "javascript"
            or "cjs ecmascript es6 esm js jsx mjs node nodejs",
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
        CloudflareWorker = "cloudflare-worker"
            or "cf cfworker cfworkers edge worker workerd workers wrangler",
    }
}

#[expect(clippy::derivable_impls, reason = "a variant of a closed set has docs and nothing else")]
impl Default for Runtime {
    fn default() -> Self {
        Self::CloudflareWorker
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each is a word of one member, is written as it is compared, and leads to its member.
    #[test]
    fn every_habit_leads_to_its_member() {
        let mut count = 0;
        for habits in [Category::HABITS, Language::HABITS, Runtime::HABITS] {
            let mut seen = Vec::new();
            for (member, words) in habits {
                for word in words.split(' ') {
                    assert_eq!(word, fold(word), "{member}");
                    // What is near for certain stays so, but for a whole word of its own.
                    let near = nearest(word, habits.iter().map(|(member, _)| *member));
                    let is_certain = near.is_some_and(|near| suggestion(word, near).certain);
                    assert!(!is_certain || word == "mail", "{word}");
                    assert!(!habits.iter().any(|(other, _)| *other == word), "{word}");
                    assert_eq!(by_habit(&word.to_uppercase(), habits), Some(*member));
                    assert!(!seen.contains(&word), "{word}");
                    seen.push(word);
                    count += 1;
                }
            }
        }
        assert!(count > 150, "only {count} habits");
    }
}
