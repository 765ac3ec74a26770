const encoder = new TextEncoder()

/** @param {string} hex */
export function fromHex(hex) {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(hex)) return null
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** @param {string} text */
export function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (ch) => ch.charCodeAt(0))
  } catch {
    return null
  }
}

/**
 * `crypto.subtle.verify` compares in constant time, which `===` on two hex strings does not.
 *
 * @param {string} secret
 * @param {Uint8Array | null} signature
 * @param {Uint8Array} message
 */
export async function hmacSha256Matches(secret, signature, message) {
  if (!signature || signature.length !== 32) return false
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  return crypto.subtle.verify('HMAC', key, signature, message)
}

/**
 * @param {string} prefix
 * @param {Uint8Array} body
 */
export function withPrefix(prefix, body) {
  const head = encoder.encode(prefix)
  const out = new Uint8Array(head.length + body.length)
  out.set(head)
  out.set(body, head.length)
  return out
}
