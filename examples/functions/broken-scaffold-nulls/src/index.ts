import { Hono } from 'hono'

type Bindings = {
  OTP: KVNamespace
  OTP_SECRET: string
  OTP_MAIL: { send(to: string, subject: string, text: string): Promise<void> }
}

type Pending = { hash: string; tries: number; expires: number }

const TTL = 10 * 60
const MAX_TRIES = 5

/** Six digits, each value equally likely: numbers beyond the last full million are drawn again. */
function code(): string {
  const limit = Math.floor(0x1_0000_0000 / 1_000_000) * 1_000_000
  const [n] = crypto.getRandomValues(new Uint32Array(1))
  return n < limit ? String(n % 1_000_000).padStart(6, '0') : code()
}

async function mac(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

const address = (value: unknown) => (typeof value === 'string' && /^\S+@\S+\.\S+$/.test(value) ? value.toLowerCase() : null)

export const emailOtpRoute = new Hono<{ Bindings: Bindings }>()

emailOtpRoute.post('/request', async (c) => {
  const email = address((await c.req.json<{ email?: unknown }>()).email)
  if (!email) return c.json({ error: 'not an email address' }, 400)

  const secret = code()
  const pending: Pending = { hash: await mac(c.env.OTP_SECRET, `${email}:${secret}`), tries: 0, expires: Date.now() + TTL * 1000 }
  await c.env.OTP.put(`otp:${email}`, JSON.stringify(pending), { expirationTtl: TTL })
  await c.env.OTP_MAIL.send(email, 'Your code', `${secret} is your code. It is valid for ten minutes.`)
  return c.json({ ok: true }, 202)
})

emailOtpRoute.post('/verify', async (c) => {
  const body = await c.req.json<{ email?: unknown; code?: unknown }>()
  const email = address(body.email)
  if (!email || typeof body.code !== 'string') return c.json({ error: 'email and code are required' }, 400)

  const key = `otp:${email}`
  const pending = await c.env.OTP.get<Pending>(key, 'json')
  if (!pending || pending.expires < Date.now() || pending.tries >= MAX_TRIES) return c.json({ ok: false }, 401)

  if ((await mac(c.env.OTP_SECRET, `${email}:${body.code.trim()}`)) !== pending.hash) {
    const left = Math.max(60, Math.ceil((pending.expires - Date.now()) / 1000))
    await c.env.OTP.put(key, JSON.stringify({ ...pending, tries: pending.tries + 1 }), { expirationTtl: left })
    return c.json({ ok: false }, 401)
  }
  await c.env.OTP.delete(key)
  return c.json({ ok: true, email })
})
