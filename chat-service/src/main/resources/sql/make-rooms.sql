-- Makes the rooms that do not exist yet, with their two members and the event that tells of them, in one statement.
-- Parameters: 1-8 arrays of equal length (room, application, job, its title, candidate, their name, employer, their name), 9 now.
-- Answers the rooms that were made by this call.
with wanted as materialized (
    select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
        as w (id, application_id, job_id, job_title, candidate, candidate_name, employer, employer_name)
),
input as (select ?::timestamptz as at),
-- In id order, like every statement that holds more than one room: two batches cannot wait for each other.
made as (
    insert into room (id, application_id, job_id, job_title, created_at, updated_at)
    select id, application_id, job_id, job_title, input.at, input.at from wanted, input order by id
    on conflict (id) do nothing
    returning id
),
told as (
    insert into outbox (room_id, type, rev, created_at) select id, 'room-created', 0, input.at from made, input
),
joined as (
    insert into member (room_id, user_id, role, name, active_hour)
    select w.id, m.*, date_trunc('hour', input.at, 'UTC') from made join wanted w on w.id = made.id cross join lateral (values
        (w.candidate, 'candidate', w.candidate_name),
        (w.employer, 'employer', w.employer_name)) as m cross join input
)
select id from made
