
-- Records: the newest state of each category of each phone, as the library's files
-- have it. revision 2
CREATE TABLE parts (
	id       INTEGER PRIMARY KEY,
	phone    TEXT NOT NULL,
	category TEXT NOT NULL,                -- records.Category
	state    TEXT NOT NULL,                -- store.Kept.ID in which it was last seen
	path     TEXT NOT NULL,
	hash     BLOB NOT NULL,                -- of the file its rows were read from
	UNIQUE (phone, category, path)
);

CREATE TABLE records (
	id       INTEGER PRIMARY KEY,
	part     INTEGER NOT NULL,
	phone    TEXT    NOT NULL,
	category TEXT    NOT NULL,
	identity TEXT    NOT NULL,             -- Record.Identity
	date     INTEGER NOT NULL,             -- ms: received, called, begins, modified; 0 has none
	unread   INTEGER NOT NULL,
	name     TEXT    NOT NULL,             -- folded, for lists in order of names
	thread   TEXT    NOT NULL,             -- of messages the conversation, of calls the number's tail
	kind     TEXT    NOT NULL,             -- of calls and recordings their type; else ""
	shown    TEXT    NOT NULL,             -- of contacts the name as it is shown; else ""
	face     INTEGER NOT NULL,             -- of contacts: faceStarred, faceFor
	words    BLOB    NOT NULL,             -- folded text the search looks through
	body     BLOB    NOT NULL              -- the record as JSON
);

CREATE INDEX records_part ON records (part);
CREATE INDEX records_date ON records (category, date, id, phone);
CREATE INDEX records_name ON records (category, name, id, phone);
CREATE INDEX records_thread ON records (category, thread, date, id, phone, unread);
CREATE INDEX records_identity ON records (identity);

-- Which messages of a file have some characters beside each other, see grams.go:
-- their ids, rising, as the differences from one to the next in varints. What has few
-- messages is found through them. SQLite's own indices of words do not find a part
-- of one, and its index of three characters each no two Chinese ones.
CREATE TABLE grams (
	part INTEGER NOT NULL,
	gram TEXT    NOT NULL,
	ids  BLOB    NOT NULL,
	PRIMARY KEY (part, gram)
) WITHOUT ROWID;

-- All that a search among messages reads when many of them have it, in one piece and
-- in the order of its result: three times as fast as through the table.
CREATE INDEX records_words ON records (date, id, phone, thread, unread, words) WHERE category = 'messages';

-- The numbers of contacts, to find whose a message or a call is.
CREATE TABLE numbers (
	tail   TEXT    NOT NULL,               -- records.Tail
	record INTEGER NOT NULL,
	PRIMARY KEY (tail, record)
) WITHOUT ROWID;

CREATE INDEX numbers_record ON numbers (record);
