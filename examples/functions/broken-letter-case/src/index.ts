import { Hono } from 'hono';

type Bindings = { FEED_ALLOWED_HOSTS?: string };

interface Item {
	id: string;
	url: string;
	title: string;
	content_html?: string;
	date_published?: string;
}

interface Feed {
	version: 'https://jsonfeed.org/version/1.1';
	title: string;
	home_page_url?: string;
	items: Item[];
}

function iso(text: string): string | undefined {
	const date = new Date(text.trim());
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** HTMLRewriter reads XML well enough, as long as one listens for `<item>` and `<entry>` only. */
async function parse(response: Response): Promise<Feed> {
	const feed: Feed = { version: 'https://jsonfeed.org/version/1.1', title: '', items: [] };
	const texts = new WeakMap<Item, Record<string, string>>();
	const current = () => feed.items[feed.items.length - 1];

	const collect = (field: string) => ({
		text(chunk: Text) {
			const item = current();
			if (!item) return;
			const fields = texts.get(item) ?? {};
			fields[field] = (fields[field] ?? '') + chunk.text;
			texts.set(item, fields);
		},
	});

	let rewriter = new HTMLRewriter()
		.on('channel > title, feed > title', { text: (chunk) => void (feed.title += chunk.text) })
		.on('item, entry', { element: () => void feed.items.push({ id: '', url: '', title: '' }) })
		.on('entry > link', {
			element(element) {
				if ((element.getAttribute('rel') ?? 'alternate') === 'alternate') current().url = element.getAttribute('href') ?? '';
			},
		});
	for (const field of ['title', 'guid', 'id', 'description', 'summary', 'content', 'pubdate', 'published', 'updated']) {
		rewriter = rewriter.on(`item > ${field}, entry > ${field}`, collect(field));
	}
	await rewriter.transform(response).arrayBuffer();

	for (const item of feed.items) {
		const field = texts.get(item) ?? {};
		item.title = (field.title ?? '').trim();
		item.id = (field.guid ?? field.id ?? item.url).trim();
		item.url ||= item.id;
		item.content_html = field.content ?? field.description ?? field.summary;
		item.date_published = iso(field.pubdate ?? field.published ?? field.updated ?? '');
	}
	feed.title = feed.title.trim();
	return feed;
}

export const feedRoute = new Hono<{ Bindings: Bindings }>();

feedRoute.get('/', async (c) => {
	const raw = c.req.query('url') ?? '';
	const url = URL.canParse(raw) ? new URL(raw) : null;
	if (url?.protocol !== 'https:') return c.json({ error: '`url` must be an https URL' }, 400);

	const allowed = c.env.FEED_ALLOWED_HOSTS?.split(',').map((host) => host.trim());
	if (allowed && !allowed.includes(url.hostname)) return c.json({ error: `${url.hostname} is not allowed` }, 403);

	const response = await fetch(url, { cf: { cacheTtl: 900, cacheEverything: true } });
	if (!response.ok) return c.json({ error: `the feed answered ${response.status}` }, 502);

	c.header('Cache-Control', 'public, max-age=900');
	return c.json(await parse(response), 200, { 'Content-Type': 'application/feed+json' });
});
