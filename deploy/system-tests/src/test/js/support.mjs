// What the tests of carechain-chat.js share. The library is the one that the running service serves, fetched by ClientLibraryTest.

import { connect, createServer } from "node:net";

/** Set by ClientLibraryTest. */
export const GATEWAY = process.env.CARECHAIN_URL;
export const { CareChainChat, ChatError, SignedOut } = await import(process.env.CARECHAIN_LIBRARY);

/** So fast that a hundred lost connections do not take an hour; everything else is as it is for everybody. */
export const IMPATIENT = { baseMs: 30, capMs: 300, stableMs: 1_000, limitMs: 3_000 };

export async function until(what, isDone, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

export async function token(id, name, role, url = GATEWAY) {
  const body = JSON.stringify({ sub: id, name, groups: [role] });
  const answer = await fetch(`${url}/dev/token`, { method: "POST", headers: { "content-type": "application/json" }, body });
  return (await answer.json()).access_token;
}

/** A candidate and an employer that no other test knows, and their room. */
export async function twoPeople(optionsOf = () => ({})) {
  const unique = crypto.randomUUID().slice(0, 8);
  const ana = { id: `ana-${unique}`, name: "Ana Duarte", role: "candidate" };
  const mercy = { id: `mercy-${unique}`, name: "Mercy Hospital", role: "employer" };
  const chatOf = (person) =>
    new CareChainChat({
      baseUrl: GATEWAY,
      token: () => token(person.id, person.name, person.role),
      reconnect: IMPATIENT,
      ...optionsOf(person),
    });
  const chats = [chatOf(ana), chatOf(mercy)];
  const { id: room } = await new CareChainChat({ baseUrl: GATEWAY, token: () => token(ana.id, ana.name, ana.role) }).rest.openRoom({
    application_id: `app-${unique}`,
    job: { id: `job-${unique}`, title: "Night nurse" },
    candidate: { id: ana.id, name: ana.name },
    employer: { id: mercy.id, name: mercy.name },
  });
  return { ana, mercy, chats, room };
}

/** Every message of a room, from the service itself. */
export async function stored(chat, room) {
  const all = [];
  for (let more = true; more; ) {
    const page = await chat.rest.messages(room, { after_seq: all.at(-1)?.seq ?? 0, limit: 200 });
    all.push(...page.results);
    more = page.has_more;
  }
  return all;
}

/** A network between client and gateway that can be cut: connections end without a word, in the middle of anything. */
export class Network {
  #server;
  #lines = new Set();

  static async start() {
    const { hostname, port } = new URL(GATEWAY);
    const network = new Network();
    network.#server = createServer((near) => {
      const far = connect(Number(port), hostname);
      const line = { near, far };
      network.#lines.add(line);
      const end = () => {
        near.destroy();
        far.destroy();
        network.#lines.delete(line);
      };
      for (const socket of [near, far]) socket.on("error", end).on("close", end);
      near.pipe(far).pipe(near);
    });
    await new Promise((resolve) => network.#server.listen(0, "127.0.0.1", resolve));
    network.url = `http://127.0.0.1:${network.#server.address().port}`;
    return network;
  }

  /** All connections at once, as in a tunnel. @returns {number} how many there were */
  cut() {
    const lines = [...this.#lines];
    for (const { near, far } of lines) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    return lines.length;
  }

  stop() {
    this.#server.close();
    this.cut();
  }
}

/** The same choices for the same seed, so that a failure can be had again: CARECHAIN_SEED=… */
export function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
