import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { nanoid } from 'nanoid'

const PAGE = 50

export const activityRoute = new Hono()

activityRoute.use((c, next) => bearerAuth({ token: c.env.ACTIVITY_TOKEN })(c, next))

/** create table activity (id text primary key, at integer not null, actor text not null, action text not null, target text, data text) */
function insert(db, entry) {
  return db
    .prepare('insert into activity (id, at, actor, action, target, data) values (?, ?, ?, ?, ?, ?)')
    .bind(entry.id, entry.at, entry.actor, entry.action, entry.target, JSON.stringify(entry.data))
}

function read(raw) {
  const text = (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)
  const entry = {
    id: nanoid(),
    at: Date.now(),
    actor: text(raw?.actor),
    action: text(raw?.action),
    target: text(raw?.target),
    data: raw?.data ?? null,
  }
  return entry.actor && entry.action ? entry : null
}

activityRoute.post('/', async (c) => {
  const body = await c.req.json().catch(() => null)
  const entries = (Array.isArray(body) ? body : [body]).map(read)
  if (entries.length === 0 || entries.includes(null)) {
    return c.json({ error: 'every entry needs `actor` and `action`' }, 400)
  }
  await c.env.DB.batch(entries.map((entry) => insert(c.env.DB, entry)))
  return c.json({ ids: entries.map((entry) => entry.id) }, 201)
})

activityRoute.get('/', async (c) => {
  const { actor, action, before } = c.req.query()
  const [at, id] = /^(\d+)_(.+)$/.exec(before ?? '')?.slice(1) ?? [Number.MAX_SAFE_INTEGER, '']

  const { results } = await c.env.DB.prepare(
    `select * from activity
      where (at, id) < (?1, ?2) and (?3 is null or actor = ?3) and (?4 is null or action = ?4)
      order by at desc, id desc limit ?5`,
  )
    .bind(Number(at), id, actor ?? null, action ?? null, PAGE)
    .all()

  const last = results.at(-1)
  return c.json({
    entries: results.map((row) => ({ ...row, at: new Date(row.at).toISOString(), data: JSON.parse(row.data) })),
    next: results.length === PAGE ? `${last.at}_${last.id}` : null,
  })
})
