/**
 * The client of CareChain Messaging: rooms, messages, receipts and presence that stay true while connections come and go.
 *
 * One module without dependencies and without a build, for browsers and for Node 22 or newer. CLIENT.md tells how it is
 * used and what it promises; carechain-chat.d.ts has its types; PROTOCOL.md is what it speaks.
 *
 *     const chat = new CareChainChat({ token: () => fetchMyToken() });
 *     const room = chat.room(roomId);
 *     room.addEventListener("change", () => draw(room.messages));
 *     room.send("Good morning!");
 *
 * Three rules carry everything. What is written waits in an outbox and is sent again with the same client_id until it is
 * acknowledged. The highest rev seen is the place to resume from. A hole in seq is filled before anything beyond it is shown.
 */

const REQUEST_LIMIT_MS = 10_000;
const STALLED_UPLOAD_MS = 30_000;
const SLOWEST_BYTES_PER_SECOND = 64 * 1024;
const TRIES = 3;
const PASSING_STATUS = new Set([0, 429, 502, 503, 504]);
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How connections are made again; every value can be given as `reconnect` to {@link CareChainChat}. */
const RECONNECT = {
  /** The first pause is a random part of this, doubled each time … */
  baseMs: 500,
  /** … up to this. */
  capMs: 30_000,
  /** A connection that lasted this long starts the doubling anew. */
  stableMs: 10_000,
  /** The longest wait for `welcome`, and for the answer to a `ping`. */
  limitMs: 10_000,
};

/** Spread evenly from nothing to twice as much each time, so that clients of a restarted server do not return as one. */
const fullJitter = (attempt, { baseMs, capMs }) => Math.random() * Math.min(capMs, baseMs * 2 ** attempt);

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** crypto.randomUUID is missing where a page is not served securely (plain http from another machine). */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

/** A refusal, as application/problem+json tells it. Status 0: there was no answer at all. */
export class ChatError extends Error {
  /** @param {number} status @param {string} code @param {string} detail @param {number} [retryAfterMs] */
  constructor(status, code, detail, retryAfterMs) {
    super(detail);
    this.name = "ChatError";
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** Worth another try later. */
  get isPassing() {
    return PASSING_STATUS.has(this.status);
  }

  static unreachable() {
    return new ChatError(0, "unreachable", "The server does not answer.");
  }

  /** From the parts of an answer, whoever asked for it. */
  static of(status, body, retryAfter) {
    let told = {};
    try {
      told = JSON.parse(body);
    } catch {
      // An answer of something in between: only its status is known.
    }
    const millis = Number(retryAfter) > 0 ? Number(retryAfter) * 1000 : undefined;
    return new ChatError(status, told.code ?? "unknown", told.detail ?? `The server answered ${status}.`, millis);
  }
}

/** Thrown by the `token` callback when this person has to sign in again: everything ends, `signedout` is fired. */
export class SignedOut extends Error {}

// --- who: tokens, and requests with them

/** What a JWT says about itself; it is the server who verifies it. */
function claimsOf(token) {
  try {
    const bytes = atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0))));
  } catch {
    return {};
  }
}

/** Long enough before the end that a background tab, whose timers run once a minute, is still in time. */
const RENEW_BEFORE_SECONDS = 120;
const RENEW_RETRY_MS = 5_000;
/** Whatever a token says of its own life: no faster. */
const LEAST_RENEW_MS = 1_000;

/** The token that is good now. Fires `renewed` with each new one; sockets fire `reached` when one of them is open. */
class Session extends EventTarget {
  #options;
  #token = null;
  #endsAt = 0;
  #underWay = null;
  #timer = 0;
  #ended = false;

  constructor(options) {
    super();
    this.#options = options;
    this.userId = options.userId ?? null;
    this.userName = null;
  }

  /** A token that is still good. */
  async token() {
    return this.#token && Date.now() < this.#endsAt - RENEW_RETRY_MS ? this.#token : this.renew();
  }

  /** A new token, whatever the old one is worth; callers at the same time share one. */
  renew() {
    this.#underWay ??= this.#ask().finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #ask() {
    if (this.#ended) throw new ChatError(0, "closed", "The client has been closed.");
    try {
      this.#token = await withinLimit(Promise.resolve(this.#options.token()), REQUEST_LIMIT_MS);
    } catch (problem) {
      if (problem instanceof SignedOut) this.#signedOut();
      throw problem;
    }
    const claims = claimsOf(this.#token);
    const life = lifeOf(claims);
    this.userId ??= claims.sub ?? null;
    this.userName = claims.name ?? null;
    this.#endsAt = Date.now() + life * 1000;
    this.#renewIn(Math.max(life - RENEW_BEFORE_SECONDS, life * 0.8) * 1000);
    this.dispatchEvent(new CustomEvent("renewed", { detail: this.#token }));
    return this.#token;
  }

  #renewIn(millis) {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    const again = () => this.renew().catch(() => this.#renewIn(RENEW_RETRY_MS));
    this.#timer = setTimeout(again, Math.max(LEAST_RENEW_MS, Math.min(millis, LONGEST_TIMER_MS)));
    this.#timer.unref?.(); // of itself no reason for Node to go on
  }

  #signedOut() {
    if (!this.#ended) this.dispatchEvent(new Event("signedout"));
    this.close();
  }

  close() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }
}

/** Seconds. A clock that is wrong here must not make a good token look ended, nor an ended one good for ever. */
function lifeOf({ exp, iat }) {
  if (!exp) return 300;
  const left = exp - Date.now() / 1000;
  if (!iat) return left > 0 ? left : 300;
  const whole = exp - iat;
  return left > 0 && left <= whole + 1 ? left : Math.max(whole, 0);
}

async function withinLimit(promise, millis) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(ChatError.unreachable()), millis);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The REST calls; see /q/openapi of chat-service and presence-service. All of them throw {@link ChatError}. */
class Rest {
  #session;
  #options;

  constructor(session, options) {
    this.#session = session;
    this.#options = options;
  }

  /** Rooms, latest activity first. @param {{cursor?: string, q?: string, status?: string, limit?: number}} [query] */
  rooms(query = {}) {
    return this.#get("/api/messaging/rooms/", { limit: 100, ...query });
  }

  room(id) {
    return this.#get(`/api/messaging/rooms/${id}/`);
  }

  openRoom(room) {
    return this.#json("POST", "/api/messaging/rooms/", room);
  }

  /** Ascending. @param {{before_seq?: number, after_seq?: number, after_rev?: number, limit?: number}} [span] none: the newest */
  messages(roomId, span = {}) {
    const isLookingForward = span.after_seq !== undefined || span.after_rev !== undefined;
    const limit = isLookingForward ? 200 : 50; // what was missed in few calls, what is looked at in small ones
    return this.#get(`/api/messaging/rooms/${roomId}/messages/`, { limit, ...span });
  }

  /** Sends without a socket; repeating it with the same client_id is safe, so it is repeated. */
  send(roomId, message) {
    const body = { client_id: newId(), ...message };
    return this.#patiently(() => this.#json("POST", `/api/messaging/rooms/${roomId}/messages/`, body));
  }

  edit(roomId, messageId, content) {
    return this.#patiently(() => this.#json("PATCH", `/api/messaging/rooms/${roomId}/messages/${messageId}/`, { content }));
  }

  delete(roomId, messageId) {
    return this.#patiently(() => this.#json("DELETE", `/api/messaging/rooms/${roomId}/messages/${messageId}/`));
  }

  markRead(roomId, seq) {
    const body = seq === undefined ? undefined : { seq };
    return this.#patiently(() => this.#json("POST", `/api/messaging/rooms/${roomId}/mark-read/`, body));
  }

  summary() {
    return this.#get("/api/messaging/summary/");
  }

  /** @param {string[]} userIds at most 200; answered are those who share a room with this person */
  onlineStatus(userIds) {
    return this.#get("/api/messaging/online-status/", { user_ids: userIds });
  }

  /** The bytes behind an address of the service, such as an attachment's `url` or `thumbnail_url`. */
  async download(path, { signal, limitMs = 60_000 } = {}) {
    const response = await this.#patiently(() => this.#fetch("GET", path, { accept: "*/*", signal, limitMs }));
    try {
      return await response.blob();
    } catch {
      throw ChatError.unreachable();
    }
  }

  /** The appointment of an interview card, as a text/calendar file. */
  calendarFile(roomId, messageId) {
    return this.download(`/api/messaging/rooms/${roomId}/messages/${messageId}/interview.ics`);
  }

  /**
   * Uploads one file, to be named in a message.
   * @param {Blob & {name?: string}} file
   * @param {{onProgress?: (part: number) => void, signal?: AbortSignal}} [how] part: 0 to 1
   */
  async upload(roomId, file, { onProgress = () => {}, signal } = {}) {
    const path = `/api/messaging/rooms/${roomId}/attachments/`;
    const send = async (token) => {
      const form = new FormData();
      form.append("file", file, file.name ?? "file");
      return this.#options.XMLHttpRequest
        ? this.#uploadWithProgress(path, form, token, onProgress, signal)
        : this.#uploadAtOnce(path, form, token, file.size, signal);
    };
    try {
      return await send(await this.#token());
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      return send(await this.#renewed());
    }
  }

  /** fetch cannot tell how far an upload has come. */
  #uploadWithProgress(path, form, token, onProgress, signal) {
    return new Promise((resolve, reject) => {
      const request = new this.#options.XMLHttpRequest();
      let watch = 0;
      const isAlive = () => {
        clearTimeout(watch);
        watch = setTimeout(() => request.abort(), STALLED_UPLOAD_MS);
      };
      const end = () => {
        clearTimeout(watch);
        signal?.removeEventListener("abort", abort);
      };
      const abort = () => request.abort();
      request.open("POST", this.#url(path));
      request.setRequestHeader("accept", "application/json");
      request.setRequestHeader("authorization", `Bearer ${token}`);
      request.upload.onprogress = (event) => {
        isAlive();
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      };
      request.onload = () => {
        end();
        if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText));
        else reject(ChatError.of(request.status, request.responseText, request.getResponseHeader("retry-after")));
      };
      request.onerror = request.onabort = () => {
        end();
        reject(signal?.aborted ? signal.reason : ChatError.unreachable());
      };
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) return request.onabort();
      isAlive();
      request.send(form);
    });
  }

  async #uploadAtOnce(path, body, token, size, signal) {
    const limitMs = STALLED_UPLOAD_MS + Math.ceil(size / SLOWEST_BYTES_PER_SECOND) * 1000;
    // Aborting a fetch whose answer is there already ends a Node process: from then on the caller's signal is not heard.
    const stop = new AbortController();
    const abort = () => stop.abort(signal.reason);
    signal?.addEventListener("abort", abort);
    try {
      const response = await this.#once("POST", path, { token, body, limitMs, signal: stop.signal });
      return await response.json().catch(() => Promise.reject(ChatError.unreachable()));
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  #get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
    const address = given.length ? `${path}?${new URLSearchParams(given)}` : path;
    return this.#patiently(() => this.#json("GET", address));
  }

  /** Only for what may be repeated: reading, and what the service does once however often it is asked. */
  async #patiently(work) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (problem) {
        if (attempt === TRIES || !(problem instanceof ChatError) || !problem.isPassing) throw problem;
        await sleep(Math.min(problem.retryAfterMs ?? 0, 5_000) + fullJitter(attempt, this.#options.reconnect));
      }
    }
  }

  async #json(method, path, body) {
    const response = await this.#fetch(method, path, { json: body });
    try {
      return await response.json();
    } catch {
      throw ChatError.unreachable(); // cut off in the middle
    }
  }

  /** With a new token when the old one is refused. */
  async #fetch(method, path, how) {
    try {
      return await this.#once(method, path, { ...how, token: await this.#token() });
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      return this.#once(method, path, { ...how, token: await this.#renewed() });
    }
  }

  async #once(method, path, { token, json, body, accept = "application/json", limitMs = REQUEST_LIMIT_MS, signal }) {
    const headers = { accept, authorization: `Bearer ${token}` };
    if (json !== undefined) headers["content-type"] = "application/json";
    const limit = AbortSignal.timeout(limitMs);
    const url = this.#url(path);
    let response;
    try {
      response = await this.#options.fetch(url, {
        method,
        headers,
        body: json === undefined ? body : JSON.stringify(json),
        cache: "no-store",
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
    } catch {
      throw signal?.aborted ? signal.reason : ChatError.unreachable();
    }
    if (response.ok) return response;
    throw ChatError.of(response.status, await response.text().catch(() => ""), response.headers.get("retry-after"));
  }

  async #token() {
    return this.#session.token().catch(noToken);
  }

  async #renewed() {
    return this.#session.renew().catch(noToken);
  }

  /** Only addresses of the service: the token goes nowhere else. */
  #url(path) {
    const url = new URL(path, this.#options.baseUrl);
    if (url.origin !== new URL(this.#options.baseUrl).origin)
      throw new ChatError(400, "invalid", "This is no address of the messaging service.");
    return url.href;
  }
}

function noToken(problem) {
  if (problem instanceof ChatError) throw problem;
  const code = problem instanceof SignedOut ? "signed_out" : "no_token";
  throw new ChatError(code === "signed_out" ? 401 : 0, code, problem?.message || "There is no token.");
}

// --- one WebSocket that stays

const CLOSED_EXPIRED = 4001;
const CLOSED_NOT_ALLOWED = 4003;
const CLOSED_TOO_BIG = 1009;
/** Coming back at once would make it worse: sent too fast, too many sockets, overloaded. */
const LEAST_PAUSE_MS = { 4008: 3_000, 4011: 15_000, 1013: 2_000 };

/** Reconnects, renews its token, notices when the other end is gone. */
class LiveSocket {
  #session;
  #options;
  #path;
  #on;
  #socket = null;
  #welcomed = false;
  #attempt = 0;
  #ended = false;
  #heard = 0;
  #timers = new Map();
  #stop = new AbortController();

  /**
   * @param {() => string} path asked for at each connect, so that it can say where to resume
   * @param {{frame: (frame: Object) => void, state: (state: "connecting"|"open"|"waiting"|"gone") => void,
   *          refused?: () => Promise<boolean>}} on `refused`: the upgrade was; true = never try again
   */
  constructor(session, options, path, on) {
    this.#session = session;
    this.#options = options;
    this.#path = path;
    this.#on = on;
    const { signal } = this.#stop;
    session.addEventListener("renewed", (e) => this.send({ type: "authenticate", token: e.detail }), { signal });
    session.addEventListener("reached", () => this.#timers.has("retry") && this.retryNow(), { signal });
    session.addEventListener("signedout", () => this.#gone(), { signal });
    globalThis.addEventListener?.("online", () => this.retryNow(), { signal });
    globalThis.document?.addEventListener("visibilitychange", () => document.hidden || this.retryNow(), { signal });
  }

  /** False: there is no connection now, nothing was sent. */
  send(frame) {
    if (!this.#welcomed || this.#socket.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Closed, or never to come back: there is nothing to try again for. */
  get isEnded() {
    return this.#ended;
  }

  async connect() {
    if (this.#ended || this.#socket) return;
    this.#on.state("connecting");
    let token;
    try {
      token = await this.#session.token();
    } catch {
      this.#retryLater();
      return;
    }
    if (this.#ended || this.#socket) return;
    const address = new URL(this.#path(), this.#options.baseUrl).href.replace(/^http/, "ws");
    const socket = new this.#options.WebSocket(address, [
      "carechain.v1",
      `quarkus-http-upgrade#Authorization#${encodeURIComponent(`Bearer ${token}`)}`,
    ]);
    this.#socket = socket;
    this.#after("connect", this.#options.reconnect.limitMs, () => this.#lost(socket, 0));
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = (event) => this.#lost(socket, event.code);
    socket.onerror = () => {}; // onclose follows; without a listener some runtimes end the process
  }

  #received(socket, text) {
    if (socket !== this.#socket) return;
    const frame = JSON.parse(text);
    this.#heard++;
    if (frame.type === "welcome") {
      this.#welcomed = true;
      this.#cancel("connect");
      this.#after("stable", this.#options.reconnect.stableMs, () => (this.#attempt = 0));
      this.#beat(frame.heartbeat_seconds * 1000);
      this.#on.state("open");
      this.#session.dispatchEvent(new Event("reached")); // the other sockets need not wait
    }
    if (frame.type !== "pong") this.#on.frame(frame);
  }

  /** Pings of the server are invisible to a page, so it asks for itself. */
  #beat(millis) {
    this.#after("beat", millis, () => {
      this.#probe();
      this.#beat(millis);
    });
  }

  #probe() {
    const socket = this.#socket;
    const heard = this.#heard;
    if (!this.send({ type: "ping" })) return;
    this.#after("probe", this.#options.reconnect.limitMs, () => heard === this.#heard && this.#lost(socket, 0));
  }

  async #lost(socket, code) {
    if (socket !== this.#socket) return;
    const wasOpen = this.#welcomed;
    this.#forget();
    if (code === CLOSED_NOT_ALLOWED) return this.#gone();
    if (code === CLOSED_TOO_BIG) this.#on.tooBig?.();
    this.#retryLater(LEAST_PAUSE_MS[code], code === CLOSED_EXPIRED || !wasOpen);
    // A page is not told why an upgrade was refused. Whoever opened this socket may find out.
    if (!wasOpen && (await this.#on.refused?.())) this.#gone();
  }

  #forget() {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#timers.clear();
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #retryLater(atLeast = 0, newToken = false) {
    if (this.#ended) return;
    this.#on.state("waiting");
    this.#after("retry", atLeast + fullJitter(this.#attempt++, this.#options.reconnect), async () => {
      if (newToken) await this.#session.renew().catch(() => {});
      this.connect();
    });
  }

  /** Something has changed (network back, page looked at again): do not wait, and do not trust an old connection. */
  retryNow() {
    if (this.#welcomed) return this.#probe();
    if (!this.#timers.has("retry")) return;
    this.#cancel("retry");
    this.connect();
  }

  /** Drops the connection and comes back, to resume from what `path` says then. */
  restart() {
    if (this.#socket) this.#lost(this.#socket, 0);
  }

  #gone() {
    this.close();
    this.#on.state("gone");
  }

  close() {
    this.#ended = true;
    this.#stop.abort();
    this.#forget();
  }

  #after(name, millis, work) {
    this.#cancel(name);
    const run = () => {
      this.#timers.delete(name);
      work();
    };
    this.#timers.set(name, setTimeout(run, millis));
  }

  #cancel(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}

// --- what was written here

const ACK_LIMIT_MS = 15_000;
const RETRY_MS = 1_000;
/** Refusals that pass by themselves; the server says when (retry_after_ms). */
const PASSING_CODES = new Set(["rate_limited", "overloaded", "unavailable", "internal"]);

/**
 * What was written here and is not in the timeline yet. One message is under way at a time, so they keep their order; one
 * that is not answered is sent again with the same client_id, which the server stores once.
 *
 * An entry is `uploading` (only with files) → `waiting` → `sending` → `sent` (acknowledged, its echo is coming) and then
 * gone, or `failed`. Words written after a file do not wait for its upload.
 */
class Outbox {
  #entries = [];
  #on;
  #timer = 0;
  #notBefore = 0;
  #connected = false;

  /**
   * @param {{send: (frame: Object) => boolean, upload: (file: Blob, how: Object) => Promise<Object>, changed: () => void,
   *          keep: {read: () => Object[], write: (entries: Object[]) => void}, pause: (attempt: number) => number}} on
   */
  constructor(on) {
    this.#on = on;
  }

  entries() {
    return this.#entries;
  }

  /** Nothing here is lost by closing. */
  get isEmpty() {
    return this.#entries.length === 0;
  }

  /** What an earlier page of this tab had not got rid of. */
  restore() {
    const known = new Set(this.#entries.map((entry) => entry.clientId));
    const kept = this.#on.keep.read().filter((entry) => !known.has(entry.clientId));
    this.#entries.unshift(...kept.map((entry) => ({ ...entry, files: [], state: entry.problem ? "failed" : "waiting" })));
    if (kept.length) this.#next();
  }

  add({ content = "", replyTo = null, files = [] }) {
    const entry = {
      clientId: newId(),
      content,
      replyTo,
      files: [...files].map((file) => ({ file, name: file.name ?? "file", size: file.size, part: 0, attachment: null })),
      attachments: [],
      at: new Date().toISOString(),
      state: files.length ? "uploading" : "waiting",
      problem: null,
      stop: new AbortController(),
    };
    this.#entries.push(entry);
    if (entry.state === "uploading") this.#upload(entry);
    this.#next();
    return entry.clientId;
  }

  /** One after the other; what is there already stays there when a later one fails. */
  async #upload(entry) {
    try {
      for (const file of entry.files) file.attachment ??= await this.#uploadOne(file, entry);
      entry.attachments = entry.files.map((file) => file.attachment);
      entry.state = "waiting";
    } catch (problem) {
      if (entry.stop.signal.aborted) return;
      entry.state = "failed";
      entry.problem = { code: problem.code ?? "internal", detail: problem.message };
    }
    this.#next();
  }

  async #uploadOne(file, { stop }) {
    const onProgress = (part) => {
      file.part = part;
      this.#on.changed();
    };
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#on.upload(file.file, { onProgress, signal: stop.signal });
      } catch (problem) {
        if (stop.signal.aborted || !(problem instanceof ChatError) || !problem.isPassing) throw problem;
        onProgress(0);
        await sleep((problem.retryAfterMs ?? 0) + this.#on.pause(attempt));
      }
    }
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
    this.#sendOne();
    this.#keep();
    this.#on.changed();
  }

  #sendOne() {
    if (this.#entries.some((entry) => entry.state === "sending")) return;
    clearTimeout(this.#timer);
    const entry = this.#entries.find((e) => e.state === "waiting");
    if (!entry || !this.#connected) return;
    const pause = this.#notBefore - Date.now();
    if (pause > 0) this.#timer = setTimeout(() => this.#next(), pause);
    else if (this.#on.send(frameOf(entry))) {
      entry.state = "sending";
      this.#timer = setTimeout(() => this.#again(0), ACK_LIMIT_MS);
    }
  }

  #wait() {
    clearTimeout(this.#timer);
    for (const entry of this.#entries) if (entry.state === "sending") entry.state = "waiting";
    this.#on.changed();
  }

  #again(millis) {
    this.#notBefore = Date.now() + millis;
    this.#wait();
    this.#next();
  }

  acknowledged({ client_id: clientId, seq }) {
    const entry = this.#of(clientId);
    if (entry) Object.assign(entry, { state: "sent", seq });
    this.#next();
  }

  refused({ client_id: clientId, code, detail, retry_after_ms: retryAfter }) {
    const entry = this.#of(clientId);
    if (!entry || entry.state === "sent") return;
    if (PASSING_CODES.has(code)) return this.#again(retryAfter ?? RETRY_MS);
    entry.state = "failed";
    entry.problem = { code, detail };
    this.#next();
  }

  /** More than a frame may be: the service closes the socket and names nothing. Sent again, it would close every next one. */
  tooBig() {
    const entry = this.#entries.find((e) => e.state === "sending");
    if (entry) Object.assign(entry, { state: "failed", problem: { code: "too_large", detail: "The message is too long." } });
  }

  /** It is in the timeline now. */
  settled(clientId) {
    if (this.#of(clientId)) this.#remove((entry) => entry.clientId === clientId);
  }

  /** Acknowledged as something older than what is shown: its echo has come long ago, to an earlier page. */
  settledUpTo(seq) {
    if (this.#entries.some((entry) => entry.seq <= seq)) this.#remove((entry) => entry.seq <= seq);
  }

  retry(clientId) {
    const entry = this.#of(clientId);
    if (entry?.state !== "failed") return;
    entry.problem = null;
    const isComplete = entry.files.every((file) => file.attachment);
    entry.state = isComplete ? "waiting" : "uploading";
    if (!isComplete) this.#upload(entry);
    this.#next();
  }

  discard(clientId) {
    this.#of(clientId)?.stop?.abort();
    this.#remove((entry) => entry.clientId === clientId);
  }

  /** Uploads end with the page. */
  stop() {
    clearTimeout(this.#timer);
    this.#connected = false;
    for (const entry of this.#entries) entry.stop?.abort();
  }

  #remove(which) {
    this.#entries = this.#entries.filter((entry) => !which(entry));
    this.#next();
  }

  /** Files cannot be kept: such a message is, once they have been uploaded. */
  #keep() {
    const kept = this.#entries.filter((entry) => entry.state !== "uploading" && entry.files.every((file) => file.attachment));
    this.#on.keep.write(
      kept.map(({ clientId, content, replyTo, attachments, at, problem }) => {
        return { clientId, content, replyTo, attachments, at, problem };
      }),
    );
  }

  #of(clientId) {
    return this.#entries.find((entry) => entry.clientId === clientId);
  }
}

function frameOf({ clientId, content, replyTo, attachments }) {
  const frame = { type: "chat_message", client_id: clientId, content };
  if (replyTo) frame.reply_to = replyTo;
  if (attachments.length) Object.assign(frame, { message_type: "file", attachment_ids: attachments.map(({ id }) => id) });
  return frame;
}

// --- what is known of a room

/**
 * The messages of a room that are known here: one unbroken run of seq. A message may come any number of times, from the
 * socket and from history; the highest rev of it stays.
 */
class Timeline {
  #bySeq = new Map();
  #first = 1;
  #last = 0;
  #loaded = false;
  #beyond = 0;
  #run = null;

  get isLoaded() {
    return this.#loaded;
  }

  /** The newest message shown. What lies beyond a gap waits until the gap is filled. */
  get lastSeq() {
    return this.#last;
  }

  get firstSeq() {
    return this.#first;
  }

  get hasOlder() {
    return this.#loaded && this.#first > 1;
  }

  /** The newest page. */
  start(page) {
    this.#first = page[0]?.seq ?? 1;
    this.#last = this.#first - 1;
    this.#loaded = true;
    this.put(...page);
  }

  /** The page before the first message. */
  prepend(page) {
    if (page.length) this.#first = page[0].seq;
    this.put(...page);
  }

  put(...messages) {
    this.#run = null;
    for (const message of messages) {
      if (this.#loaded && message.seq < this.#first) continue; // comes with its page when someone looks
      const known = this.#bySeq.get(message.seq);
      if (!known || known.rev <= message.rev) this.#bySeq.set(message.seq, message);
      this.#beyond = Math.max(this.#beyond, message.seq);
    }
    if (this.#loaded) while (this.#bySeq.has(this.#last + 1)) this.#last++;
  }

  /** There are messages beyond the last one shown, up to that seq or held here. */
  hasGap(upTo = 0) {
    return this.#loaded && Math.max(upTo, this.#beyond) > this.#last;
  }

  /** In order, without holes. The same array until something changes. */
  messages() {
    if (this.#run) return this.#run;
    const run = [];
    if (this.#loaded) for (let seq = this.#first; seq <= this.#last; seq++) run.push(this.#bySeq.get(seq));
    return (this.#run = run);
  }
}

const TYPING_ENDS_MS = 7_000;

/** The people of a room: how far each has come, who is there, who is writing. */
class Participants {
  #session;
  #changed;
  #people = new Map();
  #typing = new Map();

  constructor(session, changed) {
    this.#session = session;
    this.#changed = changed;
  }

  all() {
    return [...this.#people.values()];
  }

  get me() {
    return this.#people.get(this.#session.userId);
  }

  others() {
    return this.all().filter((person) => person.user_id !== this.#session.userId);
  }

  typing() {
    return this.others().filter((person) => this.#typing.has(person.user_id));
  }

  /** As a welcome tells it. */
  start(participants) {
    const before = this.#people;
    this.#people = new Map(participants.map((person) => [person.user_id, { ...person }]));
    for (const { user_id: id, read_seq, delivered_seq } of before.values()) this.raise(id, { read_seq, delivered_seq });
    this.stop();
  }

  /** Marks only rise. */
  raise(userId, marks) {
    const person = this.#people.get(userId);
    if (person) for (const [mark, seq] of Object.entries(marks)) person[mark] = Math.max(person[mark], seq);
  }

  status({ user_id: userId, status, last_seen: lastSeen }) {
    const person = this.#people.get(userId);
    if (person) Object.assign(person, { status, last_seen: lastSeen });
  }

  /** Ends by itself, should the end be lost on the way. */
  heard(userId, isTyping) {
    this.#forgetTyping(userId);
    if (!isTyping || userId === this.#session.userId) return;
    const ended = () => {
      this.#forgetTyping(userId);
      this.#changed();
    };
    this.#typing.set(userId, setTimeout(ended, TYPING_ENDS_MS));
  }

  stop() {
    for (const userId of [...this.#typing.keys()]) this.#forgetTyping(userId);
  }

  #forgetTyping(userId) {
    clearTimeout(this.#typing.get(userId));
    this.#typing.delete(userId);
  }
}

/** Many frames, one `change`: what comes at once is drawn once. */
class Changing extends EventTarget {
  #pending = false;

  _changed() {
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      this._beforeChange?.();
      this.dispatchEvent(new Event("change"));
    });
  }
}

const TYPING_EVERY_MS = 3_000;
/** The service drops a `typing` within a second of the last; a little more, as frames do not travel evenly. */
const TYPING_APART_MS = 1_100;

/** One room on its own socket: what is known of it, and how it stays true. Fires `change` and `message`. */
export class Room extends Changing {
  /** @type {?Object} the room as `welcome` told it: job, status, … */
  info = null;
  /** @type {?ChatError} why the messages could not be loaded */
  problem = null;
  /** @type {"connecting"|"open"|"waiting"|"gone"} */
  connection = "connecting";

  #session;
  #rest;
  #options;
  #socket;
  #outbox;
  #people;
  #timeline = new Timeline();
  #shown = null;
  #rev = null;
  #liveRev = 0;
  #isPaging = false;
  #filling = false;
  #loading = null;
  #older = null;
  #loadTimer = 0;
  #toRead = 0;
  #markedRead = 0;
  #toDeliver = 0;
  #markedDelivered = 0;
  #isTyping = false;
  #typingSent = 0;
  #typingTimer = 0;
  #onClose;

  /** Made by {@link CareChainChat#room}. */
  constructor(id, { session, rest, options, onClose }) {
    super();
    this.id = id;
    this.#session = session;
    this.#rest = rest;
    this.#options = options;
    this.#onClose = onClose;
    this.#people = new Participants(session, () => this._changed());
    this.#outbox = new Outbox({
      send: (frame) => this.#socket.send(frame),
      upload: (file, how) => rest.upload(id, file, how),
      changed: () => this.#touched(),
      keep: shelf(options.storage, () => session.userId && `${outboxKey(session.userId)}${id}`),
      pause: (attempt) => fullJitter(attempt, options.reconnect),
    });
    this.#socket = new LiveSocket(session, options, () => this.#path(), {
      frame: (frame) => this.#received(frame),
      state: (state) => this.#connected(state),
      tooBig: () => this.#outbox.tooBig(),
      refused: () => this.#isGone(),
    });
    if (session.userId) this.#outbox.restore();
    this.#socket.connect();
  }

  #path() {
    return `/ws/chat/${this.id}/${this.#rev === null ? "" : `?after_rev=${this.#rev}`}`;
  }

  // --- what there is to see

  get isLoaded() {
    return this.#timeline.isLoaded;
  }

  get hasOlder() {
    return this.#timeline.hasOlder;
  }

  /** seq of the newest message here. */
  get lastSeq() {
    return this.#timeline.lastSeq;
  }

  get firstSeq() {
    return this.#timeline.firstSeq;
  }

  /** With read_seq, delivered_seq, status and last_seen each. */
  get participants() {
    return this.#people.all();
  }

  get me() {
    return this.#people.me;
  }

  /** In a conversation of two: the other one. */
  get other() {
    return this.#people.others()[0];
  }

  /** Who is writing now. */
  get typists() {
    return this.#people.typing();
  }

  /** Everything written here has been taken. */
  get isSettled() {
    return this.#outbox.isEmpty;
  }

  /**
   * In order, without holes; what is on its way comes last, without a `seq`. Own messages have a `state`: sending, sent,
   * delivered, read or failed (then with a `problem`). `key` stays the same from the first moment to the last tick. The same
   * array until something in it changes.
   */
  get messages() {
    this.#shown ??= [
      ...this.#timeline.messages().map((message) => this.#settled(message)),
      ...this.#outbox.entries().map((entry) => this.#pending(entry)),
    ];
    return this.#shown;
  }

  #settled(message) {
    const isMine = message.sender.id === this.#session.userId;
    const isOnItsWay = isMine && !message.deleted_at;
    return {
      ...message,
      isMine,
      key: isMine && message.client_id ? message.client_id : message.id,
      state: isOnItsWay ? this.#stateOf(message.seq) : null,
      attachments: message.attachments ?? (message.attachment ? [message.attachment] : []),
    };
  }

  /** The farthest that everybody else has come. */
  #stateOf(seq) {
    const others = this.#people.others();
    if (others.length === 0) return "sent";
    if (others.every((person) => person.read_seq >= seq)) return "read";
    return others.every((person) => person.delivered_seq >= seq) ? "delivered" : "sent";
  }

  #pending(entry) {
    const { me } = this;
    return {
      id: null,
      seq: null,
      rev: 0,
      room_id: this.id,
      client_id: entry.clientId,
      key: entry.clientId,
      sender: { id: this.#session.userId, name: me?.name ?? "", role: me?.role ?? null },
      message_type: entry.files.length || entry.attachments.length ? "file" : "text",
      content: entry.content,
      reply_to: entry.replyTo,
      card: null,
      created_at: entry.at,
      edited_at: null,
      deleted_at: null,
      attachments: entry.attachments,
      uploads: entry.files.map(({ name, size, part, file, attachment }) => ({ name, size, part, file, isThere: attachment !== null })),
      isMine: true,
      state: entry.state === "sent" || entry.state === "failed" ? entry.state : "sending",
      problem: entry.problem,
    };
  }

  // --- what this person does

  /**
   * Shown at once, sent as soon as that is possible, and again until it is acknowledged.
   * @param {string | {content?: string, replyTo?: string, files?: Iterable<File>}} message
   * @returns {string} its client_id, for {@link retry} and {@link discard}
   */
  send(message) {
    clearTimeout(this.#typingTimer);
    this.#isTyping = false; // the message itself ends it
    return this.#outbox.add(typeof message === "string" ? { content: message } : message);
  }

  /** A message that failed, once more. */
  retry(clientId) {
    this.#outbox.retry(clientId);
  }

  /** A message that failed or whose files are being uploaded: not any more. */
  discard(clientId) {
    this.#outbox.discard(clientId);
  }

  /** @throws {ChatError} such as `window_over` */
  async edit(messageId, content) {
    this.#take(await this.#rest.edit(this.id, messageId, content));
    this.#touched();
  }

  /** A tombstone stays. @throws {ChatError} */
  async delete(messageId) {
    this.#take(await this.#rest.delete(this.id, messageId));
    this.#touched();
  }

  /** At each key, if you like: it goes out at most every 3 s. The server ends it by itself after a while and with the message. */
  typing(isTyping) {
    clearTimeout(this.#typingTimer);
    if (isTyping) this.#tellTyping();
    else if (this.#isTyping && this.#socket.send({ type: "typing", is_typing: false })) this.#isTyping = false;
  }

  #tellTyping() {
    const pause = this.#typingSent + (this.#isTyping ? TYPING_EVERY_MS : TYPING_APART_MS) - Date.now();
    if (pause <= 0) {
      if (!this.#socket.send({ type: "typing", is_typing: true })) return;
      this.#isTyping = true;
      this.#typingSent = Date.now();
    } else if (!this.#isTyping) this.#typingTimer = setTimeout(() => this.#tellTyping(), pause);
  }

  /**
   * Everything up to there (without: everything shown) has been looked at. May be called as often as you like, also without a
   * connection: what was not taken is told again on the next one.
   */
  markRead(seq = this.lastSeq) {
    if (seq > this.#toRead) this.#toRead = seq;
    this.#mark();
  }

  /** The page before the first message. Callers at the same time share one. @throws {ChatError} */
  loadOlder(limit = 100) {
    this.#older ??= this.#loadOlder(limit).finally(() => (this.#older = null));
    return this.#older;
  }

  async #loadOlder(limit) {
    if (!this.hasOlder) return;
    const timeline = this.#timeline;
    const page = await this.#rest.messages(this.id, { before_seq: timeline.firstSeq, limit });
    timeline.prepend(page.results);
    this.#touched();
  }

  /** The message, loading what is older until it is found, but not without end. @throws {ChatError} */
  async find(messageId, pages = 25) {
    const here = () => this.#timeline.messages().find((message) => message.id === messageId);
    for (let page = 0; page < pages && !here() && this.hasOlder; page++) await this.loadOlder(200);
    return here();
  }

  /** @returns {Promise<Blob>} */
  calendarFile(messageId) {
    return this.#rest.calendarFile(this.id, messageId);
  }

  /** Does not wait for the next try. */
  retryNow() {
    this.#socket.retryNow();
  }

  /**
   * Ends the connection, once everything written has been taken; at once with `force`.
   * @returns {boolean} closed; false: something is still on its way, ask again after a `change`
   */
  close({ force = false } = {}) {
    if (!force && !this.isSettled && this.connection !== "gone") return false;
    this.#socket.close();
    this.#outbox.stop();
    this.#people.stop();
    clearTimeout(this.#typingTimer);
    clearTimeout(this.#loadTimer);
    this.#onClose();
    return true;
  }

  // --- what comes

  #touched() {
    this.#shown = null;
    this._changed();
  }

  _beforeChange() {
    this.#mark();
  }

  /** What has not been told on this connection, unless the service knows it. */
  #mark() {
    const { me } = this;
    if (!me) return;
    if (this.#toRead > Math.max(me.read_seq, this.#markedRead) && this.#socket.send({ type: "mark_read", seq: this.#toRead }))
      this.#markedRead = this.#toRead;
    if (this.#toDeliver > Math.max(me.delivered_seq, this.#markedDelivered) && this.#socket.send({ type: "mark_delivered", seq: this.#toDeliver }))
      this.#markedDelivered = this.#toDeliver;
  }

  #connected(state) {
    this.connection = state;
    if (state === "open") this.#markedRead = this.#markedDelivered = 0;
    else this.#outbox.disconnected();
    this.#touched();
  }

  #received(frame) {
    switch (frame.type) {
      case "welcome":
        this.#session.userId ??= frame.user_id;
        this.#welcomed(frame.room);
        break;
      case "chat_message":
      case "message_updated":
      case "message_deleted":
        this.#take(frame.message);
        this.#at(frame.message.rev);
        if (frame.type === "chat_message") this.dispatchEvent(new CustomEvent("message", { detail: frame.message }));
        break;
      case "read_receipt":
        this.#people.raise(frame.user_id, { read_seq: frame.seq, delivered_seq: frame.seq });
        this.#at(frame.rev);
        break;
      case "delivery_receipt":
        this.#people.raise(frame.user_id, { delivered_seq: frame.seq });
        this.#at(frame.rev);
        break;
      case "user_status":
        this.#people.status(frame);
        return this._changed();
      case "typing":
        this.#people.heard(frame.user_id, frame.is_typing);
        return this._changed();
      case "room_updated":
        this.info = { ...this.info, status: frame.room.status }; // its rev may be ahead of the frames that came
        break;
      case "ack":
        this.#outbox.acknowledged(frame);
        this.#settleShown();
        break;
      case "error":
        this.#outbox.refused(frame);
        break;
      case "synced":
        this.#synced(frame);
        break;
      case "reset":
        this.#timeline = new Timeline();
        this.#rev = 0; // `synced` follows
        this.#loading = null;
        this.load();
        break;
      default: // a later version's frame
    }
    this.#touched();
  }

  #welcomed(room) {
    this.info = room;
    this.#people.start(room.participants);
    this.#rev ??= room.rev;
    this.#outbox.restore();
    this.#outbox.connected();
    if (!this.isLoaded) this.load();
  }

  /** Where to resume: rev rises from frame to frame. While the rest is paged, new frames are ahead of it. */
  #at(rev) {
    if (this.#isPaging) this.#liveRev = Math.max(this.#liveRev, rev);
    else this.#rev = Math.max(this.#rev, rev);
  }

  async #synced({ rev, seq, more }) {
    this.#at(rev);
    if (more) await this.#pageOn();
    else await this.#fill(seq);
  }

  /** Too much was missed for the socket: the rest comes over REST, in order of rev as well; and the room, for its receipts. */
  async #pageOn() {
    if (this.#isPaging) return;
    this.#isPaging = true;
    this.#liveRev = 0;
    try {
      for (let more = true; more; ) {
        const page = await this.#rest.messages(this.id, { after_rev: this.#rev });
        page.results.forEach((message) => this.#take(message));
        this.#rev = page.results.at(-1)?.rev ?? this.#rev;
        more = page.has_more;
      }
      const room = await this.#rest.room(this.id);
      for (const { user_id: id, read_seq, delivered_seq } of room.participants) this.#people.raise(id, { read_seq, delivered_seq });
      this.#rev = Math.max(this.#rev, this.#liveRev);
    } catch {
      this.#socket.restart(); // and resumes from what has come
    } finally {
      this.#isPaging = false;
    }
    await this.#fill();
    this.#touched();
  }

  /** The first look at the room. What the socket brings meanwhile is kept and fits on. */
  load() {
    clearTimeout(this.#loadTimer);
    this.#loading ??= this.#load(this.#timeline).finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #load(timeline) {
    this.problem = null;
    try {
      const page = await this.#rest.messages(this.id);
      if (timeline !== this.#timeline || timeline.isLoaded) return; // a reset came in between
      page.results.forEach((message) => this.#settle(message));
      timeline.start(page.results);
      this.#settleShown();
      this.#fill();
    } catch (problem) {
      this.problem = problem;
      if (problem.isPassing && !this.#socket.isEnded)
        this.#loadTimer = setTimeout(() => this.isLoaded || this.load(), this.#options.reconnect.limitMs);
    }
    this.#touched();
  }

  #take(message) {
    this.#timeline.put(message);
    this.#settle(message);
    this.#people.heard(message.sender.id, false);
    if (!this.#isPaging) this.#fill();
  }

  #settle(message) {
    const isMine = message.sender.id === this.#session.userId;
    if (!isMine) this.#toDeliver = Math.max(this.#toDeliver, message.seq);
    else if (message.client_id) this.#outbox.settled(message.client_id);
  }

  #settleShown() {
    if (this.isLoaded) this.#outbox.settledUpTo(this.lastSeq);
  }

  /** seq has no holes: one that is missing is fetched. */
  async #fill(upTo) {
    if (this.#filling || !this.#timeline.hasGap(upTo)) return;
    this.#filling = true;
    try {
      for (let more = true; more && this.#timeline.hasGap(upTo); ) {
        const page = await this.#rest.messages(this.id, { after_seq: this.#timeline.lastSeq });
        page.results.forEach((message) => this.#settle(message));
        this.#timeline.put(...page.results);
        more = page.has_more;
      }
      this.#settleShown();
    } catch {
      this.#socket.restart();
    } finally {
      this.#filling = false;
    }
    this.#touched();
  }

  async #isGone() {
    try {
      await this.#rest.room(this.id);
      return false;
    } catch (problem) {
      return problem.status === 404;
    }
  }
}

/** Where an outbox outlives its page. A storage that is full or forbidden is done without. */
function shelf(storage, key) {
  return {
    read() {
      try {
        return JSON.parse(storage?.getItem(key())) ?? [];
      } catch {
        return [];
      }
    },
    write(entries) {
      if (!storage || !key()) return;
      try {
        if (entries.length) storage.setItem(key(), JSON.stringify(entries));
        else storage.removeItem(key());
      } catch {
        // only what outlives this page is lost
      }
    },
  };
}

const outboxKey = (userId) => `carechain.outbox.${userId}.`;

// --- all rooms

/** As many as presence-service answers for at once. */
const MOST_IDS = 200;
const STATUS_RETRY_MS = 10_000;

/** All rooms of this person, latest activity first, kept live over the socket of all rooms. Fires `change` and `message`. */
export class Inbox extends Changing {
  /** @type {?ChatError} why the rooms could not be loaded */
  problem = null;
  isLoaded = false;
  /** @type {"connecting"|"open"|"waiting"|"gone"} */
  connection = "connecting";

  #session;
  #rest;
  #isOpenElsewhere;
  #socket;
  #rooms = new Map();
  #connects = 0;
  /** Read since the last connect: frames tell the rest of these. Of the others something may have been missed. */
  #current = new Set();
  #sorted = null;
  #statuses = new Map();
  #statusTimer = 0;
  #cursor = null;
  #idle = false;

  /** Made by {@link CareChainChat#inbox}. */
  constructor({ session, rest, options, isOpenElsewhere }) {
    super();
    this.#session = session;
    this.#rest = rest;
    this.#isOpenElsewhere = isOpenElsewhere;
    this.#socket = new LiveSocket(session, options, () => "/ws/", {
      frame: (frame) => this.#received(frame),
      state: (state) => {
        this.connection = state;
        this._changed();
      },
    });
    this.#socket.connect();
  }

  /** Latest activity first. The same array until something changes. */
  get rooms() {
    this.#sorted ??= [...this.#rooms.values()].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
    return this.#sorted;
  }

  get hasMore() {
    return this.#cursor !== null;
  }

  get unreadTotal() {
    return this.rooms.reduce((sum, room) => sum + room.unread_count, 0);
  }

  /** @returns {?Object} */
  room(id) {
    return this.#rooms.get(id) ?? null;
  }

  /** In a conversation of two: the other one. */
  otherIn(room) {
    return room.participants.find((p) => p.user_id !== this.#session.userId) ?? room.participants[0];
  }

  /** @returns {"online"|"away"|"offline"} */
  statusOf(userId) {
    return this.#statuses.get(userId) ?? "offline";
  }

  /** The next page, which a long list shows when it is scrolled to. */
  loadMore() {
    return this.hasMore ? this.#load({ cursor: this.#cursor }) : Promise.resolve();
  }

  /** Names, jobs and the like of all rooms, also of those not loaded. @returns {Promise<Object[]>} @throws {ChatError} */
  async search(q) {
    const asked = this.#connects;
    const page = await this.#rest.rooms({ q });
    this.#take(page.results, asked);
    this.#askStatus();
    this._changed();
    return page.results.map((room) => this.#rooms.get(room.id));
  }

  /** This device is (not) in use; when all devices of a person are idle, others see them as away. */
  idle(isIdle) {
    this.#idle = isIdle;
    this.#socket.send({ type: "activity", idle: isIdle });
  }

  /** Loads the first page again, after a `problem`. */
  reload() {
    return this.#load();
  }

  retryNow() {
    this.#socket.retryNow();
  }

  close() {
    this.#socket.close();
    clearTimeout(this.#statusTimer);
  }

  /** The first page at each connect: what changed while there was no socket is simply read again. */
  async #load(query = {}) {
    const asked = this.#connects;
    try {
      const page = await this.#rest.rooms(query);
      this.#take(page.results, asked);
      if (query.cursor || !this.isLoaded) this.#cursor = page.next_cursor ?? null;
      this.isLoaded = true;
      this.problem = null;
      this.#askStatus();
    } catch (problem) {
      this.problem = problem;
    }
    this._changed();
  }

  /** From then on the socket tells. Without presence-service everybody looks offline and chat goes on. */
  async #askStatus() {
    clearTimeout(this.#statusTimer);
    const others = [...new Set(this.rooms.map((room) => this.otherIn(room).user_id))].slice(0, MOST_IDS);
    if (others.length === 0) return;
    try {
      const { results } = await this.#rest.onlineStatus(others);
      results.forEach((person) => this.#statuses.set(person.user_id, person.status));
      this._changed();
    } catch {
      clearTimeout(this.#statusTimer);
      if (!this.#socket.isEnded) this.#statusTimer = setTimeout(() => this.#askStatus(), STATUS_RETRY_MS);
    }
  }

  #received(frame) {
    switch (frame.type) {
      case "welcome":
        this.#session.userId ??= frame.user_id;
        this.#socket.send({ type: "subscribe" });
        if (this.#idle) this.idle(true);
        this.#connects++;
        this.#current.clear();
        this.#load();
        break;
      case "chat_message":
        this.#message(frame.message);
        this.dispatchEvent(new CustomEvent("message", { detail: frame.message }));
        break;
      case "message_updated":
      case "message_deleted":
        this.#reload(frame.room_id); // the last line or what is unread may be another now
        break;
      case "read_receipt":
        if (frame.user_id === this.#session.userId) this.#read(frame);
        break;
      case "user_status":
        this.#statuses.set(frame.user_id, frame.status);
        break;
      case "room_created":
        this.#take([frame.room], this.#connects);
        this.#askStatus();
        break;
      case "room_updated":
        this.#put(frame.room);
        break;
      default: // not for a list of rooms
    }
    this._changed();
  }

  #set(room) {
    this.#rooms.set(room.id, room);
    this.#sorted = null;
  }

  /** @param {number} asked the connect after which it was asked for */
  #take(rooms, asked) {
    for (const room of rooms) {
      if (asked === this.#connects) this.#current.add(room.id);
      this.#put(room);
    }
  }

  /** What was heard over the socket may be newer than an answer that comes late. */
  #put(room) {
    const known = this.#rooms.get(room.id);
    if (!known || known.rev <= room.rev) this.#set(room);
    this.#delivered(room);
  }

  /** The list has it, so it has reached this person. A room that is open says so itself. */
  #delivered(room) {
    if (this.#isOpenElsewhere(room.id)) return;
    const me = room.participants.find((p) => p.user_id === this.#session.userId);
    if (me && me.delivered_seq < room.last_seq)
      this.#socket.send({ type: "mark_delivered", room_id: room.id, seq: room.last_seq });
  }

  #message(message) {
    const room = this.#rooms.get(message.room_id);
    if (!this.#current.has(message.room_id)) return this.#reload(message.room_id);
    if (message.seq <= room.last_seq) return;
    const isMine = message.sender.id === this.#session.userId;
    const next = {
      ...room,
      last_message: message,
      last_seq: message.seq,
      rev: Math.max(room.rev, message.rev),
      unread_count: room.unread_count + (isMine ? 0 : 1),
      updated_at: message.created_at,
    };
    this.#set(next);
    if (!isMine) this.#delivered(next);
  }

  #read({ room_id: id, seq, rev }) {
    const room = this.#rooms.get(id);
    if (!room) return;
    if (seq >= room.last_seq && this.#current.has(id)) this.#set({ ...room, unread_count: 0, rev: Math.max(room.rev, rev) });
    else this.#reload(id);
  }

  async #reload(id) {
    const asked = this.#connects;
    const room = await this.#rest.room(id).catch(() => null); // the next change or connect sets it right
    if (room) this.#take([room], asked);
    this._changed();
    if (room && room.rev < this.#rooms.get(id).rev) await this.#reload(id); // overtaken: what it was asked for is not in it yet
  }
}

// --- the door

/** One person's connection to the service. Fires `signedout` when the `token` callback threw {@link SignedOut}. */
export class CareChainChat extends EventTarget {
  #session;
  #options;
  #rooms = new Map();
  #inbox = null;

  /**
   * @param {Object} options
   * @param {() => string|Promise<string>} options.token a fresh JWT; asked for at the start, before each end, and after a 401
   * @param {string} [options.baseUrl] of the service; in a browser the page's own origin
   * @param {string} [options.userId] else what the token says
   * @param {Storage} [options.storage] such as sessionStorage: what is not sent yet outlives a reload
   * @param {Object} [options.reconnect] baseMs, capMs, stableMs, limitMs
   * @param {Function} [options.fetch] @param {Function} [options.WebSocket] @param {Function} [options.XMLHttpRequest]
   */
  constructor(options) {
    super();
    if (typeof options?.token !== "function") throw new TypeError("CareChainChat needs a token callback");
    const baseUrl = options.baseUrl ?? globalThis.location?.origin;
    if (!baseUrl) throw new TypeError("CareChainChat needs a baseUrl outside of a page");
    const WebSocket = options.WebSocket ?? globalThis.WebSocket;
    if (!WebSocket) throw new TypeError("CareChainChat needs a WebSocket: there is none in this runtime, so give it one");
    this.#options = {
      ...options,
      baseUrl,
      WebSocket,
      fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
      XMLHttpRequest: options.XMLHttpRequest ?? (options.fetch ? undefined : globalThis.XMLHttpRequest),
      reconnect: { ...RECONNECT, ...options.reconnect },
    };
    this.#session = new Session(this.#options);
    this.#session.addEventListener("signedout", () => this.dispatchEvent(new Event("signedout")));
    /** Every REST call, for what is not about an open room. */
    this.rest = new Rest(this.#session, this.#options);
  }

  /** Null until the first token has come, when it was not given. */
  get userId() {
    return this.#session.userId;
  }

  /** As the token has it. */
  get userName() {
    return this.#session.userName;
  }

  /** Asks for the first token at once. Not needed, but then `userId` is known, and a refusal is. @throws {ChatError} */
  async signIn() {
    await this.#session.token().catch(noToken);
    return this.userId;
  }

  /** All rooms on one socket. The same one each time. */
  inbox() {
    this.#inbox ??= new Inbox({
      session: this.#session,
      rest: this.rest,
      options: this.#options,
      isOpenElsewhere: (id) => this.#rooms.get(id)?.connection === "open",
    });
    return this.#inbox;
  }

  /** One room on a socket of its own. The same one each time, until it is closed. */
  room(id) {
    if (!this.#rooms.has(id)) {
      const onClose = () => this.#rooms.delete(id);
      this.#rooms.set(id, new Room(id, { session: this.#session, rest: this.rest, options: this.#options, onClose }));
    }
    return this.#rooms.get(id);
  }

  /** Those that are open. */
  openRooms() {
    return [...this.#rooms.values()];
  }

  /** Ids of the rooms in which something written on an earlier page still waits: open them, and it is sent. */
  unsentRooms() {
    const { storage } = this.#options;
    if (!storage || !this.userId) return [];
    const prefix = outboxKey(this.userId);
    return Object.keys(storage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  /** No connection waits for its next try any longer. */
  retryNow() {
    this.#inbox?.retryNow();
    for (const room of this.#rooms.values()) room.retryNow();
  }

  /** Ends everything at once; with `storage`, what is not sent yet is there the next time. */
  close() {
    this.#inbox?.close();
    for (const room of this.openRooms()) room.close({ force: true });
    this.#session.close();
  }
}
