const TENANT = /^[a-z0-9][a-z0-9-]{0,62}$/

/** Only types that a browser will not run as a page of your own origin. */
const INLINE = /^(?:image\/(?!svg)|video\/|audio\/|application\/pdf$|text\/plain)/

/**
 * The object key for a path below a tenant, or `null` if the path is not acceptable.
 * R2 itself has no folders, so `..` would be a legal (and confusing) part of a key.
 */
export function objectKey(tenant, path) {
  if (!TENANT.test(tenant)) return null
  const parts = path.split('/')
  if (path.length > 512 || parts.some((part) => part === '' || part === '.' || part === '..')) return null
  return `${tenant}/${path}`
}

export function disposition(contentType, path) {
  const file = encodeURIComponent(path.split('/').pop() ?? 'file')
  return `${INLINE.test(contentType) ? 'inline' : 'attachment'}; filename*=UTF-8''${file}`
}
