import { Problem, request } from "./http.js";

// Long enough before the end that a background tab, whose timers run once a minute, is still in time.
const MARGIN_SECONDS = 120;
const RETRY_MS = 5_000;

export const DEMO_PEOPLE = [
  { id: "candidate-ana", name: "Ana Duarte", group: "candidate", about: "Nurse, looking for a new position" },
  { id: "employer-st-marys", name: "St. Mary's Hospital", group: "employer", about: "Hiring for its intensive care unit" },
];

const CHOSEN = "carechain.person";

/** This tab's choice; a second window can be somebody else. */
export const choice = {
  get: () => DEMO_PEOPLE.find((person) => person.id === sessionStorage.getItem(CHOSEN)) ?? null,
  set: (person) => sessionStorage.setItem(CHOSEN, person.id),
  clear: () => sessionStorage.removeItem(CHOSEN),
};

/**
 * Who this tab is and the token that proves it. Tokens come from the local stack's identity endpoint and stay in memory.
 * Fires `renewed` with each new token, well before the old one ends; sockets fire `reached` when one of them is open.
 */
export class Session extends EventTarget {
  #token = null;
  #endsAt = 0;
  #underWay = null;
  #timer = 0;

  constructor(person) {
    super();
    this.person = person;
  }

  get userId() {
    return this.person.id;
  }

  /** A token that is still good. @throws {Problem} */
  async token() {
    return Date.now() < this.#endsAt - RETRY_MS ? this.#token : this.renew();
  }

  /** A new token, whatever the old one is worth; callers at the same time share one. @throws {Problem} */
  renew() {
    this.#underWay ??= this.#fetch().finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  async #fetch() {
    const { id, name, group } = this.person;
    const answer = await request("POST", "/dev/token", { body: { sub: id, name, groups: [group] } });
    const life = answer.expires_in;
    this.#token = answer.access_token;
    this.#endsAt = Date.now() + life * 1000;
    this.#renewIn(Math.max(life - MARGIN_SECONDS, life * 0.8) * 1000);
    this.dispatchEvent(new CustomEvent("renewed", { detail: this.#token }));
    return this.#token;
  }

  #renewIn(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew().catch(() => this.#renewIn(RETRY_MS)), millis);
  }

  /** A request of this person; with a new token when the old one is refused. @throws {Problem} */
  async request(method, path, body) {
    try {
      return await request(method, path, { token: await this.token(), body });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
      return request(method, path, { token: await this.renew(), body });
    }
  }
}
