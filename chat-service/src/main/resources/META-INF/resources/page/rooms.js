import { LiveSocket } from "./socket.js";

// As many as presence-service answers for at once.
const MOST_IDS = 200;
const STATUS_RETRY_MS = 10_000;

/** All rooms of this person, latest activity first, kept live over the socket of all rooms. */
export class Rooms {
  problem = null;
  isLoaded = false;
  /** The room that is open on this page, or null. */
  openId = null;
  nextCursor = null;

  #session;
  #api;
  #changed;
  #socket;
  #rooms = new Map();
  #statuses = new Map();
  #statusTimer = 0;

  /**
   * @param {() => void} changed
   * @param {(state: string) => void} connected as LiveSocket's `state`
   */
  constructor(session, api, changed, connected) {
    this.#session = session;
    this.#api = api;
    this.#changed = changed;
    this.#socket = new LiveSocket(session, () => "/ws/", {
      frame: (frame) => this.#received(frame),
      state: connected,
    });
    this.#socket.connect();
  }

  list() {
    return [...this.#rooms.values()].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  }

  /** What is open and looked at is being read: nothing that flickers. */
  unreadOf(room) {
    return room.id === this.openId && !document.hidden ? 0 : room.unread_count;
  }

  get unreadTotal() {
    return this.list().reduce((sum, room) => sum + this.unreadOf(room), 0);
  }

  other(room) {
    return room.participants.find((p) => p.user_id !== this.#session.userId) ?? room.participants[0];
  }

  /** online, away or offline */
  statusOf(userId) {
    return this.#statuses.get(userId) ?? "offline";
  }

  retryNow() {
    this.#socket.retryNow();
  }

  /** Called at each connect: what changed while there was no socket is simply read again. */
  async load(cursor = null) {
    try {
      const page = await this.#api.rooms(cursor);
      page.results.forEach((room) => this.#put(room));
      this.nextCursor = page.next_cursor;
      this.isLoaded = true;
      this.problem = null;
      this.#askStatus();
    } catch (problem) {
      this.problem = problem;
    }
    this.#changed();
  }

  /** From then on the socket tells. Without presence-service everybody looks offline and chat goes on. */
  async #askStatus() {
    clearTimeout(this.#statusTimer);
    const others = [...new Set(this.list().map((room) => this.other(room).user_id))].slice(0, MOST_IDS);
    if (others.length === 0) return;
    try {
      const { results } = await this.#api.onlineStatus(others);
      results.forEach((person) => this.#statuses.set(person.user_id, person.status));
      this.#changed();
    } catch {
      clearTimeout(this.#statusTimer);
      this.#statusTimer = setTimeout(() => this.#askStatus(), STATUS_RETRY_MS);
    }
  }

  #received(frame) {
    switch (frame.type) {
      case "welcome":
        this.#socket.send({ type: "subscribe" });
        this.load();
        break;
      case "chat_message":
        this.#message(frame.message);
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
        this.#put(frame.room);
        this.#askStatus();
        break;
      case "room_updated":
        this.#put(frame.room);
        break;
      default: // not for a list of rooms
    }
    this.#changed();
  }

  /** What was heard over the socket may be newer than an answer that comes late. */
  #put(room) {
    const known = this.#rooms.get(room.id);
    if (!known || known.rev <= room.rev) this.#rooms.set(room.id, room);
    this.#delivered(room);
  }

  /** The list has it, so it has reached this person, whichever room is open. */
  #delivered(room) {
    const me = room.participants.find((p) => p.user_id === this.#session.userId);
    if (me && me.delivered_seq < room.last_seq)
      this.#socket.send({ type: "mark_delivered", room_id: room.id, seq: room.last_seq });
  }

  #message(message) {
    const room = this.#rooms.get(message.room_id);
    if (!room) return this.#reload(message.room_id);
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
    this.#rooms.set(room.id, next);
    if (!isMine) this.#delivered(next);
  }

  #read({ room_id: id, seq, rev }) {
    const room = this.#rooms.get(id);
    if (!room) return;
    if (seq >= room.last_seq) this.#rooms.set(id, { ...room, unread_count: 0, rev: Math.max(room.rev, rev) });
    else this.#reload(id);
  }

  async #reload(id) {
    const room = await this.#api.room(id).catch(() => null); // the next change or connect sets it right
    if (room) this.#put(room);
    this.#changed();
  }
}
