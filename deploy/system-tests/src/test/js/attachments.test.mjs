// How files are sent: what happens on the way cannot be had from the real service at will, so a small server stands in.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { CareChainChat, IMPATIENT, until } from "./support.mjs";

const ROOM = "4d1c9a52-0000-4000-8000-000000000000";
const claims = { sub: "ana", name: "Ana", iat: 1, exp: 4_000_000_000 };
const TOKEN = `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;

/** Answers uploads with what the test has prepared, one after the other. */
async function standIn(answers) {
  const uploads = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const json = (status, body, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    if (request.method === "POST") {
      uploads.push({ path: request.url, type: request.headers["content-type"], body: Buffer.concat(chunks).toString("latin1") });
      const answer = answers.shift() ?? {};
      if (answer.hangUp) return request.socket.destroy();
      return json(answer.status ?? 201, answer.body ?? { id: `file-${uploads.length}`, name: "cv.pdf", status: "clean" }, answer.headers);
    }
    return json(200, { results: [], has_more: false });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, uploads, stop: () => (server.closeAllConnections(), server.close()) };
}

/** A socket that acknowledges and keeps what it was sent. */
function socketThat(sent) {
  return class {
    readyState = 1;
    constructor() {
      setTimeout(() => this.#tell({ type: "welcome", user_id: "ana", heartbeat_seconds: 30, room: { id: ROOM, rev: 0, last_seq: 0, participants: [] } }));
    }
    send(text) {
      const frame = JSON.parse(text);
      if (frame.type !== "chat_message") return;
      sent.push(frame);
      const seq = sent.length;
      setTimeout(() => this.#tell({ type: "ack", client_id: frame.client_id, seq, rev: seq }));
    }
    close() {}
    #tell(frame) {
      this.onmessage?.({ data: JSON.stringify(frame) });
    }
  };
}

async function withFiles(answers, run) {
  const server = await standIn(answers);
  const sent = [];
  const chat = new CareChainChat({ baseUrl: server.url, token: () => TOKEN, WebSocket: socketThat(sent), reconnect: IMPATIENT });
  const room = chat.room(ROOM);
  try {
    await until("it is connected", () => room.isLoaded);
    await run({ room, sent, uploads: server.uploads });
  } finally {
    chat.close();
    server.stop();
  }
}

const file = (name) => new File(["words of ", name], name, { type: "application/pdf" });

test("files are uploaded first and then named by their message, in order", () =>
  withFiles([], async ({ room, sent, uploads }) => {
    room.send({ content: "My papers", files: [file("cv.pdf"), file("diploma.pdf")] });
    assert.deepEqual(room.messages[0].uploads.map((one) => [one.name, one.isThere]), [["cv.pdf", false], ["diploma.pdf", false]]);
    assert.equal(room.messages[0].state, "sending");

    await until("it is sent", () => sent.length === 1);
    assert.deepEqual(uploads.map((one) => one.path), Array(2).fill(`/api/messaging/rooms/${ROOM}/attachments/`));
    assert.match(uploads[0].type, /^multipart\/form-data; boundary=/);
    assert.match(uploads[0].body, /name="file"; filename="cv.pdf"[\s\S]*words of cv\.pdf/);
    const { content, message_type: type, attachment_ids: ids } = sent[0];
    assert.deepEqual([content, type, ids], ["My papers", "file", ["file-1", "file-2"]]);
  }));

test("words written after a file do not wait for it", () =>
  withFiles([{ status: 503, headers: { "retry-after": "1" } }], async ({ room, sent }) => {
    room.send({ files: [file("large.pdf")] });
    room.send("It takes a moment");
    await until("both are sent", () => sent.length === 2);
    assert.deepEqual(sent.map((frame) => frame.content), ["It takes a moment", ""]);
  }));

test("an upload that breaks is begun again; what is there already is not sent twice", () =>
  withFiles([{}, { hangUp: true }, { status: 503, body: {} }], async ({ room, sent, uploads }) => {
    room.send({ files: [file("one.pdf"), file("two.pdf")] });
    await until("it is sent", () => sent.length === 1);
    assert.equal(uploads.filter((one) => one.body.includes("one.pdf")).length, 1);
    assert.deepEqual(sent[0].attachment_ids, ["file-1", "file-4"]);
  }));

test("a file that is refused fails its message, says why, and can be tried again", () =>
  withFiles([{ status: 413, body: { code: "too_large", detail: "A file may have at most 25 MiB." } }], async ({ room, sent }) => {
    const clientId = room.send({ files: [file("huge.pdf")] });
    await until("it fails", () => room.messages[0].state === "failed");
    assert.deepEqual(room.messages[0].problem, { code: "too_large", detail: "A file may have at most 25 MiB." });
    assert.equal(sent.length, 0);

    room.retry(clientId);
    await until("it is sent", () => sent.length === 1);
    assert.equal(sent[0].client_id, clientId);
  }));

test("a message that is discarded while its file is on its way is never sent", () =>
  withFiles([{ status: 503, headers: { "retry-after": "1" } }], async ({ room, sent, uploads }) => {
    const clientId = room.send({ files: [file("mistake.pdf")] });
    await until("its upload has begun", () => uploads.length === 1);
    room.discard(clientId);
    assert.deepEqual(room.messages, []);
    room.send("Something else");
    await until("only that is sent", () => sent.length === 1);
    assert.equal(sent[0].content, "Something else");
  }));
