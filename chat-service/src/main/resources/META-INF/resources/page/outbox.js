const ACK_LIMIT_MS = 15_000;
const RETRY_MS = 1_000;
// Refusals that pass by themselves; the server says when (retry_after_ms).
const PASSING = new Set(["rate_limited", "overloaded", "unavailable", "internal"]);

/** crypto.randomUUID is missing where the page is not served securely (plain http from another machine). */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

/**
 * What was written here and is not in the timeline yet. One message is under way at a time, so they keep their order;
 * one that is not answered is sent again with the same client_id, which the server stores once.
 *
 * An entry is `waiting` → `sending` → `sent` (acknowledged, its echo is coming) and then gone, or `failed`.
 */
export class Outbox {
  #entries = [];
  #send;
  #changed;
  #timer = 0;
  #connected = false;

  /** @param {(frame: Object) => boolean} send */
  constructor(send, changed) {
    this.#send = send;
    this.#changed = changed;
  }

  entries() {
    return this.#entries;
  }

  /** Nothing here is lost by closing. */
  get isEmpty() {
    return this.#entries.length === 0;
  }

  add(content) {
    this.#entries.push({ clientId: newId(), content, at: new Date().toISOString(), state: "waiting", problem: null });
    this.#next();
  }

  connected() {
    this.#connected = true;
    this.#next();
  }

  disconnected() {
    this.#connected = false;
    this.#wait();
  }

  #next() {
    clearTimeout(this.#timer);
    const entry = this.#entries.find((e) => e.state === "waiting");
    if (this.#connected && entry && !this.#entries.some((e) => e.state === "sending")) {
      const frame = { type: "chat_message", client_id: entry.clientId, content: entry.content };
      if (this.#send(frame)) {
        entry.state = "sending";
        this.#timer = setTimeout(() => this.#again(0), ACK_LIMIT_MS);
      }
    }
    this.#changed();
  }

  #wait() {
    clearTimeout(this.#timer);
    for (const entry of this.#entries) if (entry.state === "sending") entry.state = "waiting";
    this.#changed();
  }

  #again(millis) {
    this.#wait();
    this.#timer = setTimeout(() => this.#next(), millis);
  }

  acknowledged(clientId) {
    const entry = this.#of(clientId);
    if (entry) entry.state = "sent";
    this.#next();
  }

  refused({ client_id: clientId, code, detail, retry_after_ms: retryAfter }) {
    const entry = this.#of(clientId);
    if (!entry) return;
    if (PASSING.has(code)) return this.#again(retryAfter ?? RETRY_MS);
    entry.state = "failed";
    entry.problem = detail;
    this.#next();
  }

  /** It is in the timeline now. */
  settled(clientId) {
    if (this.#of(clientId)) this.discard(clientId);
  }

  retry(clientId) {
    const entry = this.#of(clientId);
    if (entry?.state === "failed") entry.state = "waiting";
    this.#next();
  }

  discard(clientId) {
    this.#entries = this.#entries.filter((entry) => entry.clientId !== clientId);
    this.#next();
  }

  #of(clientId) {
    return this.#entries.find((entry) => entry.clientId === clientId);
  }
}
