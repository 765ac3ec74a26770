import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import Stripe from 'stripe'
import { z } from 'zod'
import { cryptoProvider, stripeFor, type Bindings } from './stripe'

const createSession = z.object({
  items: z
    .array(
      z.object({
        price: z.string().regex(/^price_\w+$/, 'must be a Stripe price id'),
        quantity: z.number().int().min(1).max(99).default(1),
      }),
    )
    .min(1)
    .max(20),
  mode: z.enum(['payment', 'subscription']).default('payment'),
  email: z.string().email().optional(),
  reference: z.string().max(200).optional(),
})

export const checkoutRoute = new Hono<{ Bindings: Bindings }>()

checkoutRoute.onError((error, c) => {
  if (error instanceof Stripe.errors.StripeError) {
    console.error(error.type, error.requestId)
    const status = error.type === 'StripeInvalidRequestError' ? 400 : 502
    return c.json({ error: error.message, type: error.type }, status)
  }
  console.error(error)
  return c.json({ error: 'Internal error' }, 500)
})

checkoutRoute.post('/session', zValidator('json', createSession), async (c) => {
  const input = c.req.valid('json')

  const session = await stripeFor(c.env).checkout.sessions.create(
    {
      mode: input.mode,
      line_items: input.items,
      customer_email: input.email,
      client_reference_id: input.reference,
      success_url: `${c.env.CHECKOUT_SUCCESS_URL}?session_id={CHECKOUT_SESSION_ID}`,
      cancel_url: c.env.CHECKOUT_CANCEL_URL,
    },
    // A double click must not make two sessions.
    { idempotencyKey: c.req.header('idempotency-key') ?? crypto.randomUUID() },
  )

  return c.json({ id: session.id, url: session.url }, 201)
})

checkoutRoute.get('/session/:id', async (c) => {
  const session = await stripeFor(c.env).checkout.sessions.retrieve(c.req.param('id'))
  return c.json({
    id: session.id,
    status: session.status,
    paymentStatus: session.payment_status,
    total: session.amount_total,
    currency: session.currency,
  })
})

checkoutRoute.post('/webhook', async (c) => {
  const signature = c.req.header('stripe-signature')
  if (!signature) return c.json({ error: 'Missing Stripe-Signature' }, 400)

  let event: Stripe.Event
  try {
    event = await stripeFor(c.env).webhooks.constructEventAsync(
      await c.req.text(),
      signature,
      c.env.STRIPE_WEBHOOK_SECRET,
      undefined,
      cryptoProvider,
    )
  } catch {
    return c.json({ error: 'Bad signature' }, 400)
  }

  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      await record(c.env, event.data.object, event.created)
      break
    case 'checkout.session.expired':
    case 'checkout.session.async_payment_failed':
      console.log(event.type, event.data.object.id)
      break
  }
  return c.json({ received: true })
})

/** Stripe delivers at least once; the same session simply overwrites its own record. */
async function record(env: Bindings, session: Stripe.Checkout.Session, at: number): Promise<void> {
  if (session.payment_status === 'unpaid') return
  await env.ORDERS?.put(
    `order:${session.client_reference_id ?? session.id}`,
    JSON.stringify({
      session: session.id,
      email: session.customer_details?.email ?? null,
      total: session.amount_total,
      currency: session.currency,
      paidAt: new Date(at * 1000).toISOString(),
    }),
  )
}
