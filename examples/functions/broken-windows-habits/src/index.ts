import { Hono } from "hono";

type Bindings = {
    EVENTS: KVNamespace;
    CALENDAR_NAME?: string;
    CALENDAR_DOMAIN?: string;
};

interface CalendarEvent {
    title: string;
    start: string;
    minutes: number;
    place?: string;
    notes?: string;
}

const stamp = (date: Date) => date.toISOString().replace(/[-:]|\.\d{3}/g, "");

const escape = (text: string) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Lines may have 75 octets; what is longer continues on the next one, after a space. */
function fold(line: string): string {
    const encoder = new TextEncoder();
    let out = "";
    let octets = 0;
    for (const ch of line) {
        const size = encoder.encode(ch).length;
        if (octets + size > 75) {
            out += "\r\n ";
            octets = 1;
        }
        out += ch;
        octets += size;
    }
    return out;
}

function vevent(id: string, event: CalendarEvent, domain: string): string[] {
    const start = new Date(event.start);
    if (Number.isNaN(start.getTime())) return [];
    const lines = [
        "BEGIN:VEVENT",
        `UID:${id}@${domain}`,
        `DTSTAMP:${stamp(new Date())}`,
        `DTSTART:${stamp(start)}`,
        `DTEND:${stamp(new Date(start.getTime() + event.minutes * 60_000))}`,
        `SUMMARY:${escape(event.title)}`,
    ];
    if (event.place) lines.push(`LOCATION:${escape(event.place)}`);
    if (event.notes) lines.push(`DESCRIPTION:${escape(event.notes)}`);
    return [...lines, "END:VEVENT"];
}

export const calendarRoute = new Hono<{ Bindings: Bindings }>();

calendarRoute.get("/", async (c) => {
    const { keys } = await c.env.EVENTS.list({ prefix: "event:" });
    const events = await Promise.all(keys.map(({ name }) => c.env.EVENTS.get<CalendarEvent>(name, "json")));
    const domain = c.env.CALENDAR_DOMAIN ?? new URL(c.req.url).hostname;

    const lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar.ics//EN",
        `X-WR-CALNAME:${escape(c.env.CALENDAR_NAME ?? "Events")}`,
        ...events.flatMap((event, i) => (event ? vevent(keys[i].name.slice("event:".length), event, domain) : [])),
        "END:VCALENDAR",
    ];
    return c.body(lines.map(fold).join("\r\n") + "\r\n", 200, {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="calendar.ics"',
        "Cache-Control": "public, max-age=900",
    });
});
