import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'

type Env = { Bindings: { FLAGS: KVNamespace; FLAGS_ADMIN_TOKEN: string } }

interface Flag {
  enabled: boolean
  /** 0 to 100; who is in stays in as the number grows */
  percentage: number
  allow: string[]
}

const NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/

async function bucket(flag: string, user: string): Promise<number> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${flag}\0${user}`))
  return new DataView(digest).getUint32(0) % 100
}

async function isOn(name: string, flag: Flag, user: string): Promise<boolean> {
  if (!flag.enabled) return false
  if (flag.allow.includes(user)) return true
  return (await bucket(name, user)) < flag.percentage
}

const admin = createMiddleware<Env>(async (c, next) => {
  const expected = c.env.FLAGS_ADMIN_TOKEN
  if (!expected || c.req.header('authorization') !== `Bearer ${expected}`) {
    return c.json({ error: 'unauthorized' }, 401)
  }
  await next()
})

export const flagsRoute = new Hono<Env>()

flagsRoute.get('/', async (c) => {
  const user = c.req.query('user') ?? 'anonymous'
  const { keys } = await c.env.FLAGS.list({ prefix: 'flag:' })
  const entries = await Promise.all(
    keys.map(async ({ name }) => {
      const flag = await c.env.FLAGS.get<Flag>(name, { type: 'json', cacheTtl: 60 })
      const short = name.slice('flag:'.length)
      return [short, flag ? await isOn(short, flag, user) : false] as const
    }),
  )
  return c.json(Object.fromEntries(entries))
})

flagsRoute.put('/:name', admin, async (c) => {
  const name = c.req.param('name')
  if (!NAME.test(name)) return c.json({ error: 'bad flag name' }, 400)

  const body = await c.req.json<Partial<Flag>>()
  const percentage = body.percentage ?? 100
  if (!(percentage >= 0 && percentage <= 100)) return c.json({ error: 'percentage must be 0 to 100' }, 400)

  const flag: Flag = { enabled: body.enabled ?? true, percentage, allow: body.allow ?? [] }
  await c.env.FLAGS.put(`flag:${name}`, JSON.stringify(flag))
  return c.json(flag)
})

flagsRoute.delete('/:name', admin, async (c) => {
  await c.env.FLAGS.delete(`flag:${c.req.param('name')}`)
  return c.body(null, 204)
})
