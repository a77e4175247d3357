-- V2 before the migration: its own catalogue with other ids, Android users, a stale copy of V1's user 1.
INSERT INTO drills (id, uuid, title) VALUES
  (11, 'aaaaaaaa-0000-0000-0000-000000000003', 'Cone weave'), (12, 'aaaaaaaa-0000-0000-0000-000000000001', 'L-drags'),
  (13, 'aaaaaaaa-0000-0000-0000-000000000002', 'Wall Passes'), (14, 'aaaaaaaa-0000-0000-0000-000000000004', 'ÉLAN SPRINT'),
  (15, 'aaaaaaaa-0000-0000-0000-000000000005', 'First touch box'), (16, 'aaaaaaaa-0000-0000-0000-000000000006', 'Volley');
INSERT INTO users (id, first_name, email, hashed_password) VALUES
  (101, 'Android', 'android@example.org', 'secret-a'), (102, 'Ada', 'ada@example.org', 'hash-old'), (103, 'No', NULL, 'secret-b'), (104, 'And', 'andX0@example.org', 'secret-c');
INSERT INTO completed_sessions (id, user_id, session_type, drills) VALUES (501, 101, 'drill_training', '[]'), (502, 102, 'drill_training', '[]'), (504, 104, 'drill_training', NULL);
INSERT INTO mental_training_sessions (id, user_id, duration_minutes) VALUES (601, 102, 10);
INSERT INTO completed_sessions (id, user_id, session_type, duration_minutes, mental_training_session_id) VALUES (503, 102, 'mental_training', 10, 601);
INSERT INTO drill_groups (id, user_id, name) VALUES (701, 101, 'Android group');
INSERT INTO drill_group_items (id, drill_group_id, drill_uuid) VALUES (801, 701, 'aaaaaaaa-0000-0000-0000-000000000001');
INSERT INTO saved_filters (id, client_id, user_id) VALUES (901, 'client-android', 101);
INSERT INTO refresh_tokens (id, user_id, token) VALUES (911, 101, 'token-android');
SELECT setval('users_id_seq', 1000), setval('completed_sessions_id_seq', 1000), setval('drill_groups_id_seq', 1000), setval('drill_group_items_id_seq', 1000),
  setval('saved_filters_id_seq', 1000), setval('refresh_tokens_id_seq', 1000), setval('mental_training_sessions_id_seq', 1000);
