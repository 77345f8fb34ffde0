import assert from "node:assert/strict";
import { test } from "node:test";
import { GATEWAY, IMPATIENT, Network, dice, pause, stored, token, twoPeople, until } from "./support.mjs";

const CUTS = 100;

/** Holds at every moment, also in the middle of a reconnect: in order, without holes, nothing twice. */
function watch(room, wrong) {
  room.addEventListener("change", () => {
    const { messages } = room;
    const seqs = messages.filter((message) => message.seq !== null).map((message) => message.seq);
    if (seqs.some((seq, index) => index > 0 && seq !== seqs[index - 1] + 1)) wrong.push(`order: ${seqs}`);
    const keys = messages.map((message) => message.key);
    if (new Set(keys).size !== keys.length) wrong.push(`doubled: ${keys.filter((key, index) => keys.indexOf(key) !== index)}`);
  });
}

test("a connection is lost a hundred times while both sides talk, and nothing is lost, doubled or out of order", { timeout: 280_000 }, async (t) => {
  const seed = Number(process.env.CARECHAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed}`);
  const random = dice(seed);
  const networks = [await Network.start(), await Network.start()];
  const { chats, room: id } = await twoPeople((person) => ({
    baseUrl: networks[person.role === "candidate" ? 0 : 1].url,
    token: () => token(person.id, person.name, person.role, GATEWAY),
    reconnect: IMPATIENT,
  }));
  const rooms = chats.map((chat) => chat.room(id));
  const wrong = [];
  rooms.forEach((room) => watch(room, wrong));
  const inbox = chats[1].inbox();
  await until("both are connected", () => rooms.every((room) => room.isLoaded));

  // While both write, correct, delete and read …
  const sent = [[], []];
  let isOver = false;
  const talk = async (who) => {
    const room = rooms[who];
    for (let n = 1; !isOver; n++) {
      const content = `${who} says ${n}`;
      sent[who].push({ clientId: room.send(content), content });
      if (random() < 0.1) room.markRead();
      const own = room.messages.filter((message) => message.isMine && message.id && !message.deleted_at);
      const one = own[Math.floor(random() * own.length)];
      if (one && random() < 0.08) change(room, one, sent[who], random() < 0.3);
      await pause(20 + random() * 120);
    }
  };
  const changes = new Set();
  function change(room, message, list, isDeletion) {
    const entry = list.find((known) => known.clientId === message.client_id);
    if (entry.isChanging) return;
    entry.isChanging = true;
    const content = `${entry.content}, corrected`;
    const deed = (isDeletion ? room.delete(message.id) : room.edit(message.id, content))
      .then(() => (entry.content = isDeletion ? "" : content))
      .catch(() => (entry.isUnsure = true)); // it may have happened: nobody has been told
    changes.add(deed);
  }
  const talking = [talk(0), talk(1)];

  // … the network breaks, now here, now there.
  let cuts = 0;
  while (cuts < CUTS) {
    const side = random() < 0.5 ? 0 : 1;
    await until("the side to be cut is connected", () => rooms[side].connection === "open");
    await pause(random() * 150);
    if (networks[side].cut() > 0) cuts++;
  }
  isOver = true;
  await Promise.all(talking);
  await Promise.all(changes);
  await until("everything written has been taken", () => rooms.every((room) => room.isSettled));
  const truth = await stored(chats[0], id);
  await until("both have seen everything", () => rooms.every((room) => room.lastSeq === truth.length));

  assert.deepEqual(wrong, []);
  assert.equal(truth.length, sent[0].length + sent[1].length);
  assert.deepEqual(truth.map((message) => message.seq), truth.map((_, index) => index + 1));
  for (const who of [0, 1]) {
    const own = truth.filter((message) => message.sender.id === chats[who].userId);
    assert.deepEqual(own.map((message) => message.client_id), sent[who].map((entry) => entry.clientId), "in the order of writing");
    own.forEach((message, index) => sent[who][index].isUnsure || assert.equal(message.content, sent[who][index].content));
  }
  for (const room of rooms) {
    for (let older = room.hasOlder; older; older = room.hasOlder) await room.loadOlder(200);
    await until("edits and deletes have come as well", () => {
      const here = room.messages.map((message) => [message.seq, message.rev, message.content]);
      return JSON.stringify(here) === JSON.stringify(truth.map((message) => [message.seq, message.rev, message.content]));
    });
  }

  // And the receipts: what both have looked at is read by both.
  rooms.forEach((room) => room.markRead());
  await until("all ticks are set", () => rooms.every((room) => room.messages.every((message) => !message.state || message.state === "read")));
  await until("nothing is unread in the list of rooms", () => inbox.room(id)?.unread_count === 0 && inbox.room(id).last_seq === truth.length);
  t.diagnostic(`${truth.length} messages, ${changes.size} changes, ${cuts} lost connections`);
  chats.forEach((chat) => chat.close());
  networks.forEach((network) => network.stop());
});

test("what was looked at while the connection was away is told on the next", async () => {
  const network = await Network.start();
  const { chats, room: id } = await twoPeople((person) => (person.role === "candidate" ? {} : { baseUrl: network.url, token: () => token(person.id, person.name, person.role, GATEWAY) }));
  const [ana, mercy] = chats.map((chat) => chat.room(id));
  await until("both are connected", () => ana.isLoaded && mercy.isLoaded);
  const arrives = (words) => {
    ana.send(words);
    return until("it is delivered", () => ana.messages.at(-1).state === "delivered");
  };

  // Sent into a connection that is gone already …
  await arrives("one");
  network.cut();
  mercy.markRead();
  await until("it is read", () => ana.messages.at(-1).state === "read");

  // … and not sent, because it is known to be gone.
  await arrives("two");
  const lost = new Promise((resolve) => mercy.addEventListener("change", () => mercy.connection === "open" || resolve()));
  network.cut();
  await lost;
  mercy.markRead();
  await until("it is read as well", () => ana.messages.at(-1).state === "read");
  chats.forEach((chat) => chat.close());
  network.stop();
});
