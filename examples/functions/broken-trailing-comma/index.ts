import { Hono } from 'hono'

type Bindings = {
  PAYPAL_CLIENT_ID: string
  PAYPAL_CLIENT_SECRET: string
  PAYPAL_BASE_URL?: string
}

type Token = { value: string; expires: number }

// Lives as long as the isolate does, which saves a round trip for most requests.
let cached: Token | undefined

const base = (env: Bindings) => env.PAYPAL_BASE_URL ?? 'https://api-m.sandbox.paypal.com'

async function token(env: Bindings): Promise<string> {
  if (cached && cached.expires > Date.now()) return cached.value

  const response = await fetch(`${base(env)}/v1/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${env.PAYPAL_CLIENT_ID}:${env.PAYPAL_CLIENT_SECRET}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  if (!response.ok) throw new Error(`PayPal refused the credentials (${response.status})`)

  const { access_token, expires_in } = await response.json<{ access_token: string; expires_in: number }>()
  cached = { value: access_token, expires: Date.now() + (expires_in - 60) * 1000 }
  return access_token
}

async function paypal(env: Bindings, path: string, body: unknown, requestId: string): Promise<Response> {
  return fetch(`${base(env)}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await token(env)}`,
      'content-type': 'application/json',
      'paypal-request-id': requestId,
    },
    body: JSON.stringify(body),
  })
}

export const paypalRoute = new Hono<{ Bindings: Bindings }>()

paypalRoute.post('/orders', async (c) => {
  const { amount, currency = 'EUR' } = await c.req.json<{ amount?: string; currency?: string }>()
  if (!amount || !/^\d{1,7}\.\d{2}$/.test(amount)) return c.json({ error: 'amount must look like 12.50' }, 400)
  if (!/^[A-Z]{3}$/.test(currency)) return c.json({ error: 'currency must be three letters' }, 400)

  const response = await paypal(
    c.env,
    '/v2/checkout/orders',
    { intent: 'CAPTURE', purchase_units: [{ amount: { currency_code: currency, value: amount } }] },
    c.req.header('idempotency-key') ?? crypto.randomUUID(),
  )
  if (!response.ok) return c.json({ error: 'PayPal did not create the order' }, 502)
  const order = await response.json<{ id: string; status: string }>()
  return c.json({ id: order.id, status: order.status }, 201)
})

paypalRoute.post('/orders/:id/capture', async (c) => {
  const id = c.req.param('id')
  if (!/^[A-Z0-9]+$/.test(id)) return c.json({ error: 'bad order id' }, 400)

  const response = await paypal(c.env, `/v2/checkout/orders/${id}/capture`, {}, `capture-${id}`)
  if (response.status === 422) return c.json({ error: 'the buyer has not approved the order' }, 409)
  if (!response.ok) return c.json({ error: 'PayPal did not capture the order' }, 502)
  const order = await response.json<{ id: string; status: string }>()
  return c.json({ id: order.id, status: order.status })
})
