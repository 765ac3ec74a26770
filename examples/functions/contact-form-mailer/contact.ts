import { Hono } from 'hono';
import { cors } from 'hono/cors';

type Bindings = {
  RESEND_API_KEY: string;
  TURNSTILE_SECRET_KEY: string;
  CONTACT_TO: string;
  CONTACT_FROM: string;
  CONTACT_ALLOWED_ORIGIN: string;
};

interface Message {
  name: string;
  email: string;
  subject: string;
  message: string;
}

type Problems = Partial<Record<keyof Message, string>>;

const LIMITS: Record<keyof Message, number> = { name: 80, email: 254, subject: 120, message: 5000 };

/** A header is one line; whoever pastes two into `subject` wants to add a Bcc. */
const oneLine = (text: string) => text.replace(/[\r\n\t]+/g, ' ').trim();

function read(form: FormData): { message: Message; problems: Problems } {
  const text = (key: string) => {
    const value = form.get(key);
    return typeof value === 'string' ? value.trim() : '';
  };

  const message: Message = {
    name: oneLine(text('name')),
    email: oneLine(text('email')),
    subject: oneLine(text('subject')) || 'Message from the contact form',
    message: text('message'),
  };

  const problems: Problems = {};
  for (const key of Object.keys(LIMITS) as (keyof Message)[]) {
    if (message[key] === '') problems[key] = 'is required';
    else if (message[key].length > LIMITS[key]) problems[key] = `is longer than ${LIMITS[key]} characters`;
  }
  if (!problems.email && !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(message.email)) {
    problems.email = 'is not an email address';
  }
  return { message, problems };
}

async function isHuman(secret: string, token: string, ip: string | undefined): Promise<boolean> {
  const body = new FormData();
  body.set('secret', secret);
  body.set('response', token);
  if (ip) body.set('remoteip', ip);

  const response = await fetch('https://challenges.cloudflare.com/turnstile/v0/siteverify', { method: 'POST', body });
  const outcome = await response.json<{ success: boolean }>();
  return outcome.success;
}

export const contact_form = new Hono<{ Bindings: Bindings }>();

contact_form.use((c, next) => cors({ origin: c.env.CONTACT_ALLOWED_ORIGIN, allowMethods: ['POST'] })(c, next));

contact_form.post('/', async (c) => {
  let form: FormData;
  try {
    form = await c.req.formData();
  } catch {
    return c.json({ error: 'Send the form as multipart/form-data or application/x-www-form-urlencoded' }, 415);
  }

  // `website` is hidden from people. Bots fill it in, and are told that all went well.
  if (form.get('website')) return c.json({ ok: true });

  const token = form.get('cf-turnstile-response');
  if (typeof token !== 'string' || !(await isHuman(c.env.TURNSTILE_SECRET_KEY, token, c.req.header('cf-connecting-ip')))) {
    return c.json({ error: 'The anti-spam check failed, please reload the page' }, 403);
  }

  const { message, problems } = read(form);
  if (Object.keys(problems).length > 0) return c.json({ error: 'Please check the form', problems }, 422);

  const response = await fetch('https://api.resend.com/emails', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${c.env.RESEND_API_KEY}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      from: c.env.CONTACT_FROM,
      to: c.env.CONTACT_TO.split(',').map((address) => address.trim()),
      // The visitor goes into Reply-To: as From, the mail would fail SPF and DMARC.
      reply_to: message.email,
      subject: message.subject,
      text: `${message.message}\n\n-- \n${message.name} <${message.email}>`,
    }),
  });

  if (!response.ok) {
    console.error('resend', response.status, await response.text());
    return c.json({ error: 'The message could not be sent, please try again later' }, 502);
  }
  return c.json({ ok: true });
});
