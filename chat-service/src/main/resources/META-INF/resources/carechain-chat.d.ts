// Types of carechain-chat.js. The shapes of rooms and messages are those of /q/openapi; CLIENT.md tells how they are used.

export type Role = "candidate" | "employer" | "admin" | "system";
export type Status = "online" | "away" | "offline";
export type Connection = "connecting" | "open" | "waiting" | "gone";
export type MessageState = "sending" | "sent" | "delivered" | "read" | "failed";

export interface NameId {
  id: string;
  name: string;
}

export interface Participant {
  user_id: string;
  name: string;
  role: Role;
  read_seq: number;
  delivered_seq: number;
}

export interface PresentParticipant extends Participant {
  status: Status;
  last_seen: string | null;
}

export interface Attachment {
  id: string;
  room_id: string;
  name: string;
  content_type: string;
  size: number;
  width: number | null;
  height: number | null;
  status: "unscanned" | "pending" | "clean" | "rejected";
  url: string;
  thumbnail_url: string | null;
  created_at: string;
}

/** As the service sends it. */
export interface Message {
  id: string;
  room_id: string;
  seq: number;
  rev: number;
  sender: { id: string; name: string; role: Role };
  message_type: "text" | "file" | "system";
  content: string;
  attachments: Attachment[];
  card: Record<string, unknown> | null;
  client_id: string | null;
  reply_to: string | null;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
}

export interface Upload {
  name: string;
  size: number;
  /** 0 to 1. */
  part: number;
  file: Blob;
  isThere: boolean;
}

/** As a room shows it: also what is on its way, which has no `id` and no `seq` yet. */
export interface ShownMessage extends Omit<Message, "id" | "seq" | "sender"> {
  id: string | null;
  seq: number | null;
  sender: { id: string | null; name: string; role: Role | null };
  /** The same from the first moment to the last tick. */
  key: string;
  isMine: boolean;
  /** Null for others' messages and for deleted ones. */
  state: MessageState | null;
  /** Why it failed. */
  problem?: { code: string; detail: string } | null;
  /** While files are on their way up. */
  uploads?: Upload[];
}

/** As a list of rooms has it. */
export interface RoomSummary {
  id: string;
  application_id: string | null;
  job: { id: string; title: string };
  candidate: NameId;
  employer: NameId;
  status: "active" | "closed";
  participants: Participant[];
  last_message: Message | null;
  last_seq: number;
  rev: number;
  unread_count: number;
  created_at: string;
  updated_at: string;
}

export interface RoomInfo {
  id: string;
  application_id: string | null;
  job: { id: string; title: string };
  status: "active" | "closed";
  participants: PresentParticipant[];
  last_seq: number;
  rev: number;
  created_at: string;
  updated_at: string;
}

export interface NewRoom {
  application_id?: string;
  job: { id: string; title: string };
  candidate: NameId;
  employer: NameId;
}

export interface NewMessage {
  content?: string;
  message_type?: "text" | "file";
  client_id?: string;
  attachment_ids?: string[];
  reply_to?: string;
}

export interface MessagePage {
  results: Message[];
  has_more: boolean;
}

export class ChatError extends Error {
  constructor(status: number, code: string, detail: string, retryAfterMs?: number);
  /** 0: there was no answer at all. */
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs?: number;
  /** Worth another try later. */
  readonly isPassing: boolean;
}

/** Thrown by the `token` callback when this person has to sign in again. */
export class SignedOut extends Error {}

export interface ChatOptions {
  /** A fresh JWT. Asked for at the start, well before each end, and after a 401. */
  token: () => string | Promise<string>;
  /** Of the service; in a browser the page's own origin. */
  baseUrl?: string;
  /** Else what the token says. */
  userId?: string;
  /** Such as sessionStorage: what is not sent yet outlives a reload. */
  storage?: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  reconnect?: { baseMs?: number; capMs?: number; stableMs?: number; limitMs?: number };
  fetch?: typeof fetch;
  WebSocket?: unknown;
  XMLHttpRequest?: unknown;
}

export class CareChainChat extends EventTarget {
  constructor(options: ChatOptions);
  readonly userId: string | null;
  readonly userName: string | null;
  readonly rest: Rest;
  signIn(): Promise<string>;
  inbox(): Inbox;
  room(id: string): Room;
  openRooms(): Room[];
  unsentRooms(): string[];
  retryNow(): void;
  close(): void;
  addEventListener(type: "signedout", listener: (event: Event) => void, options?: AddEventListenerOptions): void;
}

export class Room extends EventTarget {
  readonly id: string;
  readonly info: RoomInfo | null;
  readonly problem: ChatError | null;
  readonly connection: Connection;
  readonly isLoaded: boolean;
  readonly isSettled: boolean;
  readonly hasOlder: boolean;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly messages: readonly ShownMessage[];
  readonly participants: PresentParticipant[];
  readonly me: PresentParticipant | undefined;
  readonly other: PresentParticipant | undefined;
  readonly typists: PresentParticipant[];
  send(message: string | { content?: string; replyTo?: string; files?: Iterable<File> }): string;
  retry(clientId: string): void;
  discard(clientId: string): void;
  edit(messageId: string, content: string): Promise<void>;
  delete(messageId: string): Promise<void>;
  typing(isTyping: boolean): void;
  markRead(seq?: number): void;
  load(): Promise<void>;
  loadOlder(limit?: number): Promise<void>;
  find(messageId: string, pages?: number): Promise<Message | undefined>;
  calendarFile(messageId: string): Promise<Blob>;
  retryNow(): void;
  close(how?: { force?: boolean }): boolean;
  addEventListener(type: "change", listener: (event: Event) => void, options?: AddEventListenerOptions): void;
  addEventListener(type: "message", listener: (event: CustomEvent<Message>) => void, options?: AddEventListenerOptions): void;
}

export class Inbox extends EventTarget {
  readonly rooms: readonly RoomSummary[];
  readonly isLoaded: boolean;
  readonly problem: ChatError | null;
  readonly connection: Connection;
  readonly hasMore: boolean;
  readonly unreadTotal: number;
  room(id: string): RoomSummary | null;
  otherIn(room: RoomSummary): Participant;
  statusOf(userId: string): Status;
  loadMore(): Promise<void>;
  search(q: string): Promise<RoomSummary[]>;
  idle(isIdle: boolean): void;
  reload(): Promise<void>;
  retryNow(): void;
  addEventListener(type: "change", listener: (event: Event) => void, options?: AddEventListenerOptions): void;
  addEventListener(type: "message", listener: (event: CustomEvent<Message>) => void, options?: AddEventListenerOptions): void;
}

/** Every REST call. All of them throw ChatError. */
export interface Rest {
  rooms(query?: { cursor?: string; q?: string; status?: string; limit?: number }): Promise<{ results: RoomSummary[]; next_cursor: string | null }>;
  room(id: string): Promise<RoomSummary>;
  openRoom(room: NewRoom): Promise<RoomSummary>;
  messages(roomId: string, span?: { before_seq?: number; after_seq?: number; after_rev?: number; limit?: number }): Promise<MessagePage>;
  send(roomId: string, message: NewMessage): Promise<Message>;
  edit(roomId: string, messageId: string, content: string): Promise<Message>;
  delete(roomId: string, messageId: string): Promise<Message>;
  markRead(roomId: string, seq?: number): Promise<{ room_id: string; read_seq: number; unread_count: number }>;
  summary(): Promise<Record<string, unknown>>;
  onlineStatus(userIds: string[]): Promise<{ results: { user_id: string; status: Status; last_seen: string | null }[] }>;
  upload(roomId: string, file: Blob & { name?: string }, how?: { onProgress?: (part: number) => void; signal?: AbortSignal }): Promise<Attachment>;
  download(path: string, how?: { signal?: AbortSignal; limitMs?: number }): Promise<Blob>;
  calendarFile(roomId: string, messageId: string): Promise<Blob>;
}
