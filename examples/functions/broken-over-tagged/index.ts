import { Hono } from 'hono'

type Bindings = {
  AI: Ai
  SENTIMENT_THRESHOLD?: string
}

type Verdict = { text: string; label: 'positive' | 'negative' | 'neutral'; score: number }

const MODEL = '@cf/huggingface/distilbert-sst-2-int8'
const MAX_TEXTS = 25

async function classify(ai: Ai, text: string, threshold: number): Promise<Verdict> {
  const scores = await ai.run(MODEL, { text })
  const positive = scores.find((entry) => entry.label === 'POSITIVE')?.score ?? 0.5
  // 0.5 is a coin toss; how far from it a verdict must be is up to the owner.
  const score = Math.round((positive * 2 - 1) * 1000) / 1000
  const label = Math.abs(score) < threshold ? 'neutral' : score > 0 ? 'positive' : 'negative'
  return { text, label, score }
}

function summary(verdicts: Verdict[]) {
  const count = (label: Verdict['label']) => verdicts.filter((verdict) => verdict.label === label).length
  const mean = verdicts.reduce((sum, verdict) => sum + verdict.score, 0) / verdicts.length
  return {
    positive: count('positive'),
    neutral: count('neutral'),
    negative: count('negative'),
    mean: Math.round(mean * 1000) / 1000,
  }
}

export const app = new Hono<{ Bindings: Bindings }>()

app.post('/', async (c) => {
  const body = await c.req.json<{ text?: unknown; texts?: unknown } | null>().catch(() => null)
  const texts = (Array.isArray(body?.texts) ? body.texts : [body?.text]).filter(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  )
  if (texts.length === 0) return c.json({ error: 'Send `text` or `texts`' }, 400)
  if (texts.length > MAX_TEXTS) return c.json({ error: `At most ${MAX_TEXTS} texts at a time` }, 413)

  const threshold = Number(c.env.SENTIMENT_THRESHOLD ?? '0.4')
  try {
    const verdicts = await Promise.all(texts.map((text) => classify(c.env.AI, text.slice(0, 2000), threshold)))
    return c.json({ results: verdicts, summary: summary(verdicts) })
  } catch (error) {
    console.error(error)
    return c.json({ error: 'The model did not answer' }, 503)
  }
})
