import { Hono } from 'hono'
import { renderSVG } from 'uqr'

const LEVELS = ['L', 'M', 'Q', 'H'] as const
type Level = (typeof LEVELS)[number]

const COLOUR = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i

function colour(raw: string | undefined, fallback: string): string | null {
  if (raw === undefined) return fallback
  const match = COLOUR.exec(raw)
  return match ? `#${match[1]}` : null
}

/** Backslash, semicolon, comma, colon and quotes mean something inside a WIFI: text. */
const wifiEscape = (text: string) => text.replace(/[\\;,:"]/g, '\\$&')

export const qrRoute = new Hono()

qrRoute.get('/', (c) => {
  const text = c.req.query('text') ?? ''
  if (text === '') return c.json({ error: '`text` is required' }, 400)
  if (new TextEncoder().encode(text).length > 1000) return c.json({ error: '`text` is too long' }, 413)

  const level = (c.req.query('level') ?? 'M').toUpperCase() as Level
  if (!LEVELS.includes(level)) return c.json({ error: '`level` must be L, M, Q or H' }, 400)

  const dark = colour(c.req.query('dark'), '#000')
  const light = colour(c.req.query('light'), '#fff')
  if (!dark || !light) return c.json({ error: 'colours look like 1d4ed8 or #1d4ed8' }, 400)

  const svg = renderSVG(text, { ecc: level, border: 2, blackColor: dark, whiteColor: light })
  return c.body(svg, 200, {
    'Content-Type': 'image/svg+xml; charset=utf-8',
    'Cache-Control': 'public, max-age=31536000, immutable',
  })
})

qrRoute.get('/wifi', (c) => {
  const { ssid, password = '', hidden } = c.req.query()
  if (!ssid) return c.json({ error: '`ssid` is required' }, 400)

  const kind = password ? 'WPA' : 'nopass'
  const text = `WIFI:T:${kind};S:${wifiEscape(ssid)};P:${wifiEscape(password)};${hidden === 'true' ? 'H:true;' : ''};`
  // Not cached: the address holds a password.
  return c.body(renderSVG(text, { ecc: 'M', border: 2 }), 200, {
    'Content-Type': 'image/svg+xml; charset=utf-8',
    'Cache-Control': 'no-store',
  })
})
