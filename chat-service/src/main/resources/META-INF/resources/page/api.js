/** The REST calls this page makes; see /q/openapi of chat-service and presence-service. All throw Problem. */
export class Api {
  #session;

  constructor(session) {
    this.#session = session;
  }

  /** @returns {Promise<{results: Room[], next_cursor: string?}>} latest activity first */
  rooms(cursor) {
    return this.#get("/api/messaging/rooms/", { limit: 100, cursor });
  }

  room(id) {
    return this.#get(`/api/messaging/rooms/${id}/`);
  }

  /**
   * @param {{before_seq?: number, after_seq?: number, after_rev?: number}} span none: the newest page
   * @returns {Promise<{results: Message[], has_more: boolean}>} ascending
   */
  messages(room, span = {}) {
    const isLookingForward = span.after_seq !== undefined || span.after_rev !== undefined;
    const limit = isLookingForward ? 200 : 50; // what was missed in few calls, what is looked at in small ones
    return this.#get(`/api/messaging/rooms/${room}/messages/`, { limit, ...span });
  }

  /**
   * @param {string[]} userIds at most 200; named, so that a contact of a moment ago is not missed
   * @returns {Promise<{results: {user_id, status, last_seen}[]}>} those who share a room with this person
   */
  onlineStatus(userIds) {
    return this.#get("/api/messaging/online-status/", { user_ids: userIds });
  }

  #get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
    return this.#session.request("GET", given.length ? `${path}?${new URLSearchParams(given)}` : path);
  }
}
