#!/usr/bin/env -S npx tsx
/**
 * health-check
 *
 * Answers 200 with the versions of the things we depend on.
 *
 * @license MIT
 */

// import { Hono } from 'hono'
//
// export const healthRoute = new Hono()
//
// healthRoute.get('/', async (c) => {
//   const db = await c.env.DB.prepare('select 1').first().catch(() => null)
//   return c.json({ ok: db !== null, at: new Date().toISOString() }, db ? 200 : 503)
// })

/* moved to ../../core/health.ts on 2025-01-09 */
