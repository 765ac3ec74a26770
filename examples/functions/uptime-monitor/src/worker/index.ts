import { parseTargets, probe, type Result } from './probe';

export interface Env {
	UPTIME_STATE: KVNamespace;
	UPTIME_TARGETS: string;
	UPTIME_ALERT_WEBHOOK: string;
	UPTIME_TIMEOUT_MS?: string;
}

interface State {
	up: boolean;
	since: number;
}

function duration(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 60) return `${minutes} min`;
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

async function notify(env: Env, text: string): Promise<void> {
	const response = await fetch(env.UPTIME_ALERT_WEBHOOK, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		// Slack and Mattermost read `text`, Discord reads `content`.
		body: JSON.stringify({ text, content: text }),
	});
	if (!response.ok) throw new Error(`alert webhook answered ${response.status}`);
}

/** Compares with what KV remembers, and speaks up only about a change. */
async function settle(env: Env, result: Result, at: number): Promise<void> {
	const key = `uptime:${result.target.name}`;
	const before = await env.UPTIME_STATE.get<State>(key, 'json');
	if (before?.up === result.up) return;

	const { name, url } = result.target;
	if (!result.up) {
		await notify(env, `🔴 ${name} is down: ${result.detail}\n${url}`);
	} else if (before) {
		await notify(env, `🟢 ${name} is back after ${duration(at - before.since)} (${result.ms} ms)\n${url}`);
	}

	// Written last: if the alert could not be sent, the next run tries again.
	await env.UPTIME_STATE.put(key, JSON.stringify({ up: result.up, since: at } satisfies State));
}

export async function checkAll(env: Env, at: number): Promise<Result[]> {
	const timeout = Number(env.UPTIME_TIMEOUT_MS) || 10_000;
	const results = await Promise.all(parseTargets(env.UPTIME_TARGETS).map((target) => probe(target, timeout)));

	const settled = await Promise.allSettled(results.map((result) => settle(env, result, at)));
	for (const outcome of settled) {
		if (outcome.status === 'rejected') console.error(outcome.reason);
	}
	return results;
}

export default {
	async scheduled(controller, env, ctx) {
		ctx.waitUntil(
			checkAll(env, controller.scheduledTime).then((results) => {
				const down = results.filter((result) => !result.up).map((result) => result.target.name);
				console.log(`${results.length} checked, down: ${down.join(', ') || 'none'}`);
			}),
		);
	},
} satisfies ExportedHandler<Env>;
