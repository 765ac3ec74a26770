import { Hono } from "hono";
import { jwt, type JwtVariables } from "hono/jwt";
import { issuePair, isServiceKey, sha256, type Bindings, type Session } from "./tokens";

type Env = { Bindings: Bindings; Variables: JwtVariables };

async function jsonBody(request: Request): Promise<Record<string, unknown>> {
    const body: unknown = await request.json().catch(() => null);
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}

export const jwtSessionRoute = new Hono<Env>();

jwtSessionRoute.use(async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
});

/** Called by your own backend once it has checked the password, passkey or magic link. */
jwtSessionRoute.post("/session", async (c) => {
    if (!(await isServiceKey(c.env, c.req.header("X-Service-Key")))) return c.json({ error: "forbidden" }, 403);

    const { subject, roles = [] } = await jsonBody(c.req.raw);
    if (typeof subject !== "string" || subject === "") {
        return c.json({ error: "`subject` must be a non-empty string" }, 400);
    }
    if (!Array.isArray(roles) || !roles.every((role): role is string => typeof role === "string")) {
        return c.json({ error: "`roles` must be a list of strings" }, 400);
    }

    const pair = await issuePair(c.env, crypto.randomUUID(), { subject, roles, startedAt: Date.now() });
    return c.json(pair, 201);
});

jwtSessionRoute.post("/refresh", async (c) => {
    const { refresh_token: token } = await jsonBody(c.req.raw);
    if (typeof token !== "string") return c.json({ error: "`refresh_token` is required" }, 400);

    const id = token.split(".", 1)[0];
    const session = await c.env.SESSIONS.get<Session>(`session:${id}`, "json");
    if (!session) return c.json({ error: "session is over" }, 401);

    if (session.current !== (await sha256(token))) {
        // An old token of a live session: somebody is using a copy. End it for both of them.
        await c.env.SESSIONS.delete(`session:${id}`);
        console.warn(`refresh token reuse, session ${id} of ${session.subject} ended`);
        return c.json({ error: "session is over" }, 401);
    }

    const { subject, roles, startedAt } = session;
    return c.json(await issuePair(c.env, id, { subject, roles, startedAt }));
});

jwtSessionRoute.use("/me", (c, next) => jwt({ secret: c.env.JWT_SECRET, alg: "HS256" })(c, next));

jwtSessionRoute.get("/me", (c) => {
    const { sub, roles, exp } = c.get("jwtPayload");
    return c.json({ subject: sub, roles, expiresAt: new Date(exp * 1000).toISOString() });
});

jwtSessionRoute.use("/logout", (c, next) => jwt({ secret: c.env.JWT_SECRET, alg: "HS256" })(c, next));

jwtSessionRoute.post("/logout", async (c) => {
    await c.env.SESSIONS.delete(`session:${c.get("jwtPayload").sid}`);
    return c.body(null, 204);
});
