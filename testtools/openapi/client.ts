// A client over the types that openapi-typescript makes of the server's own description:
// what it compiles, the description promises; what it finds, the server does.
import createClient from "openapi-fetch";
import type { paths, components } from "./schema";

declare const process: { argv: string[] };
const [, , baseUrl, token] = process.argv;
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

function must<T>(what: string, answer: { data?: T; error?: components["schemas"]["Problem"]; response: Response }): T {
  if (answer.error || answer.data === undefined) {
    throw new Error(`${what}: ${answer.response.status} ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

const status = must("status", await api.GET("/api/v1/status", { params: { query: { state: "LTU", instrument: "CCM", on: "2024-06-01" } } }));

const finding = must("assess", await api.POST("/api/v1/assess", {
  body: {
    kind: "offence", on: "2024-06-01", territory: "POL",
    participants: [{ state: "GBR", role: "sending" }, { state: "POL", role: "host" }],
    facts: { "offence.punishable_by_sending": true, "offence.punishable_by_host": true },
  },
}));

const params = { header: { "Idempotency-Key": "client-1" } };
const body = { text: "register it", due: "2027-01-31", legal: true };
const first = must("duty", await api.POST("/api/v1/duties", { params, body }));
const second = must("duty", await api.POST("/api/v1/duties", { params, body }));
const other = await api.POST("/api/v1/duties", { params, body: { ...body, text: "another" } });
const duties = must("duties", await api.GET("/api/v1/duties"));

const ids: string[] = [];
for (let cursor: string | undefined = undefined; ; ) {
  const page: components["schemas"]["PageInstrument"] = must("instruments", await api.GET("/api/v1/instruments", { params: { query: { limit: 50, cursor } } }));
  ids.push(...page.items.map((i) => i.id));
  if (!page.cursor) break;
  cursor = page.cursor;
}

console.log(JSON.stringify({
  status: status.status, since: status.since, outcome: finding.outcome, norms: finding.norms.length,
  once: first.ids[0] === second.ids[0], duties: duties.items.length, refused: other.error?.status, instruments: ids.length, distinct: new Set(ids).size,
}));
