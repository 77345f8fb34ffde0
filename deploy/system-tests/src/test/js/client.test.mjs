import assert from "node:assert/strict";
import { test } from "node:test";
import { CareChainChat, ChatError, GATEWAY, Network, SignedOut, pause, stored, token, twoPeople, until } from "./support.mjs";

/** Runs with two people who are connected, and closes them. */
async function together(options, run) {
  const people = await twoPeople(options);
  const rooms = people.chats.map((chat) => chat.room(people.room));
  try {
    await until("both are connected", () => rooms.every((room) => room.isLoaded));
    await run({ ...people, rooms });
  } finally {
    people.chats.forEach((chat) => chat.close());
  }
}

const none = () => ({});

test("a message goes through its states, from sending to read", () =>
  together(none, async ({ rooms: [ana, mercy] }) => {
    const states = new Set();
    ana.addEventListener("change", () => states.add(ana.messages.at(-1)?.state));

    const clientId = ana.send("Good morning!");

    assert.equal(ana.messages.at(-1).state, "sending");
    await until("it arrives", () => mercy.messages.length === 1);
    await until("it is delivered", () => ana.messages[0].state === "delivered");
    mercy.markRead();
    await until("it is read", () => ana.messages[0].state === "read");
    assert.equal(ana.messages.length, 1);
    assert.equal(ana.messages[0].key, clientId);
    for (const state of ["sending", "delivered", "read"]) assert.ok(states.has(state), `never ${state}`);
  }));

test("answers name their message, edits and deletes reach the other side", () =>
  together(none, async ({ rooms: [ana, mercy] }) => {
    ana.send("When could I come?");
    await until("it arrives", () => mercy.messages.length === 1);
    mercy.send({ content: "Tomorow", replyTo: mercy.messages[0].id });
    await until("the answer arrives", () => ana.messages.length === 2);
    assert.equal(ana.messages[1].reply_to, ana.messages[0].id);

    await mercy.edit(mercy.messages[1].id, "Tomorrow");
    await until("the correction arrives", () => ana.messages[1].content === "Tomorrow" && ana.messages[1].edited_at);
    await ana.delete(ana.messages[0].id);
    await until("the deletion arrives", () => mercy.messages[0].deleted_at);
    assert.equal(mercy.messages[0].content, "");
    assert.equal(ana.messages[0].state, null);
  }));

test("changing another's message is refused with the service's code", () =>
  together(none, async ({ rooms: [ana, mercy] }) => {
    ana.send("Mine");
    await until("it arrives", () => mercy.messages.length === 1);
    await assert.rejects(mercy.edit(mercy.messages[0].id, "Yours"), (problem) => problem instanceof ChatError && problem.code === "forbidden");
  }));

test("a message that the service refuses fails, says why, and can be discarded", () =>
  together(none, async ({ rooms: [ana] }) => {
    const clientId = ana.send("x".repeat(10_001));
    ana.send("what comes after it is sent");

    await until("it fails", () => ana.messages.some((message) => message.client_id === clientId && message.state === "failed"));
    assert.equal(ana.messages.find((message) => message.client_id === clientId).problem.code, "invalid");
    await until("the other is sent", () => ana.messages[0].seq === 1);
    ana.discard(clientId);
    assert.equal(ana.messages.length, 1);
    assert.ok(ana.isSettled);
  }));

test("a message too long for a frame fails, and what comes after it is sent", () =>
  together(none, async ({ rooms: [ana] }) => {
    const clientId = ana.send("x".repeat(70_000));
    ana.send("what comes after it is sent");

    await until("it fails", () => ana.messages.some((message) => message.client_id === clientId && message.state === "failed"));
    assert.equal(ana.messages.find((message) => message.client_id === clientId).problem.code, "too_large");
    await until("the other is sent", () => ana.messages[0].seq === 1);
    ana.discard(clientId);
    assert.ok(ana.isSettled);
  }));

test("a token that seems to have ended already is not asked for without end", async () => {
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const ended = `${encoded({ alg: "none" })}.${encoded({ sub: "ana", exp: Math.floor(Date.now() / 1000) - 600 })}.x`;
  let asked = 0;
  const chat = new CareChainChat({ baseUrl: GATEWAY, token: () => (asked++, ended) });
  try {
    await chat.signIn();
    await pause(1_500);
    assert.equal(asked, 1);
  } finally {
    chat.close();
  }
});

test("typing is throttled here and ends with the message", () =>
  together(none, async ({ rooms: [ana, mercy] }) => {
    for (let key = 0; key < 30; key++) ana.typing(true);
    await until("it is seen", () => mercy.typists[0]?.name === "Ana Duarte");
    ana.send("Done");
    await until("it has ended", () => mercy.typists.length === 0 && mercy.messages.length === 1);
  }));

test("typing that begins again right after a message is seen, though nothing more is typed", () =>
  together(none, async ({ rooms: [ana, mercy] }) => {
    ana.typing(true);
    await until("it is seen", () => mercy.typists.length === 1);
    ana.send("Done");
    await until("it has ended", () => mercy.typists.length === 0 && mercy.messages.length === 1);
    ana.typing(true);
    await until("it is seen again", () => mercy.typists.length === 1);
  }));

test("presence is told of whoever comes and goes", () =>
  together(none, async ({ chats: [, chat], rooms: [ana, mercy] }) => {
    await until("the other is online", () => ana.other?.status === "online" && mercy.other?.status === "online");
    chat.close();
    await until("and then is not", () => ana.other.status === "offline" && ana.other.last_seen);
  }));

test("the list of rooms is live: last line, unread, new rooms, search", () =>
  together(none, async ({ ana, mercy, chats: [chat], rooms: [, room] }) => {
    const inbox = chat.inbox();
    chat.room(room.id).close({ force: true });
    await until("the room is listed", () => inbox.isLoaded && inbox.room(room.id));
    room.send("One");
    room.send("Two");
    await until("both are unread", () => inbox.room(room.id).unread_count === 2 && inbox.room(room.id).last_message.content === "Two");
    assert.equal(inbox.unreadTotal, 2);
    await until("they count as delivered", () => room.messages.every((message) => message.state === "delivered"));

    const other = new CareChainChat({ baseUrl: GATEWAY, token: () => token(mercy.id, mercy.name, "employer") });
    const { id } = await other.rest.openRoom({
      job: { id: "job-2", title: `Day nurse ${ana.id}` },
      candidate: { id: ana.id, name: ana.name },
      employer: { id: mercy.id, name: mercy.name },
    });
    await until("the new room comes by itself", () => inbox.rooms[0].id === id);
    assert.deepEqual((await inbox.search(`Day nurse ${ana.id}`)).map((found) => found.id), [id]);
    assert.deepEqual(await inbox.search("nothing is called this"), []);
  }));

test("what the list of rooms missed is read again, whatever its socket brings meanwhile", async (t) => {
  // Given a list of rooms whose connection is away while much is said
  let isAway = false;
  let held = null;
  const heard = [];
  class Radio extends WebSocket {
    constructor(address, protocols) {
      super(isAway ? "ws://127.0.0.1:9/" : address, protocols);
      this.addEventListener("message", (event) => heard.push(JSON.parse(event.data)));
    }
  }
  const network = await Network.start();
  const { chats, mercy, room } = await twoPeople((person) =>
    person.role === "candidate"
      ? {}
      : {
          baseUrl: network.url,
          WebSocket: Radio,
          fetch: async (url, how) => {
            const answer = await fetch(url, how);
            if (/rooms\/\?/.test(url)) await held;
            return answer;
          },
        },
  );
  const ana = chats[0].room(room);
  const inbox = chats[1].inbox();
  const phone = new CareChainChat({ baseUrl: GATEWAY, token: () => token(mercy.id, mercy.name, mercy.role) });
  t.after(() => {
    [...chats, phone].forEach((chat) => chat.close());
    network.stop();
  });
  ana.send("one");
  await until("the list has it", () => inbox.room(room)?.last_seq === 1);
  isAway = true;
  network.cut();
  ana.send("two");
  ana.send("three");
  await until("they are taken", () => ana.lastSeq === 3);

  // When it is back, and hears that they were read elsewhere before it gets the answer that has them
  let release;
  held = new Promise((resolve) => (release = resolve));
  heard.length = 0;
  isAway = false;
  await until("it is back", () => heard.some((frame) => frame.type === "welcome"));
  await phone.rest.markRead(room, 3);
  await until("it hears of that", () => heard.some((frame) => frame.type === "read_receipt" && frame.seq === 3));
  release();

  // Then
  await until("the list has all", () => inbox.room(room).last_seq === 3 && inbox.room(room).unread_count === 0, 10);
  assert.equal(inbox.room(room).last_message.content, "three");
});

test("a room that is another's is gone, without more tries", () =>
  together(none, async ({ room }) => {
    const stranger = new CareChainChat({ baseUrl: GATEWAY, token: () => token("stranger", "Stranger", "candidate") });
    const theirs = stranger.room(room);
    await until("it is gone", () => theirs.connection === "gone");
    stranger.close();
  }));

test("tokens are renewed before their end, and the socket stays", async () => {
  let asked = 0;
  const short = (person) => ({
    token: async () => {
      asked++;
      const body = JSON.stringify({ sub: person.id, name: person.name, groups: [person.role], expires_in: 8 });
      const answer = await fetch(`${GATEWAY}/dev/token`, { method: "POST", headers: { "content-type": "application/json" }, body });
      return (await answer.json()).access_token;
    },
  });
  await together(short, async ({ rooms: [ana, mercy] }) => {
    let lost = 0;
    ana.addEventListener("change", () => (lost += ana.connection === "open" ? 0 : 1));
    const before = asked;
    await until("tokens have been renewed twice each", () => asked >= before + 4, 40);
    ana.send("Still here");
    await until("it arrives", () => mercy.messages.at(-1)?.content === "Still here");
    assert.equal(lost, 0);
  });
});

test("whoever is signed out is told, and nothing goes on trying", async () => {
  let asked = 0;
  const chat = new CareChainChat({
    baseUrl: GATEWAY,
    token: () => {
      asked++;
      throw new SignedOut();
    },
  });
  let told = 0;
  chat.addEventListener("signedout", () => told++);
  const room = chat.room(crypto.randomUUID());
  await until("it is over", () => room.connection === "gone");
  await assert.rejects(chat.rest.summary(), (problem) => problem.status === 401 || problem.status === 0);
  assert.equal(told, 1);
  await pause(300);
  assert.ok(asked <= 2);
});

/** sessionStorage of a page that is reloaded. */
class Storage {
  getItem(key) {
    return this[key] ?? null;
  }
  setItem(key, value) {
    this[key] = value;
  }
  removeItem(key) {
    delete this[key];
  }
}

test("what was not sent yet outlives a reload, and is there once", async () => {
  const storage = new Storage();
  const person = {};
  await together(
    (who) => (who.role === "candidate" ? (Object.assign(person, who), { storage, userId: who.id }) : {}),
    async ({ chats: [chat, other], room, rooms: [ana] }) => {
      // Given: one that the service has, without its sender having heard of it, and one that never left
      const known = ana.send("Known to the service");
      await until("it is stored", async () => (await stored(other, room)).length === 1);
      chat.close();
      const entry = { content: "Never left", replyTo: null, attachments: [], at: new Date().toISOString(), problem: null };
      const kept = [{ ...entry, clientId: known, content: "Known to the service" }, { ...entry, clientId: crypto.randomUUID() }];
      storage.setItem(`carechain.outbox.${person.id}.${room}`, JSON.stringify(kept));

      // When: the page is there again
      const again = new CareChainChat({ baseUrl: GATEWAY, token: () => token(person.id, person.name, "candidate"), userId: person.id, storage });
      assert.deepEqual(again.unsentRooms(), [room]);
      const reloaded = again.room(room);

      // Then
      await until("all is taken", () => reloaded.isLoaded && reloaded.isSettled);
      assert.deepEqual((await stored(other, room)).map((message) => message.content), ["Known to the service", "Never left"]);
      assert.deepEqual(again.unsentRooms(), []);
      again.close();
    },
  );
});

test("a closed room is not asked for anything any more, unless something is on its way", () =>
  together(none, async ({ chats: [chat], rooms: [ana] }) => {
    ana.send("On its way");
    assert.equal(ana.close(), false);
    await until("it is taken", () => ana.isSettled);
    assert.equal(ana.close(), true);
    assert.deepEqual(chat.openRooms(), []);
  }));

test("what fails after the client has been closed is not tried again", async (t) => {
  const asked = [];
  let fail;
  const broken = new Promise((_, reject) => (fail = reject));
  const { chats, room } = await twoPeople(() => ({
    fetch: (url, how) => {
      if (!/online-status|messages/.test(url)) return fetch(url, how);
      asked.push(url.includes("online-status") ? "status" : "messages");
      return broken;
    },
  }));
  const [chat] = chats;
  chat.inbox();
  chat.room(room);
  await until("both are under way", () => asked.includes("status") && asked.includes("messages"));

  chat.close();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  fail(new TypeError("fetch failed"));
  const anHour = async () => {
    for (let minute = 0; minute < 60; minute++) {
      await new Promise(setImmediate);
      t.mock.timers.tick(60_000);
    }
  };
  await anHour();

  const before = asked.length; // the call that was under way was still repeated, a few times
  await anHour();
  assert.equal(asked.length, before);
});

test("the token goes to the service alone", () =>
  together(none, async ({ chats: [chat] }) => {
    await assert.rejects(chat.rest.download("https://example.org/picture.png"), (problem) => problem.code === "invalid");
    await assert.rejects(chat.rest.download("//example.org/picture.png"), (problem) => problem.code === "invalid");
  }));

test("without what it needs it says so", () => {
  assert.throws(() => new CareChainChat({}), /token/);
  assert.throws(() => new CareChainChat({ token: () => "" }), /baseUrl/);
});
