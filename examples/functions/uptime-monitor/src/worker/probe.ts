export interface Target {
	name: string;
	url: string;
	expect: number;
}

export interface Result {
	target: Target;
	up: boolean;
	detail: string;
	ms: number;
}

/**
 * One target on each line: `name url [status]`. Blank lines and lines that start
 * with `#` are skipped; a bad line is reported and does not stop the others.
 */
export function parseTargets(text: string): Target[] {
	const targets: Target[] = [];
	for (const line of text.split('\n').map((l) => l.trim())) {
		if (line === '' || line.startsWith('#')) continue;
		const [name, url, status = '200'] = line.split(/\s+/);
		if (!url || !/^https?:\/\//.test(url) || !/^[1-5]\d\d$/.test(status)) {
			console.error(`UPTIME_TARGETS: cannot read "${line}"`);
			continue;
		}
		targets.push({ name, url, expect: Number(status) });
	}
	return targets;
}

async function once(target: Target, timeout: number): Promise<Result> {
	const start = Date.now();
	try {
		const response = await fetch(target.url, {
			redirect: 'manual',
			signal: AbortSignal.timeout(timeout),
			headers: { 'user-agent': 'uptime-monitor', 'cache-control': 'no-cache' },
		});
		await response.body?.cancel();
		const up = response.status === target.expect;
		const detail = up ? `HTTP ${response.status}` : `HTTP ${response.status}, expected ${target.expect}`;
		return { target, up, detail, ms: Date.now() - start };
	} catch (error) {
		const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
		const detail = timedOut ? `no answer within ${timeout} ms` : String(error);
		return { target, up: false, detail, ms: Date.now() - start };
	}
}

/** A single failure is usually the network's; only a second one in a row is news. */
export async function probe(target: Target, timeout: number): Promise<Result> {
	const first = await once(target, timeout);
	if (first.up) return first;
	await new Promise((resolve) => setTimeout(resolve, 2000));
	return once(target, timeout);
}
