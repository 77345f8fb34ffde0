// Who is signed in here, and calls to the admin API. The token stays in memory.

const LIMIT_MS = 15_000;
const API = "/api/messaging/admin";
const DEMO = { sub: "admin-olga", name: "Olga Petersen", groups: ["admin"] };

/** A refusal, as application/problem+json tells it. Status 0: there was no answer at all. */
export class Problem extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, { token, body } = {}) {
  const headers = { accept: "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body) headers["content-type"] = "application/json";
  let response;
  let answer;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    answer = await response.json().catch(() => ({}));
  } catch {
    throw new Problem(0, "unreachable", "The server does not answer.");
  }
  if (response.ok) return answer;
  throw new Problem(response.status, answer.code ?? "unknown", answer.detail ?? `The server answered ${response.status}.`);
}

/** What a token says of its owner; for the eye only, it is the service that decides. */
function claims(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Problem(401, "unauthorized", "This is not a token.");
  }
}

export class Session {
  #token;
  #renew;

  constructor(token, renew) {
    this.#token = token;
    this.#renew = renew;
    const { sub, name } = claims(token);
    this.name = name ?? sub;
  }

  /** The local stack's administrator. @throws {Problem} 404 elsewhere */
  static async demo() {
    const token = async () => (await call("POST", "/dev/token", { body: DEMO })).access_token;
    return new Session(await token(), token);
  }

  /** With a token that somebody has from elsewhere. */
  static of = (token) => new Session(token.trim().replace(/^Bearer\s+/i, ""), null);

  /** Query values that are empty are left out. @throws {Problem} */
  get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
    return this.#request("GET", given.length ? `${path}?${new URLSearchParams(given)}` : path);
  }

  post(path, body) {
    return this.#request("POST", path, body);
  }

  async #request(method, path, body) {
    try {
      return await call(method, API + path, { token: this.#token, body });
    } catch (problem) {
      if (problem.status !== 401 || !this.#renew) throw problem;
      this.#token = await this.#renew();
      return call(method, API + path, { token: this.#token, body });
    }
  }
}
