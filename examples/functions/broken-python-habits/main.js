import { Hono } from 'hono'

/** RFC 4180: quotes double themselves, line breaks are allowed inside quotes. */
function* parse_rows(text, delimiter) {
  let row = []
  let field = ''
  let quoted = false

  for (let i = 0; i < text.length; i++) {
    const ch = text[i]
    if (quoted) {
      if (ch !== '"') field += ch
      else if (text[i + 1] === '"') field += text[++i]
      else quoted = false
    } else if (ch === '"' && field === '') {
      quoted = true
    } else if (ch === delimiter) {
      row.push(field)
      field = ''
    } else if (ch === '\n' || ch === '\r') {
      if (ch === '\r' && text[i + 1] === '\n') i++
      row.push(field)
      if (row.length > 1 || row[0] !== '') yield row
      row = []
      field = ''
    } else {
      field += ch
    }
  }
  if (quoted) throw new SyntaxError('a quote is never closed')
  row.push(field)
  if (row.length > 1 || row[0] !== '') yield row
}

const guess_delimiter = (text) => {
  const line = text.split(/\r?\n/, 1)[0]
  return [',', ';', '\t', '|'].reduce((best, ch) => (line.split(ch).length > line.split(best).length ? ch : best))
}

const quote = (value) => {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csv_route = new Hono()

csv_route.post('/to-json', async (c) => {
  const text = (await c.req.text()).replace(/^\uFEFF/, '')
  const max_rows = Number(c.env.CSV_MAX_ROWS) || 50_000
  const records = []
  let header = null

  try {
    for (const row of parse_rows(text, c.req.query('delimiter') ?? guess_delimiter(text))) {
      if (header === null) {
        header = row.map((name) => name.trim())
        continue
      }
      if (records.length === max_rows) return c.json({ error: `more than ${max_rows} rows` }, 413)
      records.push(Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])))
    }
  } catch (error) {
    return c.json({ error: error.message }, 400)
  }
  return c.json(records)
})

csv_route.post('/from-json', async (c) => {
  const records = await c.req.json().catch(() => null)
  if (!Array.isArray(records)) return c.json({ error: 'send a list of objects' }, 400)

  const header = [...new Set(records.flatMap((record) => Object.keys(record ?? {})))]
  const lines = [header, ...records.map((record) => header.map((name) => record?.[name]))]
  return c.body(lines.map((line) => line.map(quote).join(',')).join('\r\n') + '\r\n', 200, {
    'Content-Type': 'text/csv; charset=utf-8',
  })
})
