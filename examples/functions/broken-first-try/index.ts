import { Hono } from "hono";

type Bindings = { AVATAR_FONT?: string };

const PALETTE = ["#b3261e", "#a8326e", "#6750a4", "#3f51b5", "#00639b", "#006a60", "#386a20", "#7d5700"];

// FNV-1a: the same name always gets the same colour
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const ch of text) {
    h ^= ch.codePointAt(0)!;
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

function initials(name: string): string {
  const words = name.trim().split(/[\s_.-]+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return picked.map((word) => [...word][0].toLocaleUpperCase()).join("");
}

const escapeXml = (text: string) =>
  text.replace(/[&<>"']/g, (ch) => `&#${ch.charCodeAt(0)};`);

function svg(name: string, size: number, font: string, round: boolean): string {
  const colour = PALETTE[hash(name.toLowerCase()) % PALETTE.length];
  const shape = round
    ? `<circle cx="50" cy="50" r="50" fill="${colour}"/>`
    : `<rect width="100" height="100" fill="${colour}"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100" role="img">` +
    `<title>${escapeXml(name)}</title>${shape}` +
    `<text x="50" y="50" dy=".35em" text-anchor="middle" fill="#fff" font-size="42" ` +
    `font-family="${escapeXml(font)}">${escapeXml(initials(name))}</text></svg>`
  );
}

export const avatarRoute = new Hono<{ Bindings: Bindings }>();

avatarRoute.get("/:name", (c) => {
  const name = c.req.param("name").replace(/\.svg$/, "").slice(0, 80);
  if (initials(name) === "") return c.text("Give me a name", 400);

  const size = Math.min(Math.max(Number(c.req.query("size")) || 96, 16), 512);
  const round = c.req.query("shape") !== "square";
  const font = c.env.AVATAR_FONT ?? "system-ui, sans-serif";

  return c.body(svg(name, size, font, round), 200, {
    "Content-Type": "image/svg+xml; charset=utf-8",
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
  });
});
