-- The body of a TLSH digest in pieces of three hex digits, each with its place: similar files have some of them in common.
create function app.tlsh_pieces(tlsh text) returns integer[] immutable parallel safe language sql as $$
  select array_agg(place * 4096 + ('x' || substr(tlsh, 9 + place * 3, 3))::bit(12)::integer)
  from generate_series(0, 20) as place
$$;
alter table app.samples
  add column tlsh_pieces integer[] generated always as (case when tlsh is null then null else app.tlsh_pieces(tlsh) end) stored;
create index samples_tlsh_pieces on app.samples using gin (tlsh_pieces) where tlsh_pieces is not null;
