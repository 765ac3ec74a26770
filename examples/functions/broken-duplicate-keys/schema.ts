import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const subscribers = sqliteTable('subscribers', {
  email: text('email').primaryKey(),
  confirmedAt: integer('confirmed_at', { mode: 'timestamp' }).notNull(),
})
