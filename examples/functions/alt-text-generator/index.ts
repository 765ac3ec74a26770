import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'

type Bindings = {
  AI: Ai
  ALT_TEXT_MAX_LENGTH?: string
}

/** Language tag → the name that m2m100 knows it by. */
const LANGUAGES = {
  en: 'english',
  fr: 'french',
  es: 'spanish',
  de: 'german',
  ja: 'japanese',
} as const
type Language = keyof typeof LANGUAGES

const MAX_BYTES = 5 * 1024 * 1024
const PROMPT =
  'Describe this image for a blind person in one short sentence. ' +
  'Name what matters, quote any visible text, and do not start with "image of" or "picture of".'

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag)

/** Screen readers already say "image"; models say it again however nicely one asks. */
function tidy(text: string, limit: number): string {
  const clean = text
    .replace(/\s+/g, ' ')
    .replace(/^\s*(?:the|this|an?)?\s*(?:image|picture|photo|photograph)\s+(?:of|shows|depicts|features)\s+/i, '')
    .trim()
  const sentence = clean.charAt(0).toLocaleUpperCase() + clean.slice(1)

  const letters = [...new Intl.Segmenter().segment(sentence)].map((part) => part.segment)
  if (letters.length <= limit) return sentence
  const cut = letters.slice(0, limit - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${space > limit / 2 ? cut.slice(0, space) : cut}…`
}

async function download(address: string): Promise<ArrayBuffer> {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new HTTPException(400, { message: '`url` is not a URL' })
  }
  if (url.protocol !== 'https:') throw new HTTPException(400, { message: '`url` must be https' })

  const response = await fetch(url, { headers: { accept: 'image/*' } })
  const type = response.headers.get('content-type') ?? ''
  if (!response.ok) throw new HTTPException(502, { message: `the image's host answered ${response.status}` })
  if (!type.startsWith('image/')) throw new HTTPException(415, { message: `${type || 'unknown type'} is not an image` })
  if (Number(response.headers.get('content-length')) > MAX_BYTES) {
    throw new HTTPException(413, { message: 'the image is larger than 5 MB' })
  }
  return response.arrayBuffer()
}

async function describe(ai: Ai, bytes: ArrayBuffer): Promise<string> {
  const result = await ai.run('@cf/llava-hf/llava-1.5-7b-hf', {
    image: Array.from(new Uint8Array(bytes)),
    prompt: PROMPT,
    max_tokens: 96,
  })
  return result.description ?? ''
}

async function translate(ai: Ai, text: string, language: Language): Promise<string> {
  if (language === 'en') return text
  const result = await ai.run('@cf/meta/m2m100-1.2b', {
    text,
    source_lang: LANGUAGES.en,
    target_lang: LANGUAGES[language],
  })
  return 'translated_text' in result && result.translated_text ? result.translated_text : text
}

export const altTextRoute = new Hono<{ Bindings: Bindings }>()

altTextRoute.onError((error, c) => {
  if (error instanceof HTTPException) return c.json({ error: error.message }, error.status)
  console.error(error)
  return c.json({ error: 'The model did not answer' }, 503)
})

altTextRoute.use(bodyLimit({ maxSize: MAX_BYTES, onError: (c) => c.json({ error: 'larger than 5 MB' }, 413) }))

altTextRoute.post('/', async (c) => {
  const lang = c.req.query('lang') ?? 'en'
  if (!isLanguage(lang)) {
    return c.json({ error: `\`lang\` must be one of ${Object.keys(LANGUAGES).join(', ')}` }, 400)
  }

  const type = c.req.header('content-type') ?? ''
  let bytes: ArrayBuffer
  if (type.startsWith('image/')) {
    bytes = await c.req.arrayBuffer()
  } else {
    const body = await c.req.json<{ url?: unknown } | null>().catch(() => null)
    if (typeof body?.url !== 'string') {
      return c.json({ error: 'Send an image, or JSON with a `url`' }, 400)
    }
    bytes = await download(body.url)
  }
  if (bytes.byteLength === 0) return c.json({ error: 'The image is empty' }, 400)
  if (bytes.byteLength > MAX_BYTES) return c.json({ error: 'larger than 5 MB' }, 413)

  const limit = Number(c.env.ALT_TEXT_MAX_LENGTH) || 125
  const english = tidy(await describe(c.env.AI, bytes), limit)
  if (!english) return c.json({ error: 'The model had nothing to say about this image' }, 502)

  return c.json({ alt: tidy(await translate(c.env.AI, english, lang), limit), lang })
})
