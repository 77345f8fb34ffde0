const TYPING_ENDS_MS = 7_000;

/** The two people of a room: how far each has come, who is there, who is writing. */
export class Participants {
  #userId;
  #changed;
  #people = new Map();
  #typing = new Map();

  constructor(userId, changed) {
    this.#userId = userId;
    this.#changed = changed;
  }

  get me() {
    return this.#people.get(this.#userId);
  }

  get other() {
    return [...this.#people.values()].find((person) => person.user_id !== this.#userId);
  }

  get isOtherTyping() {
    return this.#typing.size > 0;
  }

  /** As a welcome tells it. */
  start(participants) {
    this.#people = new Map(participants.map((person) => [person.user_id, { ...person }]));
    for (const userId of this.#typing.keys()) this.#forgetTyping(userId);
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
  typing(userId, isTyping) {
    this.#forgetTyping(userId);
    if (!isTyping || userId === this.#userId) return;
    const ended = () => {
      this.#forgetTyping(userId);
      this.#changed();
    };
    this.#typing.set(userId, setTimeout(ended, TYPING_ENDS_MS));
  }

  #forgetTyping(userId) {
    clearTimeout(this.#typing.get(userId));
    this.#typing.delete(userId);
  }
}
