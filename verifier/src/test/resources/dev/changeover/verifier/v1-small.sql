-- A small V1 in which every rule of the migration has a row. Ids are said, so that corruptions can name them.
INSERT INTO drills (id, title) VALUES (1, 'L-drags'), (2, 'Wall passes'), (3, 'Cone weave'), (4, 'Élan sprint'), (5, 'Nobody has this'), (6, 'Special volley');
INSERT INTO users (id, first_name, last_name, email, hashed_password, primary_goal, biggest_challenge, training_experience, position,
                   playstyle, age_range, strengths, areas_to_improve, training_location, available_equipment, daily_training_time, weekly_training_days) VALUES
  (1, 'Ada', 'Stale', 'Ada@example.org', 'hash-1', 'fitness', '["a", "b"]', 'beginner', '', '{"b":1, "a":2}', '12-15', '[]', NULL, '"here"', '["ball"]', '20', NULL),
  (2, 'Bo', NULL, 'bo_%@example.org', 'hash-2', '', NULL, NULL, 'keeper', '[1.50, 1E2, -0]', NULL, '{}', '["x"]', NULL, NULL, '', '3'),
  (3, NULL, NULL, NULL, 'hash-3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 'Blank', 'Mail', E' \u00a0 ', 'hash-4', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (5, 'Taken', 'Mail', 'android@example.org', 'hash-5', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (6, 'New', 'User', 'new@example.org', 'hash-6', NULL, '{"k": "\u0000"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (7, 'Twin', 'One', 'twin@example.org', 'hash-7', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (8, 'Twin', 'Two', 'TWIN@example.org', 'hash-8', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (9, 'Empty', 'Handed', 'empty@example.org', 'hash-9', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO completed_sessions (id, user_id, date, total_completed_drills, total_drills, drills) VALUES
  (1, 1, '2025-01-02 03:04:05.123456', 1, 2, '[{"drill": {"id": "4A6B9141-96E0-4C1C-9F0B-1D3C5A0E7F21", "title": "L-drags", "skill": "dribbling", "sets": 4, "difficulty": "beginner", "w": 1.50}, "setsDone": 3, "totalDuration": 18, "isCompleted": false}]'),
  (2, 1, '2025-01-03 00:00:00', 2, 2, '[ {"title":"wall  PASSES","skill":"passing","difficulty":"advanced","totalDuration": 7.5}, {"name": "Cone weave", "totalDuration": 2}, {"title": "Unknown drill", "totalDuration": 1e1} ]'),
  (3, 1, 'infinity', NULL, NULL, NULL),
  (4, 2, '-infinity', 0, 0, '{"not": "an array"}'),
  (5, 2, '2025-02-01 10:00:00', 1, 1, '[1, null, {"drill": 5, "totalDuration": 3}, {"drill": {"title": "First touch box", "skill": "First-Touch"}, "totalDuration": -4}]'),
  (6, 6, '2025-03-01 10:00:00', 1, 1, '[{"drill": {"title": "L-drags", "skill": "dribbling", "tip": "\u0000"}, "totalDuration": 5}]'),
  (7, NULL, '2025-03-01 10:00:00', 9, 9, '[]'),
  (8, 6, '2025-03-02 10:00:00', 1, 1, '[{"drill": {"title": "L-drags", "skill": "dribbling"}, "totalDuration": 5}]'),
  (9, 5, '2025-03-02 10:00:00', 1, 1, '[]');
INSERT INTO session_preferences (id, user_id, duration, available_equipment, training_style, training_location, difficulty, target_skills, created_at, updated_at) VALUES
  (1, 1, 30, '{ball,NULL,"a b",""}', 'x', NULL, '', '{"b": [1.50, 2], "a": null}', '2025-01-01 00:00:00.000001', NULL),
  (2, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (3, 6, 10, '{}', '', '', '', '[]', '2025-01-01', '2025-01-02');
INSERT INTO drill_groups (id, user_id, name, description, is_liked_group) VALUES
  (1, 1, 'Liked', '', true), (2, 1, 'Liked', '', false), (3, 2, 'Other', NULL, NULL), (4, NULL, 'Orphan', NULL, NULL);
INSERT INTO drill_group_items (id, drill_group_id, drill_id, position, created_at) VALUES
  (1, 1, 1, 0, '2025-01-01'), (2, 1, 2, 1, '2025-01-01'), (3, 2, 1, 0, '2025-01-01'), (4, 2, 5, 1, '2025-01-01'), (5, 3, NULL, 0, NULL), (6, 4, 1, 0, NULL), (7, NULL, 1, 0, NULL);
INSERT INTO training_sessions (id, total_duration, focus_areas, created_at, user_id) VALUES
  (1, 45, '["a","b"]', '2025-01-01', 1), (2, NULL, NULL, NULL, 1), (3, 20, '[]', '2025-01-01', 2);
INSERT INTO ordered_session_drills (id, session_id, drill_id, position, sets_done, sets, reps, rest, duration, is_completed) VALUES
  (1, 1, 1, 0, NULL, 3, 10, 30, 5, true), (2, 1, 2, 1, 0, 3, 10, 30, 5, false), (3, 1, 5, 2, 0, 3, 10, 30, 5, NULL), (4, 2, 3, 0, 2, NULL, NULL, NULL, NULL, false), (5, 3, 4, 0, 1, 1, 1, 1, 1, true);
INSERT INTO progress_history (id, user_id, current_streak, highest_streak, completed_sessions_count, updated_at) VALUES
  (1, 1, 3, NULL, 99, '2025-05-05 05:05:05.5'), (2, 2, NULL, 7, NULL, NULL), (3, 9, 1, 1, 5, '2025-01-01'), (4, 6, 0, 0, 0, '2025-01-01');
INSERT INTO saved_filters (id, client_id, user_id, name, saved_time, saved_equipment, saved_training_style, saved_location, saved_difficulty) VALUES
  (1, 'client-1', 1, 'Filter', '', '{"x,y"}', NULL, NULL, NULL), (2, NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL), (3, 'client-android', 2, 'Held', NULL, NULL, NULL, NULL, NULL);
INSERT INTO refresh_tokens (id, user_id, token, expires_at, created_at) VALUES
  (1, 1, 'token-1', '2026-01-01', '2025-01-01'), (2, 1, 'token-2', '2026-01-01', '2025-01-01'), (3, 2, 'token-3', NULL, NULL);
INSERT INTO password_reset_codes (id, user_id, code, expires_at, created_at) VALUES (1, 1, '0001', '2026-01-01', '2025-01-01'), (2, 2, '0002', NULL, NULL);
