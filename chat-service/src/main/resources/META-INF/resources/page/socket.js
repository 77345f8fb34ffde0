// One WebSocket that stays: reconnects, renews its token, notices when the other end is gone.

const BASE_MS = 500;
const CAP_MS = 30_000;
const CONNECT_LIMIT_MS = 10_000;
const PROBE_LIMIT_MS = 10_000;
const STABLE_MS = 10_000;
const EXPIRED = 4001;
const NO_LONGER_ALLOWED = 4003;
// Coming back at once would make it worse: sent too fast, too many sockets, overloaded.
const LEAST_PAUSE_MS = { 4008: 3_000, 4011: 15_000, 1013: 2_000 };

/** Spread evenly from nothing to twice as much each time, so that clients of a restarted server do not return as one. */
const fullJitter = (attempt) => Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);

export class LiveSocket {
  #session;
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
   * @param {Session} session
   * @param {() => string} path asked for at each connect, so that it can say where to resume
   * @param {{frame: (frame: Object) => void, state: (state: "connecting"|"open"|"waiting"|"gone") => void,
   *          refused?: () => Promise<boolean>}} on `refused`: the upgrade was; true = never try again
   */
  constructor(session, path, on) {
    this.#session = session;
    this.#path = path;
    this.#on = on;
    const { signal } = this.#stop;
    session.addEventListener("renewed", (e) => this.send({ type: "authenticate", token: e.detail }), { signal });
    session.addEventListener("reached", () => this.#timers.has("retry") && this.retryNow(), { signal });
    addEventListener("online", () => this.retryNow(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.retryNow(), { signal });
  }

  get isOpen() {
    return this.#welcomed;
  }

  /** False: there is no connection now, nothing was sent. */
  send(frame) {
    if (!this.#welcomed) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
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
    const socket = new WebSocket(this.#url(), [
      "carechain.v1",
      `quarkus-http-upgrade#Authorization#${encodeURIComponent(`Bearer ${token}`)}`,
    ]);
    this.#socket = socket;
    this.#after("connect", CONNECT_LIMIT_MS, () => this.#lost(socket, 0));
    socket.onmessage = (event) => this.#received(socket, JSON.parse(event.data));
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  #url() {
    return new URL(this.#path(), location.href).href.replace(/^http/, "ws");
  }

  #received(socket, frame) {
    if (socket !== this.#socket) return;
    this.#heard++;
    if (frame.type === "welcome") {
      this.#welcomed = true;
      this.#cancel("connect");
      this.#after("stable", STABLE_MS, () => (this.#attempt = 0));
      this.#beat(frame.heartbeat_seconds * 1000);
      this.#on.state("open");
      this.#session.dispatchEvent(new Event("reached")); // this page's other socket need not wait
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
    this.#after("probe", PROBE_LIMIT_MS, () => heard === this.#heard && this.#lost(socket, 0));
  }

  async #lost(socket, code) {
    if (socket !== this.#socket) return;
    const wasOpen = this.#welcomed;
    this.#forget();
    if (code === NO_LONGER_ALLOWED) return this.#gone();
    this.#retryLater(LEAST_PAUSE_MS[code], code === EXPIRED || !wasOpen);
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
    this.#after("retry", atLeast + fullJitter(this.#attempt++), async () => {
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
    this.#timers.set(
      name,
      setTimeout(() => {
        this.#timers.delete(name);
        work();
      }, millis),
    );
  }

  #cancel(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
