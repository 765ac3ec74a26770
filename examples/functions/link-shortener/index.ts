import { desc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { links, type Link } from './schema';

type Env = {
	Bindings: { DB: D1Database; LINKS_API_TOKEN: string };
};

type CreateBody = { target?: unknown; slug?: unknown; ttl?: unknown };

// No 0/O, 1/l/I: people read short links aloud.
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const SLUG = /^[a-z0-9][a-z0-9-]{1,31}$/;
const RESERVED = new Set(['links']);

function randomSlug(length = 7): string {
	let slug = '';
	while (slug.length < length) {
		for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
			// Throw away the top of the range, so that every letter is equally likely.
			if (byte < 256 - (256 % ALPHABET.length)) slug += ALPHABET[byte % ALPHABET.length];
			if (slug.length === length) break;
		}
	}
	return slug;
}

function isHttpUrl(value: unknown): value is string {
	if (typeof value !== 'string' || value.length > 2048) return false;
	try {
		return ['http:', 'https:'].includes(new URL(value).protocol);
	} catch {
		return false;
	}
}

const expired = (link: Link) => link.expiresAt !== null && link.expiresAt.getTime() <= Date.now();

export const linkShortenerRoute = new Hono<Env>();

linkShortenerRoute.use('/links/*', (c, next) => bearerAuth<Env>({ token: c.env.LINKS_API_TOKEN })(c, next));

linkShortenerRoute.get('/links', async (c) => {
	const rows = await drizzle(c.env.DB).select().from(links).orderBy(desc(links.createdAt)).limit(100);
	return c.json({ links: rows });
});

linkShortenerRoute.post('/links', async (c) => {
	const body = await c.req.json<CreateBody>().catch((): CreateBody => ({}));
	if (!isHttpUrl(body.target)) return c.json({ error: '`target` must be an http(s) URL' }, 400);

	const custom = body.slug;
	if (custom !== undefined && (typeof custom !== 'string' || !SLUG.test(custom) || RESERVED.has(custom))) {
		return c.json({ error: '`slug` must be 2 to 32 of a-z, 0-9 and -' }, 400);
	}

	let expiresAt: Date | null = null;
	if (body.ttl !== undefined) {
		if (typeof body.ttl !== 'number' || !(body.ttl > 0)) return c.json({ error: '`ttl` must be a number of seconds' }, 400);
		expiresAt = new Date(Date.now() + body.ttl * 1000);
	}

	const db = drizzle(c.env.DB);
	for (let attempt = 0; attempt < 4; attempt++) {
		const [created] = await db
			.insert(links)
			.values({ slug: custom ?? randomSlug(), target: body.target, expiresAt })
			.onConflictDoNothing()
			.returning();
		if (created) return c.json(created, 201);
		if (custom) return c.json({ error: `\`${custom}\` is taken` }, 409);
	}
	return c.json({ error: 'no free slug found, try again' }, 503);
});

linkShortenerRoute.get('/links/:slug', async (c) => {
	const link = await drizzle(c.env.DB).select().from(links).where(eq(links.slug, c.req.param('slug'))).get();
	return link ? c.json(link) : c.json({ error: 'not found' }, 404);
});

linkShortenerRoute.delete('/links/:slug', async (c) => {
	const gone = await drizzle(c.env.DB).delete(links).where(eq(links.slug, c.req.param('slug'))).returning();
	return gone.length > 0 ? c.body(null, 204) : c.json({ error: 'not found' }, 404);
});

linkShortenerRoute.get('/:slug', async (c) => {
	const db = drizzle(c.env.DB);
	const link = await db.select().from(links).where(eq(links.slug, c.req.param('slug'))).get();
	if (!link) return c.text('No such link', 404);
	if (expired(link)) return c.text('This link has expired', 410);

	// The visitor does not wait for the counter.
	c.executionCtx.waitUntil(
		db
			.update(links)
			.set({ clicks: sql`${links.clicks} + 1`, lastClickAt: new Date() })
			.where(eq(links.slug, link.slug))
			.run(),
	);
	c.header('Cache-Control', 'private, no-store');
	return c.redirect(link.target, 302);
});
