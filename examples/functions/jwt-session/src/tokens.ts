import { sign } from "hono/jwt";

export type Bindings = {
    SESSIONS: KVNamespace;
    JWT_SECRET: string;
    JWT_ISSUER?: string;
    AUTH_SERVICE_KEY: string;
};

/** What KV holds for one login; `current` is the hash of the only refresh token that still works. */
export type Session = { subject: string; roles: string[]; current: string; startedAt: number };

export const ACCESS_TTL = 10 * 60;
export const REFRESH_TTL = 30 * 24 * 60 * 60;

const now = () => Math.floor(Date.now() / 1000);

export async function sha256(text: string): Promise<string> {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Compares the hashes, so that the time taken says nothing about the key. An unset key matches nothing. */
export async function isServiceKey(env: Bindings, given: string | undefined): Promise<boolean> {
    if (!given || !env.AUTH_SERVICE_KEY) return false;
    return (await sha256(given)) === (await sha256(env.AUTH_SERVICE_KEY));
}

export function accessToken(env: Bindings, id: string, session: Session): Promise<string> {
    return sign(
        {
            sub: session.subject,
            sid: id,
            roles: session.roles,
            iss: env.JWT_ISSUER ?? "jwt-session",
            iat: now(),
            exp: now() + ACCESS_TTL,
        },
        env.JWT_SECRET,
        "HS256",
    );
}

/** Stores the session under a fresh refresh token and hands out the pair. */
export async function issuePair(env: Bindings, id: string, session: Omit<Session, "current">) {
    const refresh = `${id}.${crypto.randomUUID()}${crypto.randomUUID()}`;
    const stored: Session = { ...session, current: await sha256(refresh) };
    await env.SESSIONS.put(`session:${id}`, JSON.stringify(stored), { expirationTtl: REFRESH_TTL });
    return {
        access_token: await accessToken(env, id, stored),
        token_type: "Bearer",
        expires_in: ACCESS_TTL,
        refresh_token: refresh,
    };
}
