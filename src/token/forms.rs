//! The forms of tokens, by vendor.

use std::ops::Range;

/// How the tokens of a vendor look: a prefix, and after it some characters of an alphabet.
pub(super) struct Form {
    /// What messages call the token, with its article.
    pub(super) kind: &'static str,
    pub(super) prefix: &'static str,
    /// Which bytes may follow the prefix.
    pub(super) alphabet: fn(u8) -> bool,
    /// The fewest bytes that follow it.
    pub(super) min: usize,
    /// The most of them, where the length is fixed.
    pub(super) max: usize,
    /// What else must be true of what follows.
    pub(super) check: fn(&[u8]) -> bool,
}

const GROWING: usize = usize::MAX;

/// What vendors give out. Lengths are the shortest that are documented or seen.
#[rustfmt::skip]
pub(super) static FORMS: [Form; 56] = [
    // The platform: Hub documentation.
    form("an account key", "ac_", is_url_safe, MIN_KEY_LENGTH, GROWING, always),
    form("a project key", "ak_", is_url_safe, MIN_KEY_LENGTH, GROWING, always),
    form("a platform key", "pk_", is_url_safe, MIN_KEY_LENGTH, GROWING, always),
    // GitHub: github.blog/2021-04-05-behind-githubs-new-authentication-token-formats, and "About
    // authentication to GitHub" in its documentation. Tokens may grow.
    form("a GitHub token", "ghp_", is_word, 36, GROWING, always),
    form("a GitHub token", "gho_", is_word, 36, GROWING, always),
    form("a GitHub token", "ghu_", is_word, 36, GROWING, always),
    form("a GitHub token", "ghs_", is_dotted, 36, GROWING, always),
    form("a GitHub token", "ghr_", is_word, 36, GROWING, always),
    form("a GitHub token", "github_pat_", is_word, 36, GROWING, always),
    // GitLab: docs.gitlab.com/security/tokens, "Token prefixes". Routable tokens have dots.
    form("a GitLab token", "glpat-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "gloas-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "gldt-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glrt-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glrtr-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glcbt-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glptt-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glft-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glimt-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glagent-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glwt-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glsoat-", is_dotted, 20, GROWING, always),
    form("a GitLab token", "glffct-", is_dotted, 20, GROWING, always),
    // npm: github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format.
    form("an npm token", "npm_", is_alphanumeric, 36, GROWING, always),
    // Slack: docs.slack.dev/authentication/tokens, and "Sending messages using incoming webhooks".
    form("a Slack token", "xoxb-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxp-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxa-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxr-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxs-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxo-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxe-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxc-", is_url_safe, 15, GROWING, always),
    form("a Slack token", "xoxd-", is_slack_cookie, 15, GROWING, always),
    form("a Slack token", "xapp-", is_url_safe, 20, GROWING, is_random),
    form("a Slack webhook", "hooks.slack.com/services/", is_path, 30, GROWING, always),
    form("a Slack webhook", "hooks.slack.com/workflows/", is_path, 30, GROWING, always),
    form("a Slack webhook", "hooks.slack.com/triggers/", is_path, 30, GROWING, always),
    // Stripe: docs.stripe.com/keys and docs.stripe.com/webhooks. `task_live_` is no prefix.
    form("a Stripe key", "sk_live_", is_alphanumeric, 10, GROWING, is_random),
    form("a Stripe key", "sk_test_", is_alphanumeric, 10, GROWING, is_random),
    form("a Stripe key", "rk_live_", is_alphanumeric, 10, GROWING, is_random),
    form("a Stripe key", "rk_test_", is_alphanumeric, 10, GROWING, is_random),
    form("a Stripe webhook secret", "whsec_", is_base64, 24, GROWING, always),
    // AWS: docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html, "Unique identifiers".
    form("an AWS access key", "AKIA", is_upper, 16, 16, always),
    form("an AWS access key", "ASIA", is_upper, 16, 16, always),
    form("an AWS access key", "ABIA", is_upper, 16, 16, always),
    form("an AWS access key", "ACCA", is_upper, 16, 16, always),
    // Google: cloud.google.com/docs/authentication/api-keys and /docs/authentication/token-types.
    form("a Google API key", "AIza", is_url_safe, 35, GROWING, always),
    form("a Google client secret", "GOCSPX-", is_url_safe, 20, GROWING, always),
    form("a Google access token", "ya29.", is_dotted, 20, GROWING, is_random),
    // OpenAI: platform.openai.com/docs/api-reference/authentication, and the rules of gitleaks.
    form("an OpenAI key", "sk-proj-", is_url_safe, 20, GROWING, is_random),
    form("an OpenAI key", "sk-svcacct-", is_url_safe, 20, GROWING, is_random),
    form("an OpenAI key", "sk-admin-", is_url_safe, 20, GROWING, is_random),
    form("an OpenAI key", "sk-", is_alphanumeric, 32, 64, is_random),
    // Anthropic: docs.claude.com/en/api/overview, and the rules of gitleaks.
    form("an Anthropic key", "sk-ant-", is_url_safe, 20, GROWING, is_random),
    // JSON Web Tokens: RFC 7519. Their header starts with `{"` in Base64.
    form("a JSON Web Token", JWT, is_dotted, 20, GROWING, is_jwt),
    // Private keys: RFC 7468 and RFC 9580, section 6.2. See `private_key`.
    form(PRIVATE_KEY, PEM, is_anything, 0, GROWING, always),
    form(PRIVATE_KEY, PGP, is_anything, 0, GROWING, always),
];

/// What messages call a private key.
pub(crate) const PRIVATE_KEY: &str = "a private key";

pub(super) const JWT: &str = "eyJ";
pub(super) const PEM: &str = "PRIVATE KEY-----";
pub(super) const PGP: &str = "PRIVATE KEY BLOCK-----";

/// Prefix of an account key (Hub documentation).
pub(crate) const KEY_PREFIX: &str = "ac_";

/// Prefix of a project key. Such a key cannot publish, but is a secret all the same.
pub(crate) const PROJECT_KEY_PREFIX: &str = "ak_";

/// The fewest characters that a key of the platform has after its prefix. Anything shorter is shown.
pub(crate) const MIN_KEY_LENGTH: usize = 8;

/// The platform's own forms are the first rows. Their prefixes are short, and also the ends of words.
pub(super) const PLATFORM: Range<usize> = 0..3;

const fn form(
    kind: &'static str,
    prefix: &'static str,
    alphabet: fn(u8) -> bool,
    min: usize,
    max: usize,
    check: fn(&[u8]) -> bool,
) -> Form {
    Form { kind, prefix, alphabet, min, max, check }
}

fn always(_: &[u8]) -> bool {
    true
}

/// Whether a text looks like no words: a long stretch without separators, with a digit, or digits and
/// letters by turns.
pub(super) fn is_random(body: &[u8]) -> bool {
    segments(body).any(|segment| {
        let is_turn = |pair: &[u8]| pair[0].is_ascii_digit() != pair[1].is_ascii_digit();
        let turns = segment.windows(2).filter(|pair| is_turn(pair)).count();
        let has_digit = segment.iter().any(u8::is_ascii_digit);
        segment.len() >= 24
            || (segment.len() >= 16 && has_digit)
            || (segment.len() >= 8 && turns >= 3)
    })
}

/// Whether there are enough characters for a key without a separator, and a digit among them.
pub(super) fn has_long_segment(body: &[u8]) -> bool {
    segments(body)
        .any(|segment| segment.len() >= MIN_KEY_LENGTH && segment.iter().any(u8::is_ascii_digit))
}

/// Returns what is between separators in the start of a text, which says enough.
fn segments(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    const START: usize = 128;
    body[..body.len().min(START)].split(|byte| !byte.is_ascii_alphanumeric())
}

/// Whether a text is the rest of a JSON Web Token: a header, a payload, and perhaps a signature.
fn is_jwt(body: &[u8]) -> bool {
    let mut parts = body.split(|&byte| byte == b'.').map(<[u8]>::len);
    let (header, payload) = (parts.next(), parts.next());
    header >= Some(16) && payload >= Some(3) && parts.next().is_some()
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The alphabet of Base64 in URLs (RFC 4648, section 5).
pub(crate) fn is_url_safe(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

fn is_dotted(byte: u8) -> bool {
    is_url_safe(byte) || byte == b'.'
}

pub(super) fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

fn is_path(byte: u8) -> bool {
    is_word(byte) || byte == b'/'
}

/// A cookie is percent-encoded Base64.
fn is_slack_cookie(byte: u8) -> bool {
    is_url_safe(byte) || matches!(byte, b'%' | b'/' | b'+')
}

fn is_anything(_: u8) -> bool {
    true
}
