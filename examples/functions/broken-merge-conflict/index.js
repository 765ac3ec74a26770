import { Hono } from 'hono'
import { cors } from 'hono/cors'

const BOTS = /bot|crawl|spider|slurp|headless|lighthouse|preview|curl|wget|python|go-http/i

const PIXEL = Uint8Array.from(
  atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'),
  (ch) => ch.charCodeAt(0),
)

const allowed = (env) => (env.PV_SITES ?? '').split(',').map((host) => host.trim()).filter(Boolean)

function device(userAgent) {
  if (/ipad|tablet/i.test(userAgent)) return 'tablet'
  return /mobi|android|iphone/i.test(userAgent) ? 'phone' : 'desktop'
}

/** No address, no cookie, no fingerprint: a host, a path, and where people came from. */
function record(c, page, referrer) {
  const userAgent = c.req.header('user-agent') ?? ''
  if (BOTS.test(userAgent) || c.req.header('sec-purpose') === 'prefetch') return
  if (!allowed(c.env).includes(page.hostname)) return

  const from = URL.canParse(referrer) ? new URL(referrer).hostname : ''
  c.env.PAGE_VIEWS.writeDataPoint({
    indexes: [page.hostname],
    blobs: [
      page.pathname.slice(0, 256),
      from === page.hostname ? '' : from,
      c.req.raw.cf?.country ?? '',
      device(userAgent),
    ],
    doubles: [1],
  })
}

export const pageViewsRoute = new Hono()

pageViewsRoute.use(cors({ origin: (origin, c) => (allowed(c.env).some((host) => origin === `https://${host}`) ? origin : null) }))

pageViewsRoute.post('/', async (c) => {
  const { url, referrer = '' } = await c.req.json().catch(() => ({}))
  if (!URL.canParse(url)) return c.json({ error: '`url` is required' }, 400)
  record(c, new URL(url), referrer)
  return c.body(null, 204)
})

pageViewsRoute.get('/pixel.gif', (c) => {
  const page = c.req.header('referer') ?? ''
  if (URL.canParse(page)) record(c, new URL(page), '')
  return c.body(PIXEL, 200, { 'Content-Type': 'image/gif', 'Cache-Control': 'no-store' })
})
