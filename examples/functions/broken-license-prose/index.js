import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { etag } from 'hono/etag'
import { Marked } from 'marked'

const SAFE_URL = /^(?:https?:|mailto:|#|\/(?!\/)|\.{1,2}\/)/i

const escapeHtml = (text) => text.replace(/[&<>"']/g, (ch) => `&#${ch.charCodeAt(0)};`)

// Raw HTML is shown, not run, and links go only where a link should go.
const marked = new Marked({
  gfm: true,
  renderer: {
    html({ text }) {
      return escapeHtml(text)
    },
    link({ href, title, tokens }) {
      const text = this.parser.parseInline(tokens)
      if (!SAFE_URL.test(href)) return text
      const hint = title ? ` title="${escapeHtml(title)}"` : ''
      return `<a href="${escapeHtml(href)}"${hint} rel="nofollow noopener">${text}</a>`
    },
    image({ href, title, text }) {
      if (!SAFE_URL.test(href)) return escapeHtml(text)
      const hint = title ? ` title="${escapeHtml(title)}"` : ''
      return `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}"${hint} loading="lazy">`
    },
  },
})

/** The first `# heading`, for the page's title. */
function title(markdown) {
  return /^#\s+(.+?)\s*#*\s*$/m.exec(markdown)?.[1] ?? 'Untitled'
}

const page = (markdown, html) => `<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title(markdown))}</title>
<main>${html}</main>
`

const app = new Hono()

app.use(bodyLimit({ maxSize: 512 * 1024 }))
app.use(etag())

app.post('/', async (c) => {
  const markdown = await c.req.text()
  if (markdown.trim() === '') return c.text('Send some Markdown', 400)

  const html = await marked.parse(markdown)
  return c.html(c.req.query('page') === undefined ? html : page(markdown, html))
})

export default app
