import { LiveSocket } from "./socket.js";
import { Outbox } from "./outbox.js";
import { Participants } from "./participants.js";
import { Timeline } from "./timeline.js";

const TYPING_EVERY_MS = 3_000;

/** One room on its own socket: what is known of it, and how it stays true. Knows nothing of the page's elements. */
export class Conversation {
  timeline = new Timeline();
  room = null;
  problem = null;
  /** connecting, open, waiting or gone */
  connection = "connecting";

  #session;
  #api;
  #changed;
  #socket;
  #rev = null;
  #liveRev = 0;
  #isPaging = false;
  #filling = false;
  #markedRead = 0;
  #typingSent = 0;

  /** @param {() => void} changed something to see has changed */
  constructor(id, session, api, changed) {
    this.id = id;
    this.#session = session;
    this.#api = api;
    this.#changed = changed;
    this.people = new Participants(session.userId, changed);
    this.outbox = new Outbox((frame) => this.#socket.send(frame), () => changed());
    this.#socket = new LiveSocket(session, () => this.#path(), {
      frame: (frame) => this.#received(frame),
      state: (state) => this.#connected(state),
      refused: () => this.#isGone(),
    });
    this.#socket.connect();
  }

  #path() {
    return `/ws/chat/${this.id}/${this.#rev === null ? "" : `?after_rev=${this.#rev}`}`;
  }

  retryNow() {
    this.#socket.retryNow();
  }

  /** Closes once everything written has been taken. True: closed. */
  close() {
    if (!this.outbox.isEmpty && this.connection !== "gone") return false;
    this.#socket.close();
    return true;
  }

  // --- what this person does

  write(content) {
    this.#typingSent = 0;
    this.outbox.add(content);
  }

  /** At each key; the server ends it by itself after a while and with the message. */
  typing(isTyping) {
    const now = Date.now();
    if (isTyping ? now - this.#typingSent < TYPING_EVERY_MS : !this.#typingSent) return;
    if (this.#socket.send({ type: "typing", is_typing: isTyping })) this.#typingSent = isTyping ? now : 0;
  }

  /** Everything shown has been looked at. */
  seen() {
    const seq = this.timeline.lastSeq;
    const { me } = this.people;
    if (!me || seq <= Math.max(me.read_seq, this.#markedRead)) return;
    if (this.#socket.send({ type: "mark_read", seq })) this.#markedRead = seq;
  }

  async loadOlder() {
    const page = await this.#api.messages(this.id, { before_seq: this.timeline.firstSeq });
    this.timeline.prepend(page.results);
    this.#changed();
  }

  // --- what comes

  #connected(state) {
    this.connection = state;
    if (state === "open") this.#markedRead = 0;
    else this.outbox.disconnected();
    this.#changed();
  }

  #received(frame) {
    switch (frame.type) {
      case "welcome":
        this.#welcomed(frame.room);
        break;
      case "chat_message":
      case "message_updated":
      case "message_deleted":
        this.#take(frame.message);
        this.#at(frame.message.rev);
        break;
      case "read_receipt":
        this.people.raise(frame.user_id, { read_seq: frame.seq, delivered_seq: frame.seq });
        this.#at(frame.rev);
        break;
      case "delivery_receipt":
        this.people.raise(frame.user_id, { delivered_seq: frame.seq });
        this.#at(frame.rev);
        break;
      case "user_status":
        this.people.status(frame);
        break;
      case "typing":
        this.people.typing(frame.user_id, frame.is_typing);
        break;
      case "room_updated":
        this.room = { ...this.room, status: frame.room.status }; // its rev may be ahead of the frames that came
        break;
      case "ack":
        this.outbox.acknowledged(frame.client_id);
        break;
      case "error":
        this.outbox.refused(frame);
        break;
      case "synced":
        this.#synced(frame);
        break;
      case "reset":
        this.timeline = new Timeline();
        this.#rev = 0; // `synced` follows
        this.load();
        break;
      default: // a later version's frame
    }
    this.#changed();
  }

  #welcomed(room) {
    this.room = room;
    this.people.start(room.participants);
    this.#rev ??= room.rev;
    this.outbox.connected();
    if (!this.timeline.isLoaded) this.load();
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

  /** Too much was missed for the socket: the rest comes over REST, in order of rev as well. */
  async #pageOn() {
    if (this.#isPaging) return;
    this.#isPaging = true;
    this.#liveRev = 0;
    try {
      for (let more = true; more; ) {
        const page = await this.#api.messages(this.id, { after_rev: this.#rev });
        page.results.forEach((message) => this.#take(message));
        this.#rev = page.results.at(-1)?.rev ?? this.#rev;
        more = page.has_more;
      }
      this.#rev = Math.max(this.#rev, this.#liveRev);
    } catch {
      this.#socket.restart(); // and resumes from what has come
    } finally {
      this.#isPaging = false;
    }
    this.#changed();
  }

  /** The first look at the room. What the socket brings meanwhile is kept and fits on. */
  async load() {
    this.problem = null;
    try {
      const page = await this.#api.messages(this.id);
      page.results.forEach((message) => this.#settle(message));
      this.timeline.start(page.results);
    } catch (problem) {
      this.problem = problem;
    }
    this.#changed();
  }

  #take(message) {
    this.timeline.put(message);
    this.#settle(message);
    this.people.typing(message.sender.id, false);
    if (!this.#isPaging && this.timeline.hasGap()) this.#fill();
  }

  #settle(message) {
    if (message.sender.id === this.#session.userId && message.client_id) this.outbox.settled(message.client_id);
  }

  /** seq has no holes: one that is missing is fetched. */
  async #fill(upTo) {
    if (this.#filling || !this.timeline.hasGap(upTo)) return;
    this.#filling = true;
    try {
      for (let more = true; more && this.timeline.hasGap(upTo); ) {
        const page = await this.#api.messages(this.id, { after_seq: this.timeline.lastSeq });
        page.results.forEach((message) => this.#settle(message));
        this.timeline.put(...page.results);
        more = page.has_more;
      }
    } catch {
      this.#socket.restart();
    } finally {
      this.#filling = false;
    }
    this.#changed();
  }

  async #isGone() {
    try {
      await this.#api.room(this.id);
      return false;
    } catch (problem) {
      return problem.status === 404;
    }
  }
}
