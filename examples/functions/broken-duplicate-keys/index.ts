import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { Hono } from 'hono'
import { sign, verify } from 'hono/jwt'
import { subscribers } from './schema'

type Bindings = {
  DB: D1Database
  NEWSLETTER_SECRET: string
  NEWSLETTER_FROM: string
  MAIL_API_URL: string
  MAIL_API_KEY: string
}

type Action = 'confirm' | 'leave'

const TWO_DAYS = 2 * 24 * 60 * 60

async function link(env: Bindings, base: string, action: Action, email: string): Promise<string> {
  const exp = action === 'confirm' ? { exp: Math.floor(Date.now() / 1000) + TWO_DAYS } : {}
  const token = await sign({ email, action, ...exp }, env.NEWSLETTER_SECRET, 'HS256')
  return `${base}/${action}?t=${token}`
}

async function emailOf(env: Bindings, action: Action, token = ''): Promise<string | null> {
  try {
    const payload = await verify(token, env.NEWSLETTER_SECRET, 'HS256')
    return payload.action === action && typeof payload.email === 'string' ? payload.email : null
  } catch {
    return null
  }
}

async function mail(env: Bindings, to: string, subject: string, text: string): Promise<void> {
  const response = await fetch(env.MAIL_API_URL, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.MAIL_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ from: env.NEWSLETTER_FROM, to, subject, text }),
  })
  if (!response.ok) throw new Error(`mail API answered ${response.status}`)
}

export const newsletterRoute = new Hono<{ Bindings: Bindings }>()

newsletterRoute.post('/', async (c) => {
  const form = await c.req.parseBody()
  const email = String(form.email ?? '').trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return c.json({ error: 'not an email address' }, 400)

  const { origin, pathname } = new URL(c.req.url)
  const base = origin + pathname.replace(/\/$/, '')
  const confirm = await link(c.env, base, 'confirm', email)
  const leave = await link(c.env, base, 'leave', email)
  await mail(
    c.env,
    email,
    'Please confirm your subscription',
    `One click and you are in:\n\n${confirm}\n\nTo leave again, at any time:\n\n${leave}\n`,
  )
  // The same answer whether or not the address is known already.
  return c.json({ ok: true }, 202)
})

newsletterRoute.get('/confirm', async (c) => {
  const email = await emailOf(c.env, 'confirm', c.req.query('t'))
  if (!email) return c.text('This link is not valid any more.', 400)

  await drizzle(c.env.DB).insert(subscribers).values({ email, confirmedAt: new Date() }).onConflictDoNothing()
  return c.text('Thank you, you are subscribed.')
})

newsletterRoute.get('/leave', async (c) => {
  const email = await emailOf(c.env, 'leave', c.req.query('t'))
  if (!email) return c.text('This link is not valid.', 400)

  await drizzle(c.env.DB).delete(subscribers).where(eq(subscribers.email, email))
  return c.text('You have been unsubscribed.')
})
