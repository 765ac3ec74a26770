import { Hono } from 'hono'

type Bindings = {
  IMAGE_MAX_WIDTH?: string
  IMAGE_QUALITY?: string
}

const FITS = ['scale-down', 'contain', 'cover', 'crop', 'pad'] as const
type Fit = (typeof FITS)[number]

type OutputFormat = 'avif' | 'webp' | 'jpeg' | 'png'
const FORMATS: readonly OutputFormat[] = ['avif', 'webp', 'jpeg', 'png']

const DEFAULT_MAX_WIDTH = 2400
const DEFAULT_QUALITY = 82
const ONE_WEEK = 60 * 60 * 24 * 7

/** A whole number between 1 and `max`; `undefined` if the parameter is absent, `null` if it is nonsense. */
function size(raw: string | undefined, max: number): number | undefined | null {
  if (raw === undefined || raw === '') return undefined
  if (!/^\d{1,5}$/.test(raw)) return null
  const n = Number(raw)
  return n < 1 ? null : Math.min(n, max)
}

/** `IMAGE_MAX_WIDTH` and `IMAGE_QUALITY` arrive as text; fall back when they are unset or not a number. */
function setting(raw: string | undefined, fallback: number): number {
  const n = Number(raw)
  return Number.isInteger(n) && n > 0 ? n : fallback
}

/** The best format that the browser says it can show. */
function negotiate(accept: string): OutputFormat | undefined {
  if (accept.includes('image/avif')) return 'avif'
  if (accept.includes('image/webp')) return 'webp'
  return undefined
}

/** A relative `src` is resolved against the host that was asked, so `?src=/uploads/cat.jpg` works. */
function sourceUrl(src: string, base: string): URL | null {
  try {
    const url = new URL(src, new URL(base).origin)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null
  } catch {
    return null
  }
}

export const imageResizerRoute = new Hono<{ Bindings: Bindings }>()

imageResizerRoute.get('/', async (c) => {
  const src = c.req.query('src')
  if (!src) return c.json({ error: 'Query parameter `src` is required' }, 400)

  const url = sourceUrl(src, c.req.url)
  if (!url) return c.json({ error: '`src` must be an http(s) URL or a path on this host' }, 400)

  // Cloudflare fetches the original through this same Worker when `src` is on our own zone.
  // Without this check that request would be resized again, and again.
  if (/image-resizing/.test(c.req.header('via') ?? '')) return fetch(url)

  const maxWidth = setting(c.env.IMAGE_MAX_WIDTH, DEFAULT_MAX_WIDTH)
  const width = size(c.req.query('w'), maxWidth)
  const height = size(c.req.query('h'), maxWidth)
  if (width === null || height === null) {
    return c.json({ error: '`w` and `h` must be whole numbers of pixels' }, 400)
  }

  const fit = (c.req.query('fit') ?? 'scale-down') as Fit
  if (!FITS.includes(fit)) {
    return c.json({ error: `\`fit\` must be one of ${FITS.join(', ')}` }, 400)
  }

  const wanted = c.req.query('format') ?? 'auto'
  if (wanted !== 'auto' && !FORMATS.includes(wanted as OutputFormat)) {
    return c.json({ error: `\`format\` must be auto or one of ${FORMATS.join(', ')}` }, 400)
  }
  const format = wanted === 'auto' ? negotiate(c.req.header('accept') ?? '') : (wanted as OutputFormat)

  const quality = size(c.req.query('q'), 100) ?? Math.min(setting(c.env.IMAGE_QUALITY, DEFAULT_QUALITY), 100)

  const image: RequestInitCfPropertiesImage = { fit, quality, metadata: 'none' }
  // With neither side given, still never ship the 6000 px original.
  image.width = width ?? (height === undefined ? maxWidth : undefined)
  if (height !== undefined) image.height = height
  if (format !== undefined) image.format = format

  const upstream = await fetch(url, { cf: { image, cacheTtl: ONE_WEEK } })
  if (!upstream.ok) {
    const reason = upstream.headers.get('cf-resized') ?? `origin answered ${upstream.status}`
    return c.json({ error: 'Could not load the image', reason }, upstream.status === 404 ? 404 : 502)
  }

  const type = upstream.headers.get('content-type') ?? ''
  if (!type.startsWith('image/')) return c.json({ error: '`src` is not an image' }, 415)

  const headers = new Headers({
    'content-type': type,
    'cache-control': `public, max-age=${ONE_WEEK}, stale-while-revalidate=86400`,
    'x-content-type-options': 'nosniff',
  })
  if (wanted === 'auto') headers.set('vary', 'Accept')
  const etag = upstream.headers.get('etag')
  if (etag) headers.set('etag', etag)

  return new Response(upstream.body, { headers })
})
