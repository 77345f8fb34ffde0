// How everything fares, at a glance.

import { ago, button, count, el, number, svg, time } from "./dom.js";
import { table } from "./parts.js";

const HEIGHT = 100;
const BAR = 24;

export async function showOverview({ place, session, isOpen }) {
  const body = el("div", { class: "overview" }, el("p", { class: "muted" }, "Loading …"));
  const refresh = button("Refresh", async () => {
    refresh.disabled = true;
    try {
      await load();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      body.replaceChildren(el("p", { class: "problem note", role: "alert" }, problem.message));
    } finally {
      refresh.disabled = false;
    }
  });
  place.append(el("div", { class: "title" }, el("h1", {}, "Overview"), refresh), body);
  await load();

  async function load() {
    const now = await session.get("/overview/");
    if (isOpen()) body.replaceChildren(...drawn(now));
  }
}

function drawn(o) {
  const alive = o.replicas.filter((one) => one.is_alive);
  const thisHour = o.messages.by_hour.at(-1).messages;
  const lag = o.outbox.oldest_seconds;
  const waiting = o.replicas.reduce((sum, one) => sum + (one.is_alive ? one.lane_depth : 0), 0);
  return [
    el(
      "ul",
      { class: "tiles" },
      tile("Open sockets", number(o.sockets), count(alive.length, "replica")),
      tile("Active rooms", number(o.rooms.active), `${number(o.rooms.closed)} closed`),
      tile("Messages this hour", number(thisHour), `${number(o.messages.total)} in all`),
      tile("Waiting to be stored", number(waiting), "in the write lanes", waiting > 1000 && "warn"),
      tile(
        "Waiting for Kafka",
        `${number(o.outbox.waiting)}${o.outbox.waiting >= 10_000 ? "+" : ""}`,
        o.outbox.waiting ? `the oldest for ${lag < 10 ? lag.toFixed(1) : Math.round(lag)} s` : "everything is told",
        lag > 30 && "warn",
      ),
      tile("Presence", o.presence_reachable ? "answers" : "silent", "presence-service", !o.presence_reachable && "warn"),
    ),
    el("section", { "aria-labelledby": "by-hour" }, el("h2", { id: "by-hour" }, "Messages by hour"), chart(o.messages.by_hour)),
    el("section", { "aria-labelledby": "replicas" }, el("h2", { id: "replicas" }, "Replicas"), replicas(o.replicas)),
    el("p", { class: "muted" }, "As of ", time(o.at), "."),
  ];
}

const tile = (name, figure, more, look) =>
  el("li", { class: look ? `tile ${look}` : "tile" }, el("span", {}, name), el("b", {}, figure), el("small", {}, more));

/** Bars for the eye, and the same figures as a list for everybody else. */
function chart(hours) {
  const most = Math.max(1, ...hours.map((one) => one.messages));
  const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return el(
    "figure",
    { class: "chart" },
    svg(
      "svg",
      { viewBox: `0 0 ${hours.length * BAR} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      hours.map(({ hour, messages }, i) => {
        const height = messages ? Math.max(2, (messages / most) * HEIGHT) : 1;
        return svg(
          "rect",
          { x: i * BAR + 3, y: HEIGHT - height, width: BAR - 6, height, class: messages ? "bar" : "bar none" },
          svg("title", {}, `${clock(hour)}: ${count(messages, "message")}`),
        );
      }),
    ),
    el("figcaption", { "aria-hidden": "true" }, el("span", {}, clock(hours[0].hour)), el("span", {}, `most: ${number(most)}`), el("span", {}, "now")),
    el("ul", { class: "hidden" }, hours.map((one) => el("li", {}, `${clock(one.hour)}: ${count(one.messages, "message")}`))),
  );
}

function replicas(all) {
  const list = table("Replicas of chat-service", ["Replica", "State", "Sockets", "Rooms followed", "Waiting to be stored", "Started"]);
  list.node.hidden = false;
  list.body.append(
    ...all.map((one) =>
      list.row(
        el("code", {}, one.name),
        one.is_alive ? el("span", { class: "status active" }, "alive") : el("span", { class: "status gone" }, `silent since ${ago(one.seen_at)}`),
        number(one.sockets),
        number(one.rooms),
        number(one.lane_depth),
        [time(one.started_at), el("small", {}, ago(one.started_at))],
      ),
    ),
  );
  return list.node;
}
