// JSON over HTTP, with a time limit on every call.

const LIMIT_MS = 10_000;

/** A refusal, as application/problem+json tells it. Status 0: there was no answer at all. */
export class Problem extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  static async of(response) {
    const told = await response.json().catch(() => ({}));
    return new Problem(
      response.status,
      told.code ?? "unknown",
      told.detail ?? `The server answered ${response.status}.`,
    );
  }
}

/** @returns the answer's JSON @throws {Problem} */
export async function request(method, path, { token, body } = {}) {
  const headers = { accept: "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body) headers["content-type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (response.ok) return await response.json();
  } catch {
    throw new Problem(0, "unreachable", "The server does not answer.");
  }
  throw await Problem.of(response);
}
