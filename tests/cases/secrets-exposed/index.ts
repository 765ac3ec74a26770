import { Hono } from 'hono'

export const helloRoute = new Hono<{ Bindings: { GREETING: string } }>()

helloRoute.get('/', (c) => c.text(c.env.GREETING))
