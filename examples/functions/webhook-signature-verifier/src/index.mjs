import { Hono } from 'hono'
import { fromBase64, fromHex, hmacSha256Matches, withPrefix } from './hmac.mjs'

const DEFAULT_TOLERANCE = 300

/**
 * One entry per sender. Each gets the raw body (never re-serialised JSON: a single
 * reordered key breaks the signature) and says whether the request is genuine.
 */
const providers = {
  github: {
    secretName: 'GITHUB_WEBHOOK_SECRET',
    eventId: 'x-github-delivery',
    async verify(header, secret, body) {
      const [scheme, hex = ''] = (header('x-hub-signature-256') ?? '').split('=', 2)
      return scheme === 'sha256' && hmacSha256Matches(secret, fromHex(hex), body)
    },
  },

  stripe: {
    secretName: 'STRIPE_WEBHOOK_SECRET',
    eventId: null,
    async verify(header, secret, body, tolerance) {
      let timestamp = ''
      const candidates = []
      for (const part of (header('stripe-signature') ?? '').split(',')) {
        const [name, value = ''] = part.trim().split('=', 2)
        if (name === 't') timestamp = value
        if (name === 'v1') candidates.push(value)
      }
      if (!/^\d+$/.test(timestamp)) return false
      if (Math.abs(Date.now() / 1000 - Number(timestamp)) > tolerance) return false

      // While a secret is being rolled, Stripe sends one v1 signature for each secret.
      const signed = withPrefix(`${timestamp}.`, body)
      for (const candidate of candidates) {
        if (await hmacSha256Matches(secret, fromHex(candidate), signed)) return true
      }
      return false
    },
  },

  shopify: {
    secretName: 'SHOPIFY_WEBHOOK_SECRET',
    eventId: 'x-shopify-webhook-id',
    async verify(header, secret, body) {
      return hmacSha256Matches(secret, fromBase64(header('x-shopify-hmac-sha256') ?? ''), body)
    },
  },
}

export const webhookRoute = new Hono()

webhookRoute.post('/:provider', async (c) => {
  const name = c.req.param('provider')
  if (!Object.hasOwn(providers, name)) return c.json({ error: 'unknown provider' }, 404)
  const provider = providers[name]

  const secret = c.env[provider.secretName]
  if (!secret) {
    console.error(`${provider.secretName} is not set`)
    return c.json({ error: 'provider is not configured' }, 503)
  }

  const tolerance = Number(c.env.WEBHOOK_TOLERANCE_SECONDS) || DEFAULT_TOLERANCE
  const body = new Uint8Array(await c.req.arrayBuffer())
  const header = (key) => c.req.header(key)

  if (!(await provider.verify(header, secret, body, tolerance))) {
    return c.json({ error: 'bad signature' }, 401)
  }

  if (!c.env.WEBHOOK_FORWARD_URL) return c.json({ verified: true, forwarded: false })

  const target = new URL(c.env.WEBHOOK_FORWARD_URL)
  target.searchParams.set('provider', name)

  const headers = new Headers({
    'content-type': c.req.header('content-type') ?? 'application/json',
    'x-webhook-provider': name,
  })
  const id = provider.eventId && c.req.header(provider.eventId)
  if (id) headers.set('x-webhook-id', id)

  try {
    const answer = await fetch(target, { method: 'POST', headers, body })
    // Anything but 2xx makes the sender retry later, which is what we want here.
    if (!answer.ok) return c.json({ error: 'backend refused the event', status: answer.status }, 502)
  } catch (cause) {
    console.error('forwarding failed', cause)
    return c.json({ error: 'backend is unreachable' }, 502)
  }

  return c.json({ verified: true, forwarded: true })
})
