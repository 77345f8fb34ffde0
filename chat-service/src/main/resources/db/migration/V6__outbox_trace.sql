-- The traceparent of a change that is being traced, so that its event to Kafka goes on with it. Null for nearly all.
alter table outbox add column trace text;
