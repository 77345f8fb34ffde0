// The job platform's part, for trying things out: publishes its events through the local stack's gateway.

import { button, el, iconButton } from "./dom.js";
import { DEMO_PEOPLE } from "./sign-in.js";
import { t } from "./words.js";

const LIMIT_MS = 25_000;
const TYPE = "com.carechain.application.";
const JOBS = ["ICU Nurse, nights", "Head nurse, cardiology", "Care assistant, weekends", "Physiotherapist, part time"];
const STATUSES = ["shortlisted", "interview", "offered", "hired", "rejected"];
const DURATION_MINUTES = 45;

export class PlatformPanel {
  #inbox;
  #status = el("p", { class: "panel-result", role: "status" });
  #candidate = select("candidate", people("candidate"));
  #employer = select("employer", people("employer"));
  #job = el("input", { id: "platform-job", list: "platform-jobs", value: JOBS[0], maxlength: "200", required: true });
  #application = select("application", []);
  #newStatus = select("status", STATUSES.map((status) => [status, t(`status_${status}`)]));
  #interviewAt = el("input", { id: "platform-interview", type: "datetime-local", required: true, value: tomorrowMorning() });
  #offers = [];

  /** @param {Inbox} inbox @param {{id: string, role: string}} me */
  constructor(inbox, me) {
    this.#inbox = inbox;
    const mine = me.role === "candidate" ? this.#candidate : this.#employer;
    if (!DEMO_PEOPLE.some((one) => one.id === me.id)) mine.append(option([me.id, me.name]));
    mine.value = me.id;
    this.#offers = [
      button(t("platform_set_status"), () => this.#publish("status-changed", { status: this.#newStatus.value })),
      button(t("platform_invite"), () => this.#invite()),
      button(t("platform_cancel_interview"), () => this.#publish("interview-cancelled", { interview: { id: this.#interviewId() } })),
      button(t("platform_withdraw"), () => this.#publish("withdrawn", { status: "withdrawn" })),
    ];
    const [setStatus, invite, cancel, withdraw] = this.#offers;
    this.element = el(
      "aside",
      { class: "panel", "aria-label": t("platform") },
      el("header", {}, el("h2", {}, t("platform")), iconButton("close", t("close"), () => dispatchEvent(new Event("carechain:close-platform")))),
      el("p", { class: "muted" }, t("platform_about")),
      el(
        "form",
        { onsubmit: (event) => this.#apply(event) },
        el("h3", {}, t("platform_apply")),
        field(t("platform_candidate"), this.#candidate),
        field(t("platform_employer"), this.#employer),
        field(t("platform_job"), this.#job),
        el("datalist", { id: "platform-jobs" }, JOBS.map((job) => el("option", { value: job }))),
        el("button", { class: "primary" }, t("platform_submit")),
      ),
      el(
        "section",
        {},
        el("h3", {}, t("platform_next")),
        field(t("platform_application"), this.#application),
        field(t("platform_status"), this.#newStatus, setStatus),
        field(t("platform_interview"), this.#interviewAt, invite),
        el("div", { class: "panel-row" }, cancel, withdraw),
      ),
      this.#status,
    );
    inbox.addEventListener("change", () => this.#showApplications());
    this.#showApplications();
  }

  open() {
    this.#candidate.focus();
  }

  #showApplications() {
    const rooms = this.#inbox.rooms.filter((room) => room.application_id);
    const stamp = rooms.map((room) => room.id).join();
    if (this.#application.dataset.stamp === stamp && stamp) return;
    this.#application.dataset.stamp = stamp;
    const chosen = this.#application.value;
    const options = rooms.map((room) => [room.application_id, `${room.candidate.name} · ${room.job.title}`]);
    this.#application.replaceChildren(...(options.length ? options : [["", t("platform_no_application")]]).map(option));
    if (options.some(([id]) => id === chosen)) this.#application.value = chosen;
    for (const offer of this.#offers) offer.disabled = options.length === 0;
  }

  #apply(event) {
    event.preventDefault();
    const title = this.#job.value.trim();
    if (!title) return;
    const application = {
      application_id: `app-${crypto.randomUUID().slice(0, 8)}`,
      job: { id: `job-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60)}`, title },
      candidate: personIn(this.#candidate),
      employer: personIn(this.#employer),
    };
    this.#send("submitted", application, { status: "submitted" });
  }

  #invite() {
    const starts = new Date(this.#interviewAt.value);
    if (Number.isNaN(starts.getTime())) return this.#interviewAt.reportValidity();
    const interview = {
      id: this.#interviewId(),
      starts_at: starts.toISOString(),
      duration_minutes: DURATION_MINUTES,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      location: "North Wing, Room 2.14",
      video_url: "https://meet.example.org/interview",
    };
    return this.#publish("interview-scheduled", { status: "interview", interview });
  }

  /** One interview for each application: inviting again moves it. */
  #interviewId() {
    return `interview-of-${this.#application.value}`;
  }

  #publish(type, more) {
    const room = this.#inbox.rooms.find((one) => one.application_id === this.#application.value);
    if (!room) return;
    const { application_id, job, candidate, employer } = room;
    this.#send(type, { application_id, job, candidate, employer }, more);
  }

  async #send(type, application, more) {
    const now = new Date();
    const event = {
      specversion: "1.0",
      id: crypto.randomUUID(),
      source: "/carechain/page",
      type: TYPE + type,
      time: now.toISOString(),
      datacontenttype: "application/json",
      data: { ...application, version: now.getTime(), occurred_at: now.toISOString(), ...more },
    };
    this.#status.textContent = t("loading");
    try {
      const answer = await fetch("/dev/events", {
        method: "POST",
        headers: { "content-type": "application/cloudevents+json" },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? String(answer.status));
      this.#status.textContent = t("platform_published", { type: event.type });
    } catch ({ message }) {
      this.#status.textContent = t("did_not_work", { detail: message });
    }
  }
}

const people = (role) => DEMO_PEOPLE.filter((one) => one.role === role).map((one) => [one.id, one.name]);

const personIn = (list) => ({ id: list.value, name: list.selectedOptions[0].textContent });

const option = ([value, words]) => el("option", { value }, words);

const select = (name, options) => el("select", { id: `platform-${name}` }, options.map(option));

const field = (words, input, more) => el("div", { class: "field" }, el("label", { for: input.id }, words), el("div", { class: "panel-row" }, input, more));

/** As datetime-local wants it: this zone's time, without the zone. */
function tomorrowMorning() {
  const time = new Date();
  time.setDate(time.getDate() + 1);
  time.setHours(10, 0, 0, 0);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
