import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const links = sqliteTable(
	'links',
	{
		slug: text('slug').primaryKey(),
		target: text('target').notNull(),
		clicks: integer('clicks').notNull().default(0),
		createdAt: integer('created_at', { mode: 'timestamp' })
			.notNull()
			.default(sql`(unixepoch())`),
		expiresAt: integer('expires_at', { mode: 'timestamp' }),
		lastClickAt: integer('last_click_at', { mode: 'timestamp' }),
	},
	(table) => [index('links_created_at_idx').on(table.createdAt)],
);

export type Link = typeof links.$inferSelect;
export type NewLink = typeof links.$inferInsert;
