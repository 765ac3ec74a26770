import { Hono } from 'hono'
import { today } from './rates'

/** Minor units as the currency has them: no cents for the yen. */
function round(amount: number, currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return Number(amount.toFixed(maximumFractionDigits))
}

export const converterRoute = new Hono()

converterRoute.onError((error, c) => {
  console.error(error)
  return c.json({ error: 'The rates are not available at the moment' }, 503)
})

converterRoute.get('/rates', async (c) => {
  const { date, perEuro } = await today()
  c.header('Cache-Control', 'public, max-age=3600')
  return c.json({ date, base: 'EUR', rates: Object.fromEntries(perEuro) })
})

converterRoute.get('/', async (c) => {
  const amount = Number(c.req.query('amount') ?? '1')
  const from = (c.req.query('from') ?? 'EUR').toUpperCase()
  const to = (c.req.query('to') ?? 'USD').toUpperCase()
  if (!Number.isFinite(amount)) return c.json({ error: '`amount` must be a number' }, 400)

  const { date, perEuro } = await today()
  const [a, b] = [perEuro.get(from), perEuro.get(to)]
  if (!a || !b) return c.json({ error: `no rate for ${a ? to : from}`, known: [...perEuro.keys()].sort() }, 404)

  const rate = b / a
  return c.json({ from, to, amount, result: round(amount * rate, to), rate, date })
})
