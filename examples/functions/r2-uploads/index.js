import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { disposition, objectKey } from './lib/keys.js'

const MB = 1024 * 1024

export const r2Uploads = new Hono()

const signedIn = (c, next) => bearerAuth({ token: c.env.UPLOADS_TOKEN })(c, next)

/** `GET /storage/acme` – what is there, a page at a time */
r2Uploads.get('/', signedIn, async (c) => {
  const prefix = objectKey(c.req.param('tenant'), 'x')?.slice(0, -1)
  if (!prefix) return c.json({ error: 'bad tenant' }, 400)

  const page = await c.env.UPLOADS.list({
    prefix,
    limit: 200,
    cursor: c.req.query('cursor'),
  })
  return c.json({
    files: page.objects.map((object) => ({
      path: object.key.slice(prefix.length),
      size: object.size,
      etag: object.httpEtag,
      uploaded: object.uploaded,
    })),
    cursor: page.truncated ? page.cursor : null,
  })
})

/** Puts the key into the context, or refuses the request. */
const withKey = async (c, next) => {
  const key = objectKey(c.req.param('tenant'), c.req.param('path'))
  if (!key) return c.json({ error: 'bad path' }, 400)
  c.set('key', key)
  await next()
}

r2Uploads.put('/:path{.+}', signedIn, withKey, async (c) => {
  const limit = (Number(c.env.UPLOADS_MAX_MB) || 50) * MB
  const length = Number(c.req.header('content-length'))
  // R2 wants to know the size of a stream beforehand, and so do we.
  if (!length) return c.json({ error: 'Content-Length is required' }, 411)
  if (length > limit) return c.json({ error: `files may have up to ${limit / MB} MB` }, 413)

  const object = await c.env.UPLOADS.put(c.get('key'), c.req.raw.body, {
    onlyIf: c.req.raw.headers,
    httpMetadata: { contentType: c.req.header('content-type') ?? 'application/octet-stream' },
  })
  if (!object) return c.json({ error: 'the file has changed in the meantime' }, 412)
  return c.json({ path: c.req.param('path'), size: object.size, etag: object.httpEtag }, 201)
})

r2Uploads.get('/:path{.+}', withKey, async (c) => {
  const object = await c.env.UPLOADS.get(c.get('key'), {
    onlyIf: c.req.raw.headers,
    range: c.req.raw.headers,
  })
  if (!object) return c.json({ error: 'not found' }, 404)

  const headers = new Headers()
  object.writeHttpMetadata(headers)
  headers.set('etag', object.httpEtag)
  headers.set('accept-ranges', 'bytes')
  headers.set('cache-control', 'public, max-age=0, must-revalidate')
  headers.set('x-content-type-options', 'nosniff')
  headers.set('content-disposition', disposition(headers.get('content-type') ?? '', c.req.param('path')))

  // Without a body the precondition (If-None-Match, mostly) did not hold.
  if (!('body' in object)) return new Response(null, { status: 304, headers })

  if (object.range && c.req.header('range')) {
    const start = object.range.suffix !== undefined ? object.size - object.range.suffix : (object.range.offset ?? 0)
    const length = object.range.suffix ?? object.range.length ?? object.size - start
    headers.set('content-range', `bytes ${start}-${start + length - 1}/${object.size}`)
    headers.set('content-length', String(length))
    return new Response(object.body, { status: 206, headers })
  }
  return new Response(object.body, { headers })
})

r2Uploads.delete('/:path{.+}', signedIn, withKey, async (c) => {
  await c.env.UPLOADS.delete(c.get('key'))
  return c.body(null, 204)
})
