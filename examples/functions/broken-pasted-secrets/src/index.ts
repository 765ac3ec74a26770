import { Hono } from 'hono';

type Bindings = {
  SMS_LIMITS: KVNamespace;
  SMS_API_KEY: string;
  SMS_API_SECRET: string;
  SMS_GATEWAY_URL: string;
  SMS_SENDER_NAME: string;
  SMS_MAX_PER_HOUR?: string;
};

const E164 = /^\+[1-9]\d{6,14}$/;

/** GSM-7 fits 160 characters into a message, everything else 70. */
function segments(text: string): number {
  const gsm = /^[\w\s@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/.test(text);
  const [single, multi] = gsm ? [160, 153] : [70, 67];
  return text.length <= single ? 1 : Math.ceil(text.length / multi);
}

async function sign(secret: string, message: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(message));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}

async function underLimit(env: Bindings, to: string): Promise<boolean> {
  const key = `${to}:${Math.floor(Date.now() / 3_600_000)}`;
  const sent = Number(await env.SMS_LIMITS.get(key)) || 0;
  if (sent >= (Number(env.SMS_MAX_PER_HOUR) || 5)) return false;
  await env.SMS_LIMITS.put(key, String(sent + 1), { expirationTtl: 7200 });
  return true;
}

export const smsRoute = new Hono<{ Bindings: Bindings }>();

smsRoute.post('/', async (c) => {
  const body = await c.req.json<{ to?: string; text?: string }>().catch(() => null);
  const to = body?.to?.replace(/[\s()-]/g, '') ?? '';
  const text = body?.text?.trim() ?? '';

  if (!E164.test(to)) return c.json({ error: '`to` must be an international number, +431234567' }, 400);
  if (text === '' || segments(text) > 3) return c.json({ error: '`text` must fit into three messages' }, 400);
  if (!(await underLimit(c.env, to))) return c.json({ error: 'too many messages to this number' }, 429);

  const payload = JSON.stringify({ from: c.env.SMS_SENDER_NAME, to, text });
  const response = await fetch(c.env.SMS_GATEWAY_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': c.env.SMS_API_KEY,
      'x-signature': await sign(c.env.SMS_API_SECRET, payload),
    },
    body: payload,
  });
  if (!response.ok) return c.json({ error: 'the gateway did not take the message' }, 502);
  return c.json({ to, segments: segments(text) }, 202);
});
