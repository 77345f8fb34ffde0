/**
 * The messages of a room that are known here: one unbroken run of seq. A message may come any number of times, from the
 * socket and from history; the highest rev of it stays.
 */
export class Timeline {
  #bySeq = new Map();
  #first = 1;
  #last = 0;
  #loaded = false;

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
    for (const message of messages) {
      if (this.#loaded && message.seq < this.#first) continue; // comes with its page when someone looks
      const known = this.#bySeq.get(message.seq);
      if (!known || known.rev <= message.rev) this.#bySeq.set(message.seq, message);
    }
    if (this.#loaded) while (this.#bySeq.has(this.#last + 1)) this.#last++;
  }

  /** There are messages beyond the last one shown, up to that seq or held here. */
  hasGap(upTo = 0) {
    return this.#loaded && (upTo > this.#last || [...this.#bySeq.keys()].some((seq) => seq > this.#last));
  }

  /** In order, without holes. */
  messages() {
    const run = [];
    if (this.#loaded) for (let seq = this.#first; seq <= this.#last; seq++) run.push(this.#bySeq.get(seq));
    return run;
  }
}
