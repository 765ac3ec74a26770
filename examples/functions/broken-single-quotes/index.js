import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const ONE_YEAR = 60 * 60 * 24 * 365

/** `de=https://example.de at=https://example.de us=https://example.com` */
function sites(text = '') {
  const map = new Map()
  for (const pair of text.split(/\s+/).filter(Boolean)) {
    const at = pair.indexOf('=')
    if (at > 0) map.set(pair.slice(0, at).toUpperCase(), pair.slice(at + 1))
  }
  return map
}

/** Only a path: `//evil.example` and `https://…` would send people elsewhere. */
function safePath(path) {
  return path && /^\/(?![/\\])/.test(path) ? path : '/'
}

export const geoRedirect = new Hono()

geoRedirect.get('/', (c) => {
  const known = sites(c.env.GEO_SITES)
  const chosen = getCookie(c, 'site')?.toUpperCase()
  const country = c.req.raw.cf?.country ?? c.req.header('cf-ipcountry') ?? ''

  const site = known.get(chosen) ?? known.get(country.toUpperCase()) ?? c.env.GEO_DEFAULT
  if (!site) return c.text('GEO_DEFAULT is not set', 500)

  c.header('Vary', 'Cookie')
  c.header('Cache-Control', 'private, no-store')
  return c.redirect(new URL(safePath(c.req.query('to')), site).toString(), 302)
})

geoRedirect.post('/choose/:country', (c) => {
  const country = c.req.param('country').toUpperCase()
  const site = sites(c.env.GEO_SITES).get(country)
  if (!site) return c.json({ error: `no site for ${country}` }, 404)

  setCookie(c, 'site', country, { path: '/', maxAge: ONE_YEAR, sameSite: 'Lax', secure: true })
  return c.json({ country, site })
})

geoRedirect.get('/whoami', (c) => {
  const cf = c.req.raw.cf ?? {}
  return c.json({
    country: cf.country ?? null,
    region: cf.region ?? null,
    city: cf.city ?? null,
    timezone: cf.timezone ?? null,
    isEU: cf.isEUCountry === '1',
  })
})
