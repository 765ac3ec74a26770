import { Hono } from 'hono'
import { z } from 'zod'

type Bindings = { SLACK_WEBHOOK_URL: string; SLACK_NOTIFIER_TOKEN: string }

const COLOURS = { info: '#2563eb', success: '#16a34a', warning: '#d97706', error: '#dc2626' } as const

const message = z.object({
  title: z.string().min(1).max(150),
  text: z.string().max(3000).default(''),
  level: z.enum(['info', 'success', 'warning', 'error']).default('info'),
  fields: z.record(z.string(), z.string().max(2000)).default({}),
  link: z.string().url().optional(),
})

type Message = z.infer<typeof message>

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

function payload({ title, text, level, fields, link }: Message) {
  const entries = Object.entries(fields).slice(0, 10)
  const blocks: object[] = [
    { type: 'header', text: { type: 'plain_text', text: title } },
  ]
  if (text) blocks.push({ type: 'section', text: { type: 'mrkdwn', text: escape(text) } })
  if (entries.length > 0) {
    blocks.push({
      type: 'section',
      fields: entries.map(([name, value]) => ({ type: 'mrkdwn', text: `*${escape(name)}*\n${escape(value)}` })),
    })
  }
  if (link) {
    blocks.push({
      type: 'actions',
      elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open' }, url: link }],
    })
  }
  return { text: title, attachments: [{ color: COLOURS[level], blocks }] }
}

export const slackRoute = new Hono<{ Bindings: Bindings }>()

slackRoute.post('/', async (c) => {
  const expected = c.env.SLACK_NOTIFIER_TOKEN
  if (!expected || c.req.header('authorization') !== `Bearer ${expected}`) {
    return c.json({ error: 'unauthorized' }, 401)
  }

  const input = message.safeParse(await c.req.json().catch(() => null))
  if (!input.success) return c.json({ error: 'invalid message', issues: input.error.issues }, 400)

  const response = await fetch(c.env.SLACK_WEBHOOK_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload(input.data)),
  })
  if (response.status === 429) {
    c.header('Retry-After', response.headers.get('retry-after') ?? '30')
    return c.json({ error: 'Slack asks for patience' }, 429)
  }
  if (!response.ok) return c.json({ error: `Slack answered: ${await response.text()}` }, 502)
  return c.json({ ok: true })
})
